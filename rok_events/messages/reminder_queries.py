"""Reading whom to remind of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.activities.models import Activity, Session
from rok_events.activities.rules import State
from rok_events.db import db
from rok_events.invitations.models import CalendarEntry
from rok_events.mail.models import MailAddress
from rok_events.messages import offsets
from rok_events.messages.models import Reminder, ReminderChoice
from rok_events.messages.offsets import REACHES, SCHEDULES, USUAL, Offset, Schedule
from rok_events.people.models import Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

BATCH = 100
"""To how many people a reminder goes in one transaction."""


class Turn(NamedTuple):
    """A session whose turn it is, and with which reminder."""

    session_id: int
    activity_id: int
    offset: Offset


class Plan(NamedTuple):
    """A reminder that is still to be sent, as the page of the activity shows it."""

    session: Session
    offset: Offset
    at: datetime


def schedule(activity: Activity) -> Schedule:
    """Return which reminders an activity has."""
    choice = db.session.get(ReminderChoice, activity.id)
    return choice.schedule if choice else USUAL[activity.kind]


def turns(now: datetime) -> list[Turn]:
    """Return the sessions of which somebody may have to be reminded now.

    Not those of which people still have to be told that they changed: that mail comes first.
    """
    near = db.session.scalars(
        select(Session)
        .join(Session.activity)
        .where(Session.starts_at > now, Session.starts_at <= now + offsets.FARTHEST)
        .where(Session.cancelled_at.is_(None))
        .where(Activity.state == State.PUBLISHED, Activity.tell_at.is_(None))
        .order_by(Session.starts_at, Session.number)
        .options(contains_eager(Session.activity).selectinload(Activity.sessions))
    ).all()
    chosen = _chosen({session.activity_id for session in near})
    return [
        Turn(session.id, session.activity_id, offset)
        for session in near
        for offset in SCHEDULES[
            chosen.get(session.activity_id, USUAL[session.activity.kind])
        ].offsets
        if offsets.is_time(offset, session.starts_at, now)
        and is_meant(offset, session)
        and due(session, offset)
    ]


def is_meant(offset: Offset, session: Session) -> bool:
    """Tell whether an offset is for this session; some are only for the first of several."""
    return not REACHES[offset].is_first_only or session is first(session.activity)


def first(activity: Activity) -> Session | None:
    """Return the session with which an activity begins."""
    held = (session for session in activity.sessions if session.cancelled_at is None)
    return min(held, key=lambda session: (session.starts_at, session.number), default=None)


def find_session(session_id: int) -> Session | None:
    """Return a session with its activity and community, if it is still there."""
    return db.session.scalar(
        select(Session)
        .where(Session.id == session_id)
        .options(joinedload(Session.activity).joinedload(Activity.community))
        .execution_options(populate_existing=True)
    )


def due(session: Session, offset: Offset) -> Sequence[Registration]:
    """Return those who must be reminded of a session now, at most a batch.

    Nobody is reminded of what they were told after the reminder was due: who registered, moved up,
    or heard that the session moved.
    """
    moment = offsets.moment(offset, session.starts_at)
    reminded = exists().where(
        Reminder.registration_id == Registration.id,
        Reminder.session_id == session.id,
        Reminder.offset == offset,
        Reminder.starts_at >= session.starts_at - REACHES[offset].again,
    )
    told = exists().where(
        CalendarEntry.person_id == Registration.person_id,
        CalendarEntry.session_id == session.id,
        CalendarEntry.sent_at > moment,
    )
    comes_back = exists().where(
        MailAddress.email == Person.email, MailAddress.bounced_at.is_not(None)
    )
    return db.session.scalars(
        select(Registration)
        .join(Registration.person)
        .where(
            Registration.activity_id == session.activity_id,
            Registration.status == Status.CONFIRMED,
            Registration.registered_at <= moment,
            Person.email.is_not(None),
            ~reminded,
            ~told,
            ~comes_back,
        )
        .order_by(Registration.id)
        .limit(BATCH)
        .options(contains_eager(Registration.person))
    ).all()


def reminders(session_id: int, offset: Offset, ids: Sequence[int]) -> dict[int, Reminder]:
    """Return what these registrations were reminded of before, by registration."""
    found = db.session.scalars(
        select(Reminder).where(
            Reminder.session_id == session_id,
            Reminder.offset == offset,
            Reminder.registration_id.in_(ids),
        )
    )
    return {reminder.registration_id: reminder for reminder in found}


def reminders_of(person_id: int | None) -> Sequence[Reminder]:
    """Return the reminders that somebody got, with their sessions."""
    return db.session.scalars(
        select(Reminder)
        .join(Reminder.registration)
        .where(Registration.person_id == person_id)
        .order_by(Reminder.sent_at, Reminder.id)
        .options(joinedload(Reminder.session).joinedload(Session.activity))
    ).all()


def coming(activity: Activity, now: datetime) -> list[Plan]:
    """Return the reminders of an activity that are still to be sent, the next one first."""
    if activity.state is not State.PUBLISHED:
        return []
    found = [
        Plan(session, offset, offsets.moment(offset, session.starts_at))
        for session in activity.sessions
        if session.cancelled_at is None
        for offset in SCHEDULES[schedule(activity)].offsets
        if is_meant(offset, session)
    ]
    return sorted((plan for plan in found if plan.at > now), key=lambda plan: plan.at)


def _chosen(activity_ids: set[int]) -> dict[int, Schedule]:
    found = db.session.scalars(
        select(ReminderChoice).where(ReminderChoice.activity_id.in_(activity_ids))
    )
    return {choice.activity_id: choice.schedule for choice in found}
