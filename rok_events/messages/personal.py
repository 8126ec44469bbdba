"""What this room keeps of people: what they were reminded of, what they got, what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from rok_events.accounts.models import Account
from rok_events.activities.models import Activity, Session
from rok_events.core.personal import Personal, Subject
from rok_events.db import db
from rok_events.messages import queries, reminder_queries, rules
from rok_events.messages.models import Message, Recipient, Reminder
from rok_events.messages.rules import MessageState
from rok_events.registrations.models import Registration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the reminders and messages of somebody; the mails themselves are in the outbox."""
    return {
        "reminder": [
            {
                "activity": one.session.activity.title,
                "starts_at": one.starts_at,
                "offset": one.offset.value,
                "sent_at": one.sent_at,
            }
            for one in reminder_queries.reminders_of(subject.person_id)
        ],
        "message_recipient": [
            {
                "activity": one.message.activity.title,
                "subject": one.message.subject,
                "sent_at": one.message.sent_at,
            }
            for one in queries.received(subject.person_id)
        ],
        "message": [
            {
                "activity": one.activity.title,
                "subject": one.subject,
                "body": one.body,
                "reply_to": one.reply_to,
                "state": one.state.value,
                "created_at": one.created_at,
                "sent_at": one.sent_at,
            }
            for one in queries.written_by(subject.email)
        ],
    }


def erase(subject: Subject) -> None:
    """Forget what somebody got; what they wrote stays, by nobody and with no address."""
    own = select(Registration.id).where(Registration.person_id == subject.person_id)
    account = select(Account.id).where(Account.email == subject.email)
    db.session.execute(delete(Reminder).where(Reminder.registration_id.in_(own)))
    db.session.execute(delete(Recipient).where(Recipient.person_id == subject.person_id))
    db.session.execute(update(Message).where(Message.reply_to == subject.email).values(reply_to=""))
    db.session.execute(
        update(Message).where(Message.account_id.in_(account)).values(account_id=None)
    )


def purge(now: datetime) -> int:
    """Forget who got what, and later what was written."""
    over = select(Session.id).where(Session.ends_at < now - rules.KEEP_REMINDERS)
    sent = select(Message.id).where(
        Message.state != MessageState.DRAFT, Message.sent_at < now - rules.KEEP_RECIPIENTS
    )
    past = select(Activity.id).where(Activity.ends_at < now - rules.KEEP_WORDS)
    gone = (
        delete(Reminder).where(Reminder.session_id.in_(over)).returning(Reminder.id),
        delete(Recipient).where(Recipient.message_id.in_(sent)).returning(Recipient.id),
        delete(Message).where(Message.activity_id.in_(past)).returning(Message.id),
    )
    return sum(len(db.session.scalars(each).all()) for each in gone)


PERSONAL = Personal(
    room="messages",
    tables=frozenset({"reminder", "message", "message_recipient"}),
    export=export,
    erase=erase,
    purge=purge,
)
