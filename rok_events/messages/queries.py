"""Reading messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from rok_events.accounts.models import Account
from rok_events.activities.models import Activity
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.messages.models import Message, Recipient
from rok_events.messages.rules import MessageState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select

BATCH = 50
"""How many mails of a message are written in one transaction."""


def get_activity(activity_id: int) -> Activity:
    """Return an activity with its community and sessions.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.get(
        Activity,
        activity_id,
        options=[joinedload(Activity.community), joinedload(Activity.sessions)],
    )
    if found is None:
        raise NotFoundError(N_("There is no activity at this address."))
    return found


def get(activity_id: int, message_id: int) -> Message:
    """Return a message of an activity, with whoever wrote it.

    Raises:
        NotFoundError: the activity has no such message.
    """
    return _given(db.session.scalar(_whole(message_id).where(Message.activity_id == activity_id)))


def get_for_update(message_id: int) -> Message:
    """Return a message as it is now, and let nobody else change it until the commit.

    Raises:
        NotFoundError: there is none.
    """
    locked = (
        select(Message)
        .where(Message.id == message_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return _given(db.session.scalar(locked))


def find_by_key(form_key: str) -> Message | None:
    """Return the message that a form made already."""
    return db.session.scalar(select(Message).where(Message.form_key == form_key))


def account(account_id: int) -> Account:
    """Return whoever writes."""
    return db.session.get_one(Account, account_id)


def listed(activity_id: int) -> Sequence[Message]:
    """Return the messages of an activity, the latest first."""
    return db.session.scalars(
        select(Message)
        .where(Message.activity_id == activity_id)
        .order_by(Message.created_at.desc(), Message.id.desc())
        .options(joinedload(Message.account), joinedload(Message.organisation))
    ).all()


def unfinished() -> Sequence[int]:
    """Return the ids of the messages of which mails must still be written."""
    return db.session.scalars(
        select(Message.id).where(Message.state == MessageState.SENDING).order_by(Message.id)
    ).all()


def pending(message_id: int) -> Sequence[Recipient]:
    """Return recipients whose mail must still be written, at most a batch."""
    return db.session.scalars(
        select(Recipient)
        .where(Recipient.message_id == message_id, Recipient.is_written.is_(False))
        .order_by(Recipient.id)
        .limit(BATCH)
    ).all()


def count_pending(message_id: int) -> int:
    """Count the recipients whose mail must still be written."""
    waits = (Recipient.message_id == message_id, Recipient.is_written.is_(False))
    return db.session.scalar(select(func.count()).where(*waits)) or 0


def of(message_id: int) -> ColumnElement[bool]:
    """Return what chooses the mails of a message."""
    written = select(Recipient.mail_id).where(Recipient.message_id == message_id)
    return OutgoingMail.id.in_(written)


def received(person_id: int | None) -> Sequence[Recipient]:
    """Return the messages that somebody got."""
    return db.session.scalars(
        select(Recipient)
        .where(Recipient.person_id == person_id)
        .order_by(Recipient.id)
        .options(joinedload(Recipient.message).joinedload(Message.activity))
    ).all()


def written_by(email: str) -> Sequence[Message]:
    """Return the messages that the account with an address wrote."""
    return db.session.scalars(
        select(Message)
        .join(Message.account)
        .where(Account.email == email)
        .order_by(Message.id)
        .options(joinedload(Message.activity))
    ).all()


def _whole(message_id: int) -> Select[Message]:
    return (
        select(Message)
        .where(Message.id == message_id)
        .options(joinedload(Message.account), joinedload(Message.organisation))
    )


def _given(found: Message | None) -> Message:
    if found is None:
        raise NotFoundError(N_("There is no such message."))
    return found
