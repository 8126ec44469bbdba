"""Keeping calendars true: inviting, and taking invitations back.

Whoever announces the news holds the activity's row, so that sequences rise one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.core import clock
from rok_events.db import db
from rok_events.invitations import mails, meetings, queries
from rok_events.invitations.mails import Told
from rok_events.invitations.models import CalendarEntry
from rok_events.mail import actions as mail
from rok_events.registrations.queries import get

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from rok_events.activities.events import ActivityCancelled
    from rok_events.activities.models import Session
    from rok_events.mail.letters import Letter
    from rok_events.registrations.events import RegistrationCancelled, RegistrationConfirmed
    from rok_events.registrations.models import Registration

    Entries = Mapping[tuple[int, int], CalendarEntry]


def invite(event: RegistrationConfirmed) -> None:
    """Tell somebody of their place, and their calendar of every session that is still to come."""
    registration = get(event.registration_id)
    if not registration.person.email:
        return
    now = clock.now()
    entries = queries.entries([registration.id])
    coming = [
        session
        for session in registration.activity.sessions
        if session.cancelled_at is None and session.ends_at > now
    ]
    for session in coming:
        entry = _invited(registration, session, entries.get((registration.id, session.id)), now)
        told = Told(registration, session, entry)
        if session is coming[0]:
            letter = mails.place_given(told, coming, moved_up=event.moved_up)
        else:
            letter = mails.further_session(told, coming)
        mail.queue(letter)


def withdraw(event: RegistrationCancelled) -> None:
    """Tell somebody that they are cancelled, and take the sessions out of their calendar."""
    registration = get(event.registration_id)
    entries = queries.entries([registration.id])
    _withdraw(registration, entries, mails.place_given_up, clock.now())


def withdraw_all(event: ActivityCancelled) -> None:
    """Tell everybody concerned that an activity is cancelled, and empty their calendars of it."""
    concerned = queries.concerned(event.activity_id)
    entries = queries.entries([registration.id for registration in concerned])
    now = clock.now()
    for registration in concerned:
        _withdraw(registration, entries, mails.activity_cancelled, now)


def _invited(
    registration: Registration, session: Session, entry: CalendarEntry | None, now: datetime
) -> CalendarEntry:
    """Return the entry of one session, made or renewed: whoever comes back keeps the old one."""
    if entry is None:
        entry = CalendarEntry(
            registration_id=registration.id,
            session_id=session.id,
            uid=meetings.new_uid(),
            sequence=0,
            sent_at=now,
        )
        db.session.add(entry)
    else:
        entry.sequence += 1
    entry.is_withdrawn = False
    entry.sent_at = now
    return entry


def _withdraw(
    registration: Registration,
    entries: Entries,
    write: Callable[[Registration, Told | None], Letter],
    now: datetime,
) -> None:
    if not registration.person.email:
        return
    told = [
        Told(registration, session, entry)
        for session in registration.activity.sessions
        if (entry := entries.get((registration.id, session.id))) is not None
        and not entry.is_withdrawn
        and session.ends_at > now
    ]
    for one in told:
        one.entry.sequence += 1
        one.entry.is_withdrawn = True
        one.entry.sent_at = now
    mail.queue(write(registration, told[0] if told else None))
    for one in told[1:]:
        mail.queue(mails.session_taken_out(one))


def forget(person_id: int | None) -> None:
    """Remove the calendar entries of somebody, and say nothing of it to their calendar."""
    for entry in queries.entries_of(person_id):
        db.session.delete(entry)
    db.session.flush()
