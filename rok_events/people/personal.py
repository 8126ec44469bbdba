"""What this room keeps of people: their name, their address, and where they worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from rok_events.core.personal import Personal, Subject
from rok_events.db import db
from rok_events.people import rules
from rok_events.people.models import Affiliation, Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

BLANK = {"name": "", "email": None}


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return somebody's name, address and working life."""
    people = select(Person.name, Person.email, Person.created_at, Person.seen_at).where(
        Person.id == subject.person_id
    )
    work = (
        select(Organisation.name.label("organisation"), Affiliation.starts_on, Affiliation.ends_on)
        .join(Affiliation.organisation)
        .where(Affiliation.person_id == subject.person_id)
        .order_by(Affiliation.starts_on)
    )
    return {
        "person": [dict(row) for row in db.session.execute(people).mappings()],
        "affiliation": [dict(row) for row in db.session.execute(work).mappings()],
    }


def erase(subject: Subject) -> None:
    """Blank name and address; the row stays, so that figures stay right."""
    db.session.execute(update(Person).where(Person.id == subject.person_id).values(BLANK))


def purge(now: datetime) -> int:
    """Blank whoever has not been seen for the term."""
    forgotten = (
        update(Person)
        .where(Person.seen_at < now - rules.TERM)
        .where(or_(func.length(Person.name) > 0, Person.email.is_not(None)))
        .values(BLANK)
        .returning(Person.id)
    )
    return len(db.session.scalars(forgotten).all())


PERSONAL = Personal(
    room="people",
    tables=frozenset({"person", "affiliation"}),
    export=export,
    erase=erase,
    purge=purge,
)
