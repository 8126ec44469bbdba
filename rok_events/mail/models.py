"""The outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.db import Base
from rok_events.mail.rules import Fault, MailState


class OutgoingMail(Base):
    """A mail that will be, or was, sent to one recipient.

    Written in the transaction of what it tells. `message_id` is fixed, so that a receiver can drop
    a repetition; `due_at` is when it may be tried next, and while it is being sent the end of the
    lease; `queued_at` is when it was put in the outbox, or back into it by hand; after
    `useless_at` nobody needs it any more. `about` names what it tells of, such as
    `registration:12`; `community_id` whose organisers may see it: a plain number, because this
    room knows no communities. `fault` and `error` tell of the last try that failed, or of
    how it came back. `can_unsubscribe` offers to get no more of the kind.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    purpose: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(60), index=True)
    community_id: Mapped[int | None] = mapped_column(index=True)
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    recipient_name: Mapped[str] = mapped_column(String(200))
    sender_name: Mapped[str] = mapped_column(String(200), default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str] = mapped_column(Text, default="")
    calendar_method: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[Fault | None]
    error: Mapped[str] = mapped_column(Text, default="")
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    useless_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    can_unsubscribe: Mapped[bool] = mapped_column(default=False)


class MailAddress(Base):
    """What became of an address that mail goes to: that it fails, or wants no more than it must.

    `digest` is that of the address in lower case, and finds it; `email` is the address itself,
    empty once its holder was forgotten and only the wish for no mail is left. `bounced_at` is when
    a mail to it last came back for good, `bounce` why. `declined_at` is when its holder asked for
    no mail but what belongs to a registration.
    """

    __tablename__ = "mail_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    bounced_at: Mapped[datetime | None]
    bounce: Mapped[str] = mapped_column(Text, default="")
    declined_at: Mapped[datetime | None]
