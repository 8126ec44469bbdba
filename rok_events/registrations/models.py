"""Tables of registrations."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.models import Account
from rok_events.activities.models import Activity
from rok_events.audit.rules import Trail
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.people.merging_rules import Carried
from rok_events.people.models import Organisation, Person
from rok_events.registrations.rules import Answer, Deed, Role, Status, worth


class Registration(Base):
    """One person's place, or wish for a place, at one activity.

    `organisation` is the employer on the day of registering and stays so. `token` opens the
    personal page; who registers again after cancelling keeps row and token, and queues anew from
    `registered_at`. `answers` maps a question's id (as text) to the answer. `consent` names the
    version of the privacy text that was agreed to; imported registrations have none. `form_key` is
    the secret of the opened form that made it, so that sending that form twice is no repetition.
    `answer` is what its holder said last in a calendar, empty for whoever said nothing there.
    `referrer` is the colleague who gave the place or asked for it, `organiser` the account that
    registered somebody; who registers alone has neither.
    """

    __tablename__ = "registration"
    __trail__: ClassVar = Trail(
        thing=N_("Registration"),
        name="person_id",
        activity="activity_id",
        person="person_id",
        unquoted=("remarks", "answers"),
        left_out=(
            *("activity_id", "token", "form_key", "locale", "consent"),
            *("registered_at", "cancelled_at", "answered_at"),
        ),
    )
    __carried__: ClassVar = Carried(N_("Registrations"), worth)
    __table_args__ = (
        UniqueConstraint("activity_id", "person_id"),
        Index(None, "activity_id", "status", "registered_at"),
        Index(None, "activity_id", "registered_at"),
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
    answer: Mapped[Answer | None] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    referrer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    activity: Mapped[Activity] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    organisation: Mapped[Organisation | None] = relationship()
    referrer: Mapped[Person | None] = relationship(foreign_keys=referrer_id)
    organiser: Mapped[Account | None] = relationship()


class Note(Base):
    """What was done with a registration by others than its holder, and what organisers noted.

    `text` is the note, or the reason; it is erased with the remarks. `account_id` says whose deed
    it was, empty for a holder's own.
    """

    __tablename__ = "registration_note"
    __trail__: ClassVar = Trail(
        thing=N_("Note on a registration"),
        activity="registration.activity_id",
        person="registration.person_id",
        unquoted=("text",),
        left_out=("registration_id", "account_id", "noted_at"),
    )
    __carried__: ClassVar = Carried(N_("Notes"))

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    deed: Mapped[Deed]
    text: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    account: Mapped[Account | None] = relationship()
