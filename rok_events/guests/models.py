"""Tables of guests."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.models import Account
from rok_events.activities.models import Activity
from rok_events.audit.rules import Trail
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.guests.rules import Owed, Source, worth
from rok_events.people.merging_rules import Carried
from rok_events.people.models import Person
from rok_events.registrations.rules import Answer


class InvitedOrganisation(Base):
    """An organisation of which somebody was invited to an activity, without saying who.

    Kept when guests are long forgotten: where only who was invited could come, other organisations
    did not stay away.
    """

    __tablename__ = "invited_organisation"
    __carried__: ClassVar = Carried(N_("Invited to activities"))

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )


class Guest(Base):
    """Somebody who was invited to an activity; never twice.

    `token` opens the page where they answer. `owed` is the mail that the worker must still write:
    the rows of a long list stand at once, their mails follow. `note` is the organiser's own line
    in it. What became of a registration is not kept here but asked of the registrations.
    """

    __tablename__ = "guest"
    __trail__: ClassVar = Trail(
        thing=N_("Invitation"),
        name="person_id",
        activity="activity_id",
        person="person_id",
        unquoted=("note",),
        left_out=(
            *("activity_id", "token", "locale", "owed"),
            *("invited_at", "opened_at", "answered_at"),
        ),
    )
    __carried__: ClassVar = Carried(N_("Invitations"), worth)
    __table_args__ = (UniqueConstraint("activity_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    source: Mapped[Source]
    locale: Mapped[str] = mapped_column(String(5), default="nl")
    note: Mapped[str] = mapped_column(Text, default="")
    owed: Mapped[Owed | None] = mapped_column(index=True)
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reminded_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    activity: Mapped[Activity] = relationship()
    person: Mapped[Person] = relationship()
    invited_by: Mapped[Account | None] = relationship()
