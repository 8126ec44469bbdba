"""Reading what goes on paper: names and organisations, and nothing else of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from rok_events.db import db
from rok_events.people import names
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Role, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Participant(NamedTuple):
    """Somebody as they stand on paper."""

    person_id: int
    name: str
    organisation: str | None
    role: Role | None


def participants(activity_id: int, ids: Collection[int] = ()) -> list[Participant]:
    """Return everybody with a place, or the registrations of some ids, by surname."""
    wanted = Registration.id.in_(ids) if ids else Registration.status == Status.CONFIRMED
    rows = db.session.execute(
        select(Person.id, Person.name, Organisation.name, Registration.role)
        .select_from(Registration)
        .join(Registration.person)
        .outerjoin(Registration.organisation)
        # Whoever was erased has no name any more.
        .where(Registration.activity_id == activity_id, wanted, Person.name != "")
    )
    found = [Participant._make(row) for row in rows]
    return sorted(found, key=lambda one: names.alphabetical(one.name))


def waiting(activity_id: int) -> Mapping[int, int]:
    """Return the place on the waiting list of each person on it, from 1."""
    ids = db.session.scalars(
        select(Registration.person_id)
        .where(Registration.activity_id == activity_id, Registration.status == Status.WAITING)
        .order_by(Registration.registered_at, Registration.id)
    )
    return {person_id: place for place, person_id in enumerate(ids, 1)}
