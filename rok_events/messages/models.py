"""Tables of messages and reminders."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.models import Account
from rok_events.activities.models import Activity, Session
from rok_events.audit.rules import Trail
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.messages.offsets import Offset, Schedule
from rok_events.messages.rules import Group, MessageState, worth
from rok_events.people.merging_rules import Carried
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Registration


class ReminderChoice(Base):
    """Which reminders the organiser of an activity chose; without a row, what its kind has."""

    __tablename__ = "reminder_choice"
    __trail__: ClassVar = Trail(
        thing=N_("Choice of reminders"), activity="activity_id", left_out=("activity_id",)
    )

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True
    )
    schedule: Mapped[Schedule]


class Reminder(Base):
    """Somebody was reminded of a session that was to begin at `starts_at`.

    Written in the transaction that puts the mail in the outbox. A session that moves far is
    reminded of anew: then `starts_at` moves along.
    """

    __tablename__ = "reminder"
    __carried__: ClassVar = Carried(N_("Reminders"))
    __table_args__ = (UniqueConstraint("registration_id", "session_id", "offset"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    offset: Mapped[Offset]
    starts_at: Mapped[datetime]
    sent_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    session: Mapped[Session] = relationship()


class Message(Base):
    """What an organiser wrote to a group of people around an activity.

    `chosen` are the numbers of the registrations in the group that was ticked by hand.
    `body` is what was typed, with its gaps. `form_key` is the secret of the opened form, so that
    sending that form twice makes one draft. `total` is to how many it went, kept after the
    recipients are forgotten; `sent_at` is when it was sent off, `done_at` when the last mail was in
    the outbox or it was stopped.
    """

    __tablename__ = "message"
    __trail__: ClassVar = Trail(
        thing=N_("Message"),
        name="subject",
        activity="activity_id",
        unquoted=("subject", "body"),
        left_out=(
            *("activity_id", "account_id", "form_key", "reply_to", "chosen"),
            *("created_at", "sent_at", "done_at"),
        ),
    )
    __carried__: ClassVar = Carried(N_("Messages to their people"))
    __table_args__ = (Index(None, "activity_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    group: Mapped[Group] = mapped_column("selection")
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    reply_to: Mapped[str] = mapped_column(String(254))
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[MessageState] = mapped_column(default=MessageState.DRAFT, index=True)
    total: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    chosen: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")

    activity: Mapped[Activity] = relationship()
    account: Mapped[Account | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Recipient(Base):
    """Somebody to whom a message goes.

    `mail_id` is the mail in the outbox, once it is written: a plain number, because the outbox
    forgets sooner. `is_left_out`: no longer in the group when their mail was to be written.
    """

    __tablename__ = "message_recipient"
    __carried__: ClassVar = Carried(N_("Messages"), worth)
    __table_args__ = (
        UniqueConstraint("message_id", "person_id"),
        Index(None, "message_id", "is_written"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_written: Mapped[bool] = mapped_column(default=False, server_default=false())
    mail_id: Mapped[int | None] = mapped_column(index=True)

    person: Mapped[Person] = relationship()
    message: Mapped[Message] = relationship()
