"""Tables of invitations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.activities.models import Session
from rok_events.db import Base
from rok_events.registrations.models import Registration


class CalendarEntry(Base):
    """What one participant's calendar was last told of one session.

    `uid` is fixed for ever; `sequence` rises with every message; `is_withdrawn` is true after
    a CANCEL.
    """

    __tablename__ = "calendar_entry"
    __table_args__ = (UniqueConstraint("registration_id", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), index=True)
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int]
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    session: Mapped[Session] = relationship()
