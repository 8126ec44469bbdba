"""The mails about a place and the calendar entries that go with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rok_events.activities import mails as activities
from rok_events.invitations import calendar, meetings
from rok_events.invitations.calendar import Party
from rok_events.invitations.rules import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.activities.models import Activity, Session
    from rok_events.invitations.meetings import Before
    from rok_events.invitations.models import CalendarEntry
    from rok_events.mail.letters import Letter
    from rok_events.people.models import Person
    from rok_events.registrations.models import Registration


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who is told of an activity: by `about` the mail is found again, `page` is their own.

    Whoever is not registered is invited.
    """

    person: Person
    activity: Activity
    page: str
    locale: str
    about: str
    is_registered: bool


@dataclass(frozen=True)
class Changed:
    """What became of one session; `before` is what was told of it earlier, if anything was."""

    entry: CalendarEntry
    what: Change
    before: Before | None

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self.entry.session


def registered(registration: Registration) -> Holder:
    """Return whoever registered as the one to tell."""
    return Holder(
        person=registration.person,
        activity=registration.activity,
        page=meetings.personal_page(registration.token),
        locale=registration.locale,
        about=f"registration:{registration.id}",
        is_registered=True,
    )


def invited(entry: CalendarEntry) -> Holder:
    """Return whoever holds an entry without being registered as the one to tell."""
    return Holder(
        person=entry.person,
        activity=entry.session.activity,
        page=entry.page,
        locale=entry.locale,
        about=f"calendar_entry:{entry.id}",
        is_registered=False,
    )


def place_given(
    holder: Holder,
    entry: CalendarEntry,
    sessions: Sequence[Session],
    *,
    moved_up: bool,
    introducer: str = "",
    ticket: str = "",
) -> Letter:
    """Return the letter that somebody has a place, with the invitation for the first session.

    `introducer` is who registered them or gave the place, if it was not they themselves; `ticket`
    the picture to show at the door.
    """
    template = "place_moved_up" if moved_up else "place_confirmed"
    return _of_session(
        template, holder, entry, sessions=sessions, introducer=introducer, ticket=ticket
    )


def further_session(holder: Holder, entry: CalendarEntry) -> Letter:
    """Return the short letter that brings the invitation for one more session."""
    return _of_session("further_session", holder, entry)


def place_given_up(
    holder: Holder, entry: CalendarEntry | None, *, reason: str, successor: Registration | None
) -> Letter:
    """Return the letter that a registration is cancelled; it empties the calendar too.

    `successor` is who takes the place over, `reason` what the organisers say if it was they.
    """
    name = successor.person.name if successor else ""
    return _ending("place_given_up", holder, entry, reason=reason, successor=name)


def put_back(
    holder: Holder, entry: CalendarEntry | None, *, reason: str, place_on_list: int | None
) -> Letter:
    """Return the letter that somebody who had a place waits again; it empties the calendar."""
    return _ending("put_back", holder, entry, reason=reason, place_on_list=place_on_list)


def schedule_changed(holder: Holder, changes: Sequence[Changed]) -> Letter:
    """Return the letter that tells all that changed; it brings or takes out the first session."""
    return _of_session(
        "schedule_changed", holder, changes[0].entry, changes=changes, own_title=meetings.own_title
    )


def further_change(holder: Holder, change: Changed) -> Letter:
    """Return the short letter that does in the calendar what another has told."""
    if change.what is Change.CANCELLED:
        return session_taken_out(holder, change.entry)
    if change.what is Change.ADDED:
        return further_session(holder, change.entry)
    return _of_session("session_changed", holder, change.entry)


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
    write = calendar.cancel if entry.is_withdrawn else calendar.request
    return replace(
        letter,
        calendar=write(meetings.own(entry), attendee),
        calendar_method="CANCEL" if entry.is_withdrawn else "REQUEST",
    )


def _ending(template: str, holder: Holder, entry: CalendarEntry | None, **known: object) -> Letter:
    if entry is not None:
        return _of_session(template, holder, entry, **known)
    # Named though there is none: without it templates would find Flask's session.
    return compose(template, holder, session=None, useless_at=holder.activity.ends_at, **known)


def _of_session(template: str, holder: Holder, entry: CalendarEntry, **known: object) -> Letter:
    session = entry.session
    letter = compose(template, holder, session=session, useless_at=session.ends_at, **known)
    return with_entry(letter, entry)


def compose(template: str, holder: Holder, **known: object) -> Letter:
    """Return a letter to whoever holds an entry or a place, in their language, without an entry."""
    return activities.compose(
        template,
        holder.activity,
        locale=holder.locale,
        recipient=holder.person.email or "",
        recipient_name=holder.person.name,
        about=holder.about,
        place=meetings.place,
        numbered=meetings.numbered,
        url=meetings.address(holder.page),
        is_registered=holder.is_registered,
        **known,
    )
