"""Reminding: once for each date, however many workers look, and whatever moves meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.activities import queries as activities
from rok_events.activities.rules import State
from rok_events.core import clock
from rok_events.db import db
from rok_events.mail import actions as mail
from rok_events.messages import mails, offsets, reminder_queries
from rok_events.messages.models import Reminder, ReminderChoice

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.activities.events import ActivityCopied
    from rok_events.activities.models import Session
    from rok_events.messages.offsets import Offset, Schedule
    from rok_events.messages.reminder_queries import Turn


def choose(activity_id: int, schedule: Schedule) -> None:
    """Keep which reminders an activity has."""
    activities.get_for_update(activity_id)
    db.session.merge(ReminderChoice(activity_id=activity_id, schedule=schedule))


def copy_choice(event: ActivityCopied) -> None:
    """Let a copied activity have the reminders of its original."""
    chosen = db.session.get(ReminderChoice, event.original_id)
    if chosen is not None:
        choose(event.copy_id, chosen.schedule)


def remind(turn: Turn) -> int:
    """Put a reminder in the outbox for those who must have one; return for how many.

    The activity's row is held, so nobody cancels and nothing moves meanwhile, and of two workers
    the second finds nothing left. At most a batch: call it again until nobody is left.
    """
    activities.get_for_update(turn.activity_id)
    session = reminder_queries.find_session(turn.session_id)
    now = clock.now()
    if session is None or not _is_turn(session, turn.offset, now):
        return 0
    due = reminder_queries.due(session, turn.offset)
    earlier = reminder_queries.reminders(session.id, turn.offset, [row.id for row in due])
    for registration in due:
        reminder = earlier.get(registration.id)
        if reminder is None:
            reminder = Reminder(
                registration_id=registration.id, session_id=session.id, offset=turn.offset
            )
            db.session.add(reminder)
        reminder.starts_at, reminder.sent_at = session.starts_at, now
        mail.queue(mails.reminder(registration, session, turn.offset))
    db.session.flush()
    return len(due)


def _is_turn(session: Session, offset: Offset, now: datetime) -> bool:
    """Tell whether it is still the time, now that nobody else can change it."""
    activity = session.activity
    schedule = reminder_queries.schedule(activity)
    return (
        session.cancelled_at is None
        and activity.state is State.PUBLISHED
        and activity.tell_at is None
        and offset in offsets.SCHEDULES[schedule].offsets
        and offsets.is_time(offset, session.starts_at, now)
        and reminder_queries.is_meant(offset, session)
    )
