"""The inbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.db import Base
from rok_events.mail.inbox_rules import Handling
from rok_events.mail.incoming import Sort


class IncomingMail(Base):
    """A mail that came in, kept as it came.

    `digest` is that of its Message-ID, or of the whole mail where it has none, and lets each in
    once. `email` is the address it concerns: who wrote it, or whom a mail that came back had been
    sent to. `reason` says, as a message id, what became of it or why somebody must look at it;
    `community_id` names the community whose organisers may, as far as that is known.
    `answered_at` is when a machine answered it, so that no two machines keep talking.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (
        Index(None, "handling", "received_at"),
        Index(None, "sender", "answered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    sender: Mapped[str] = mapped_column(String(254))
    sender_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, deferred=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sort: Mapped[Sort]
    handling: Mapped[Handling]
    reason: Mapped[str] = mapped_column(String(200))
    community_id: Mapped[int | None] = mapped_column(index=True)
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
