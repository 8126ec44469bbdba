"""Tables of registrations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.activities.models import Activity
from rok_events.db import Base
from rok_events.people.models import Organisation, Person
from rok_events.registrations.rules import Answer, Role, Status


class Registration(Base):
    """One person's place, or wish for a place, at one activity.

    `organisation` is the employer on the day of registering and stays so. `token` opens the
    personal page; who registers again after cancelling keeps row and token, and queues anew from
    `registered_at`. `answers` maps a question's id (as text) to the answer. `consent` names the
    version of the privacy text that was agreed to; imported registrations have none. `form_key` is
    the secret of the opened form that made it, so that sending that form twice is no repetition.
    `answer` is what its holder said last in a calendar, empty for whoever said nothing there.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("activity_id", "person_id"),
        Index(None, "activity_id", "status", "registered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    status: Mapped[Status]
    role: Mapped[Role | None]
    remarks: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    locale: Mapped[str] = mapped_column(String(5), default="nl")
    consent: Mapped[str] = mapped_column(String(20), default="")
    token: Mapped[str] = mapped_column(String(40), unique=True)
    form_key: Mapped[str] = mapped_column(String(40), default="")
    registered_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None]

    activity: Mapped[Activity] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
