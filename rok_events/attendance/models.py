"""Tables of attendance."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.activities.models import Session, Table
from rok_events.attendance.rules import Outcome, Source, worth
from rok_events.audit.rules import Trail
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.people.merging_rules import Carried
from rok_events.people.models import Organisation, Person


class Attendance(Base):
    """Somebody was at a session, for the organisation of that day.

    `share` is the part of the session that they were there, above 0 and at most 1: for figures, as
    it was when it was noted last. Where there are stays, these say it exactly.
    """

    __tablename__ = "attendance"
    __trail__: ClassVar = Trail(
        thing=N_("Presence"),
        name="person_id",
        activity="session.activity_id",
        person="person_id",
        left_out=("recorded_at", "recorded_by_id"),
    )
    __carried__: ClassVar = Carried(N_("Presences"), worth)
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        CheckConstraint("share > 0 AND share <= 1", name="share_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    share: Mapped[float] = mapped_column(default=1.0)
    source: Mapped[Source]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    session: Mapped[Session] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Seat(Base):
    """At which table somebody who was there sat; one table per round."""

    __tablename__ = "seat"
    __carried__: ClassVar = Carried(N_("Places at tables"), is_alone=True)

    attendance_id: Mapped[int] = mapped_column(
        ForeignKey("attendance.id", ondelete="CASCADE"), primary_key=True
    )
    table_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_table.id"), primary_key=True, index=True
    )

    attendance: Mapped[Attendance] = relationship()
    table: Mapped[Table] = relationship()


class Stay(Base):
    """From when to when somebody was at a session, where that is kept; `left_at` is still to come.

    Whoever goes and comes back has more than one.
    """

    __tablename__ = "stay"
    __carried__: ClassVar = Carried(N_("Times in and out"))

    id: Mapped[int] = mapped_column(primary_key=True)
    attendance_id: Mapped[int] = mapped_column(
        ForeignKey("attendance.id", ondelete="CASCADE"), index=True
    )
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    attendance: Mapped[Attendance] = relationship()


class DoorMark(Base):
    """What a phone at the door said once, and what came of it: said again, it changes nothing.

    `id` is made by the phone.
    """

    __tablename__ = "door_mark"
    __carried__: ClassVar = Carried(N_("Marks at the door"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    outcome: Mapped[Outcome]
    marked_at: Mapped[datetime] = mapped_column(index=True)
