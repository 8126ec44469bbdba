"""Tables of people and organisations."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.audit.rules import Trail
from rok_events.core import clock
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.people.merging_rules import Carried
from rok_events.people.registers import LONGEST, Register
from rok_events.people.rules import Standing


class Person(Base):
    """Somebody who takes part. `email` is in lower case; imported people may have none.

    `seen_at` is about when they last registered or turned up: the term of keeping counts from it.
    Who was erased keeps the row, for the figures, without name and address. So does who was merged
    into somebody else: `merged_into_id` says whom, and the address of the row is a second one of
    theirs. Nothing else points at such a row, and no list shows it. Who `is_left_out` takes part
    like everybody, and is in no picture of the network.
    """

    __tablename__ = "person"
    __trail__: ClassVar = Trail(
        thing=N_("Person"),
        name="name",
        person="id",
        personal=("name", "email"),
        left_out=("created_at", "seen_at"),
    )
    __carried__: ClassVar = Carried(N_("People merged before"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_left_out: Mapped[bool] = mapped_column(default=False)


class Organisation(Base):
    """An organisation of the network. `key` is its name as `core.text.key` makes it.

    One that was merged into another keeps its row, with `merged_into_id`, so that its number and
    its name lead to the other for ever. Nothing else points at such a row, and no list shows it.
    """

    __tablename__ = "organisation"
    __trail__: ClassVar = Trail(
        thing=N_("Organisation"),
        name="name",
        organisation="id",
        left_out=("slug", "key", "created_at"),
    )
    __carried__: ClassVar = Carried(N_("Organisations merged before"))

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    sector: Mapped[str | None] = mapped_column(String(80))
    standing: Mapped[Standing] = mapped_column(default=Standing.ACCEPTED)
    created_at: Mapped[datetime]
    website: Mapped[str | None] = mapped_column(String(300))
    place: Mapped[str | None] = mapped_column(String(100))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)


class OrganisationList(Base):
    """The one row that says which edition of the list this is: another after every change of it.

    Processes that remember the list look here whether they still know the latest.
    """

    __tablename__ = "organisation_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(String(40))


class OrganisationAlias(Base):
    """Another name under which an organisation is known."""

    __tablename__ = "organisation_alias"
    __trail__: ClassVar = Trail(
        thing=N_("Other name"), name="name", organisation="organisation_id", left_out=("key",)
    )
    __carried__: ClassVar = Carried(N_("Other names"))

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200), unique=True)

    organisation: Mapped[Organisation] = relationship()


class OrganisationDomain(Base):
    """An e-mail domain of an organisation, such as `ggdijsselland.nl`."""

    __tablename__ = "organisation_domain"
    __trail__: ClassVar = Trail(
        thing=N_("E-mail domain"), name="domain", organisation="organisation_id"
    )
    __carried__: ClassVar = Carried(N_("E-mail domains"))

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    domain: Mapped[str] = mapped_column(String(253), unique=True)

    organisation: Mapped[Organisation] = relationship()


class Affiliation(Base):
    """Who worked where: from `starts_on` up to, but not including, `ends_on`.

    Nobody works in two places on one day.
    """

    __tablename__ = "affiliation"
    __trail__: ClassVar = Trail(
        thing=N_("Workplace"),
        name="organisation_id",
        person="person_id",
        organisation="organisation_id",
    )
    __carried__: ClassVar = Carried(N_("Periods of work"))
    __table_args__ = (
        UniqueConstraint("person_id", "starts_on"),
        Index(
            "uq_affiliation_present",
            "person_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="period_runs_forward"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()


class RegisterNumber(Base):
    """A number that somebody has in a register of professionals, as `registers.number` makes it.

    The trail tells that it was given or changed, and never quotes it: it goes before the trail.
    """

    __tablename__ = "register_number"
    __trail__: ClassVar = Trail(
        thing=N_("Register number"),
        name="register",
        person="person_id",
        unquoted=("number",),
        left_out=("given_at",),
    )
    __carried__: ClassVar = Carried(N_("Register numbers"), worth=lambda row: row["given_at"])
    __table_args__ = (UniqueConstraint("person_id", "register"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    register: Mapped[Register]
    number: Mapped[str] = mapped_column(String(LONGEST))
    given_at: Mapped[datetime]
