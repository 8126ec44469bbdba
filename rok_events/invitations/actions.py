"""Keeping calendars true: inviting, and taking invitations back.

Whoever calls these or announces the news that they hear holds the activity's row, so that
sequences rise one by one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rok_events.activities import queries as activities
from rok_events.activities.rules import State
from rok_events.core import clock, tokens
from rok_events.db import db
from rok_events.invitations import mails, meetings, queries, rules
from rok_events.invitations.models import CalendarEntry, PersonalFeed
from rok_events.mail import actions as mail
from rok_events.registrations import queries as registrations
from rok_events.registrations import tickets
from rok_events.registrations.rules import Answer, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from rok_events.activities.events import ActivityCancelled, ScheduleChanged
    from rok_events.activities.models import Activity, Session
    from rok_events.invitations.mails import Holder
    from rok_events.mail.letters import Letter
    from rok_events.people.models import Person
    from rok_events.registrations.events import (
        RegistrationCancelled,
        RegistrationConfirmed,
        RegistrationPutBack,
    )
    from rok_events.registrations.models import Registration

    Ending = Callable[[Holder, CalendarEntry | None], Letter]


def invite(event: RegistrationConfirmed) -> None:
    """Tell somebody of their place, and their calendar of every session that is still to come."""
    registration = registrations.get(event.registration_id)
    if not registration.person.email:
        return
    holder = mails.registered(registration)
    known = queries.entries(registration.activity_id, registration.person_id)
    now = clock.now()
    coming = [
        session
        for session in registration.activity.sessions
        if meetings.stands(session) and session.ends_at > now
    ]
    for session in coming:
        entry = _entry(holder, session, known)
        _ask_anew_who_declined(entry)
        _tell(entry, now)
        if session is coming[0]:
            introducer = registrations.introducer(registration)
            letter = mails.place_given(
                holder,
                entry,
                coming,
                moved_up=event.moved_up,
                introducer=introducer,
                ticket=tickets.at_the_door(registration),
            )
        else:
            letter = mails.further_session(holder, entry)
        mail.queue(letter)


def withdraw(event: RegistrationCancelled) -> None:
    """Tell somebody that they are cancelled, and take the sessions out of their calendar."""
    successor = registrations.get(event.successor_id) if event.successor_id else None
    _let_go(
        registrations.get(event.registration_id),
        partial(mails.place_given_up, reason=event.reason, successor=successor),
    )


def put_back(event: RegistrationPutBack) -> None:
    """Tell somebody that they wait again, and take the sessions out of their calendar."""
    registration = registrations.get(event.registration_id)
    place = registrations.place_on_list(registration)
    _let_go(registration, partial(mails.put_back, reason=event.reason, place_on_list=place))


def withdraw_all(event: ActivityCancelled) -> None:
    """Tell everybody concerned that an activity is cancelled, and empty their calendars of it."""
    entries = queries.entries_at(event.activity_id)
    now = clock.now()
    concerned = queries.concerned(event.activity_id)
    for registration in concerned:
        if registration.person.email:
            own = entries.get(registration.person_id, {}).values()
            _end(mails.registered(registration), own, mails.activity_cancelled, now)
    told = {registration.person_id for registration in concerned}
    for person_id, own_entries in entries.items():
        live = _live(own_entries.values(), now)
        if person_id not in told and live and live[0].person.email:
            _end(mails.invited(live[0]), live, mails.activity_cancelled, now)


def bring_up_to_date(event: ScheduleChanged) -> None:
    """Tell everybody concerned what has become of the sessions, and nobody anything twice.

    Each calendar is compared with what it was told last; where nothing differs, nothing is sent.
    One mail tells all, with the first session; every other session that changed gets a short one.
    """
    activity = activities.get(event.activity_id)
    if activity.state is not State.PUBLISHED:
        return
    now = clock.now()
    known = queries.entries_at(activity.id)
    holders = {
        registration.person_id: mails.registered(registration)
        for registration in queries.concerned(activity.id)
        if registration.status is Status.CONFIRMED
    }
    for person_id in {**holders, **known}:
        entries = known.get(person_id, {})
        live = _live(entries.values(), now)
        holder = holders.get(person_id) or (live and mails.invited(live[0]))
        if holder and holder.person.email:
            _reconcile(holder, entries, activity, now)


def ask(person: Person, session: Session, *, page: str, locale: str) -> CalendarEntry:
    """Make or renew the entry of somebody who is invited; `mails.with_entry` puts it in a letter.

    Not for whoever is registered: their page is another. Queues nothing.
    """
    entry = queries.entries(session.activity_id, person.id).get(session.id)
    entry = entry or _new(person, session)
    entry.page, entry.locale = page, locale
    _tell(entry, clock.now())
    return entry


def drop(person_id: int, activity_id: int) -> None:
    """Withdraw the entries of somebody who declined an invitation.

    Silently where a calendar said so itself. Where it was said elsewhere, or of another session,
    the calendar still shows the session, and a short mail takes it out.
    """
    now = clock.now()
    for entry in _live(queries.entries(activity_id, person_id).values(), now):
        if entry.answer is Answer.DECLINED or not entry.person.email:
            entry.is_withdrawn = True
        else:
            _tell(entry, now, is_withdrawn=True)
            mail.queue(mails.session_taken_out(mails.invited(entry), entry))


def take_out(person_id: int, activity_id: int) -> list[CalendarEntry]:
    """Withdraw the entries of somebody, and return those that a calendar still shows.

    For who writes letters of their own around them (`mails.with_entry`). Queues nothing.
    """
    now = clock.now()
    entries = _live(queries.entries(activity_id, person_id).values(), now)
    for entry in entries:
        _tell(entry, now, is_withdrawn=True)
    return entries


def renew(entry: CalendarEntry) -> None:
    """Send the invitation of an entry once more, as it is now, with a higher sequence.

    Whoever declined before is asked anew.
    """
    activity = activities.get_for_update(entry.session.activity_id)
    db.session.refresh(entry)
    if not entry.person.email:
        return
    _ask_anew_who_declined(entry)
    _tell(entry, clock.now())
    registration = registrations.find(activity.id, entry.person_id)
    holder = mails.registered(registration) if registration else mails.invited(entry)
    mail.queue(mails.further_session(holder, entry))


def open_feed(person_id: int) -> None:
    """Give somebody a secret address to subscribe to, in place of the one they had."""
    feed = queries.find_feed(person_id)
    if feed is None:
        feed = PersonalFeed(person_id=person_id)
        db.session.add(feed)
    feed.secret, feed.made_at = tokens.new(), clock.now()


def close_feed(person_id: int | None) -> None:
    """End the secret address of somebody: whoever subscribed sees no more of it."""
    if feed := queries.find_feed(person_id):
        db.session.delete(feed)


def forget(person_id: int | None) -> None:
    """Remove the calendar entries of somebody and their feed, and say nothing to their calendar."""
    for entry in queries.entries_of(person_id):
        db.session.delete(entry)
    close_feed(person_id)
    db.session.flush()


def _reconcile(
    holder: Holder, entries: Mapping[int, CalendarEntry], activity: Activity, now: datetime
) -> None:
    changes = []
    for session in activity.sessions:
        if session.ends_at <= now:
            continue
        entry = entries.get(session.id)
        told = entry.told if entry and not entry.is_withdrawn else None
        what = rules.change(
            told,
            meetings.told(entry) if entry else {},
            stands=meetings.stands(session),
            has_place=holder.is_registered,
        )
        if what:
            entry = _entry(holder, session, entries)
            _tell(entry, now, is_withdrawn=what is rules.Change.CANCELLED)
            changes.append(mails.Changed(entry, what, meetings.before(told) if told else None))
    for change in changes:
        is_first = change is changes[0]
        letter = (
            mails.schedule_changed(holder, changes)
            if is_first
            else mails.further_change(holder, change)
        )
        mail.queue(letter)


def _entry(holder: Holder, session: Session, known: Mapping[int, CalendarEntry]) -> CalendarEntry:
    """Return the entry of a session, or a new one: whoever comes back keeps theirs."""
    entry = known.get(session.id) or _new(holder.person, session)
    entry.page, entry.locale = holder.page, holder.locale
    return entry


def _new(person: Person, session: Session) -> CalendarEntry:
    # Before the first: every message raises it by one.
    entry = CalendarEntry(person=person, session=session, uid=meetings.new_uid(), sequence=-1)
    db.session.add(entry)
    return entry


def _ask_anew_who_declined(entry: CalendarEntry) -> None:
    if entry.answer is Answer.DECLINED:
        entry.answer = None


def _tell(entry: CalendarEntry, now: datetime, *, is_withdrawn: bool = False) -> None:
    """Write down that a calendar is told what it should show now, or that it shows it no more."""
    was_withdrawn = entry.is_withdrawn
    entry.sequence += 1
    entry.sent_at = now
    entry.is_withdrawn = is_withdrawn
    shown = meetings.told(entry)
    if was_withdrawn or rules.asks_anew(entry.told or {}, shown):
        entry.answer = None
    entry.told = shown


def _let_go(registration: Registration, write: Ending) -> None:
    if registration.person.email:
        entries = queries.entries(registration.activity_id, registration.person_id).values()
        _end(mails.registered(registration), entries, write, clock.now())


def _end(holder: Holder, entries: Iterable[CalendarEntry], write: Ending, now: datetime) -> None:
    live = _live(entries, now)
    for entry in live:
        _tell(entry, now, is_withdrawn=True)
    mail.queue(write(holder, live[0] if live else None))
    for entry in live[1:]:
        mail.queue(mails.session_taken_out(holder, entry))


def _live(entries: Iterable[CalendarEntry], now: datetime) -> list[CalendarEntry]:
    """Return the entries that a calendar shows and that are not over, in order of sessions."""
    live = [entry for entry in entries if not entry.is_withdrawn and entry.session.ends_at > now]
    return sorted(live, key=lambda entry: entry.session.number)
