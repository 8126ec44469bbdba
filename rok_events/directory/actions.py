"""Changing what is known of people: name and address, and for whom they worked when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rok_events.core import events
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.directory import person_queries, rules
from rok_events.people import actions as people
from rok_events.people import queries as people_queries
from rok_events.people.events import PersonRetold
from rok_events.people.models import Affiliation, Person
from rok_events.people.rules import Standing, Stint

if TYPE_CHECKING:
    from datetime import date


def correct(person: Person, name: str, email: str | None) -> None:
    """Let somebody be called otherwise, or be reached elsewhere.

    Raises:
        InvalidError: the name makes no sense.
        ConflictError: the address is known as that of somebody else.
    """
    people.introduce(person, name)
    if email == person.email:
        return
    holder = people_queries.find_person(email) if email else None
    if holder is not None and holder is not person:
        raise _taken(holder)
    try:
        with db.session.begin_nested():
            _reach(person, email)
    except IntegrityError as error:
        raise _taken(None) from error


def stint(organisation: str, starts_on: date, ends_on: date | None) -> Stint:
    """Return work for an organisation, which is proposed for the list if it is not on it."""
    known = people_queries.find_organisation(organisation) or people.add_organisation(
        organisation, standing=Standing.PROPOSED
    )
    return Stint(known.id, starts_on, ends_on)


def add_work(person_id: int, wanted: Stint) -> None:
    """Note that somebody worked somewhere.

    Raises:
        InvalidError: they worked somewhere else then, or the days are the wrong way round.
    """
    people.hold_life(person_id)
    rules.refuse_period(wanted, _life(person_id))
    db.session.add(Affiliation(person_id=person_id, **wanted._asdict()))
    events.announce(PersonRetold(person_id=person_id))


def correct_work(period: Affiliation, wanted: Stint) -> None:
    """Tell otherwise where somebody worked, or when; where they were present stays as it was.

    Raises:
        InvalidError: they worked somewhere else then, or the days are the wrong way round.
    """
    people.hold_life(period.person_id)
    rules.refuse_period(wanted, _life(period.person_id, apart_from=period))
    for name, value in wanted._asdict().items():
        setattr(period, name, value)
    events.announce(PersonRetold(person_id=period.person_id))


def remove_work(period: Affiliation) -> None:
    """Forget that somebody worked somewhere; where they were present stays as it was."""
    people.hold_life(period.person_id)
    db.session.delete(period)
    events.announce(PersonRetold(person_id=period.person_id))


def _reach(person: Person, email: str | None) -> None:
    """Give somebody an address; one that was their second one changes places with the first."""
    second = db.session.scalar(
        select(Person).where(Person.email == email, Person.merged_into_id == person.id)
    )
    first, person.email = person.email, None
    if second is not None:
        second.email = None
        db.session.flush()
        second.email = first
    db.session.flush()
    person.email = email


def _taken(holder: Person | None) -> ConflictError:
    if holder is None:
        return ConflictError(N_("Somebody else has this address."), field="email")
    return ConflictError(
        N_("This is the address of %(name)s. If the two are one person, merge them."),
        field="email",
        name=holder.name or "?",
    )


def _life(person_id: int, apart_from: Affiliation | None = None) -> list[Stint]:
    return [
        Stint(row.organisation_id, row.starts_on, row.ends_on)
        for row in person_queries.work(person_id)
        if row is not apart_from
    ]
