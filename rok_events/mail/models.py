"""The outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.db import Base
from rok_events.mail.rules import Fault, Happening, MailState

if TYPE_CHECKING:
    from sqlalchemy.engine.default import DefaultExecutionContext


def _domain(context: DefaultExecutionContext) -> str:
    """Return the domain of the recipient of a row that is about to be written."""
    values = context.get_current_parameters()  # type: ignore[no-untyped-call]  # theirs
    return str(values["recipient"]).rpartition("@")[2].lower()


class OutgoingMail(Base):
    """A mail that will be, or was, sent to one recipient.

    Written in the transaction of what it tells. `message_id` is fixed, so that a receiver can drop
    a repetition; `due_at` is when it may be tried next, and while it is being sent the end of the
    lease; `queued_at` is when it was put in the outbox, or back into it by hand; after
    `useless_at` nobody needs it any more. `about` names what it tells of, such as
    `registration:12`; `community_id` is whose organisers may see it, `activity_id` the activity it
    belongs to: plain numbers, because this room knows neither. `domain` is the receiving one.
    `fault` and `error` tell of the last try that failed, or of how it came back.
    `can_unsubscribe` offers to get no more of the kind.
    """

    __tablename__ = "outgoing_mail"
    # What nobody asked for goes behind what somebody waits for.
    __table_args__ = (Index(None, "state", "can_unsubscribe", "due_at"),)

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
    domain: Mapped[str] = mapped_column(String(254), default=_domain)
    activity_id: Mapped[int | None] = mapped_column(index=True)


class Claimed(NamedTuple):
    """A mail that one worker sends, and no other until `due_at`: only what sending needs."""

    id: int
    message_id: str
    recipient: str
    recipient_name: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    calendar: str
    calendar_method: str
    attempts: int
    queued_at: datetime
    due_at: datetime
    can_unsubscribe: bool
    domain: str
    purpose: str
    about: str


class MailNote(Base):
    """One thing that happened to a mail on its way, but for its being sent, which the mail says.

    `said` is what the server said; `account_id` who did it, where somebody did: a plain number.
    """

    __tablename__ = "mail_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(
        ForeignKey("outgoing_mail.id", ondelete="CASCADE"), index=True
    )
    happened_at: Mapped[datetime]
    what: Mapped[Happening]
    fault: Mapped[Fault | None]
    said: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None]


class MailRate(Base):
    """How many mails left in one minute: to one domain, or, with an empty one, in total."""

    __tablename__ = "mail_rate"

    minute: Mapped[datetime] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(String(254), primary_key=True)
    mails: Mapped[int]


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
