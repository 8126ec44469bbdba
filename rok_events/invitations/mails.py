"""The mails about a place and the calendar entries that go with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale

from rok_events.activities.kinds import TRAITS
from rok_events.invitations import calendar, meetings
from rok_events.invitations.calendar import Party
from rok_events.mail import letters
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.activities.models import Session
    from rok_events.invitations.models import CalendarEntry
    from rok_events.mail.letters import Letter
    from rok_events.registrations.models import Registration


@dataclass(frozen=True)
class Told:
    """One session of a registration, with the entry that its calendar is told of."""

    registration: Registration
    session: Session
    entry: CalendarEntry


def place_given(told: Told, sessions: Sequence[Session], *, moved_up: bool) -> Letter:
    """Return the letter that somebody has a place, with the invitation for the first session."""
    template = "place_moved_up" if moved_up else "place_confirmed"
    return _with_entry(template, told, sessions=sessions)


def further_session(told: Told, sessions: Sequence[Session]) -> Letter:
    """Return the short letter that brings the invitation for one more session."""
    return _with_entry("further_session", told, sessions=sessions)


def place_given_up(registration: Registration, told: Told | None) -> Letter:
    """Return the letter that a registration is cancelled; it empties the calendar too."""
    return _ending("place_given_up", registration, told)


def activity_cancelled(registration: Registration, told: Told | None) -> Letter:
    """Return the letter that the activity does not take place; it empties the calendar too."""
    return _ending("activity_cancelled", registration, told)


def session_taken_out(told: Told) -> Letter:
    """Return the short letter that takes one more session out of the calendar."""
    return _with_entry("session_taken_out", told)


def _ending(template: str, registration: Registration, told: Told | None) -> Letter:
    if told is not None:
        return _with_entry(template, told)
    # Named though there is none: without it templates would find Flask's session.
    return _letter(template, registration, session=None, useless_at=registration.activity.ends_at)


def _with_entry(template: str, told: Told, **known: object) -> Letter:
    registration, session, entry = told.registration, told.session, told.entry
    letter = _letter(template, registration, session=session, useless_at=session.ends_at, **known)
    attendee = Party(letter.recipient_name, letter.recipient)
    with force_locale(registration.locale):
        meeting = meetings.own(entry, registration, session)
    made = (calendar.cancel if entry.is_withdrawn else calendar.request)(meeting, attendee)
    method = str(made["METHOD"])
    return replace(letter, calendar=made.to_ical().decode(), calendar_method=method)


def _letter(template: str, registration: Registration, **known: object) -> Letter:
    activity = registration.activity
    shows_title = TRAITS[activity.kind].shows_title
    with force_locale(registration.locale):
        kind = meetings.kind_name(activity)
    return letters.compose(
        template,
        locale=registration.locale,
        recipient=registration.person.email or "",
        recipient_name=registration.person.name,
        about=f"registration:{registration.id}",
        community_id=activity.community_id,
        sender_name=activity.community.name,
        reply_to=activity.contact_email or current_app.config["CONTACT_EMAIL"],
        accent=activity.community.accent,
        activity=activity,
        kind=kind,
        # A subject lies open on the screen of a locked phone.
        name=activity.title if shows_title else kind,
        place=meetings.place,
        numbered=meetings.numbered,
        url=public_url("registrations.show", token=registration.token),
        **known,
    )
