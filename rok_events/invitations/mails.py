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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.activities.models import Activity, Session
    from rok_events.invitations.models import CalendarEntry
    from rok_events.mail.letters import Letter
    from rok_events.people.models import Person
    from rok_events.registrations.models import Registration


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who is told of an activity: by `about` the mail is found again, `page` is their own."""

    person: Person
    activity: Activity
    page: str
    locale: str
    about: str


def registered(registration: Registration) -> Holder:
    """Return whoever registered as the one to tell."""
    return Holder(
        person=registration.person,
        activity=registration.activity,
        page=meetings.personal_page(registration.token),
        locale=registration.locale,
        about=f"registration:{registration.id}",
    )


def invited(entry: CalendarEntry) -> Holder:
    """Return whoever holds an entry without being registered as the one to tell."""
    return Holder(
        person=entry.person,
        activity=entry.session.activity,
        page=entry.page,
        locale=entry.locale,
        about=f"calendar_entry:{entry.id}",
    )


def place_given(
    holder: Holder, entry: CalendarEntry, sessions: Sequence[Session], *, moved_up: bool
) -> Letter:
    """Return the letter that somebody has a place, with the invitation for the first session."""
    template = "place_moved_up" if moved_up else "place_confirmed"
    return _of_session(template, holder, entry, sessions=sessions)


def further_session(holder: Holder, entry: CalendarEntry) -> Letter:
    """Return the short letter that brings the invitation for one more session."""
    return _of_session("further_session", holder, entry)


def place_given_up(holder: Holder, entry: CalendarEntry | None) -> Letter:
    """Return the letter that a registration is cancelled; it empties the calendar too."""
    return _ending("place_given_up", holder, entry)


def activity_cancelled(holder: Holder, entry: CalendarEntry | None) -> Letter:
    """Return the letter that the activity does not take place; it empties the calendar too."""
    return _ending("activity_cancelled", holder, entry)


def session_taken_out(holder: Holder, entry: CalendarEntry) -> Letter:
    """Return the short letter that takes one more session out of the calendar."""
    return _of_session("session_taken_out", holder, entry)


def with_entry(letter: Letter, entry: CalendarEntry) -> Letter:
    """Return a letter with the calendar object of an entry, for whoever the letter goes to.

    A REQUEST, or a CANCEL where the entry was withdrawn.
    """
    attendee = Party(letter.recipient_name, letter.recipient)
    made = (calendar.cancel if entry.is_withdrawn else calendar.request)(
        meetings.own(entry), attendee
    )
    method = str(made["METHOD"])
    return replace(letter, calendar=made.to_ical().decode(), calendar_method=method)


def _ending(template: str, holder: Holder, entry: CalendarEntry | None) -> Letter:
    if entry is not None:
        return _of_session(template, holder, entry)
    # Named though there is none: without it templates would find Flask's session.
    return _letter(template, holder, session=None, useless_at=holder.activity.ends_at)


def _of_session(template: str, holder: Holder, entry: CalendarEntry, **known: object) -> Letter:
    session = entry.session
    letter = _letter(template, holder, session=session, useless_at=session.ends_at, **known)
    return with_entry(letter, entry)


def _letter(template: str, holder: Holder, **known: object) -> Letter:
    activity = holder.activity
    shows_title = TRAITS[activity.kind].shows_title
    with force_locale(holder.locale):
        kind = meetings.kind_name(activity)
    return letters.compose(
        template,
        locale=holder.locale,
        recipient=holder.person.email or "",
        recipient_name=holder.person.name,
        about=holder.about,
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
        url=meetings.address(holder.page),
        **known,
    )
