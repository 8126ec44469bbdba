"""What this room keeps of people: name and address, where they worked, numbers in registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from rok_events.core.personal import Personal, Subject
from rok_events.db import db
from rok_events.people import actions, merging_actions, register_actions, rules
from rok_events.people.merging_models import Merge
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import Affiliation, Organisation, Person, RegisterNumber

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return somebody's name, address and working life."""
    people = select(
        Person.name, Person.email, Person.created_at, Person.seen_at, Person.is_left_out
    ).where(Person.id == subject.person_id)
    work = (
        select(Organisation.name.label("organisation"), Affiliation.starts_on, Affiliation.ends_on)
        .join(Affiliation.organisation)
        .where(Affiliation.person_id == subject.person_id)
        .order_by(Affiliation.starts_on)
    )
    merged = (
        select(Person.name, Person.email, Merge.merged_at)
        .outerjoin(
            Merge,
            and_(
                Merge.kind == MergeKind.PERSON,
                Merge.gone_id == Person.id,
                Merge.undone_at.is_(None),
            ),
        )
        .where(Person.merged_into_id == (subject.person_id or 0))
        .order_by(Person.id)
    )
    numbers = (
        select(RegisterNumber.register, RegisterNumber.number, RegisterNumber.given_at)
        .where(RegisterNumber.person_id == subject.person_id)
        .order_by(RegisterNumber.id)
    )
    return {
        "person": [dict(row) for row in db.session.execute(people).mappings()],
        "affiliation": [dict(row) for row in db.session.execute(work).mappings()],
        "merge": [dict(row) for row in db.session.execute(merged).mappings()],
        "register_number": [dict(row) for row in db.session.execute(numbers).mappings()],
    }


def erase(subject: Subject) -> None:
    """Blank name and address, and take numbers away; the row stays, so that figures stay right."""
    if subject.person_id is not None:
        actions.forget_all([subject.person_id])


def purge(now: datetime) -> int:
    """Blank whoever has not been seen for the term; forget numbers and merges of long ago."""
    unseen = (
        select(Person.id)
        .where(Person.seen_at < now - rules.TERM, Person.merged_into_id.is_(None))
        .where(or_(func.length(Person.name) > 0, Person.email.is_not(None)))
    )
    ids = db.session.scalars(unseen).all()
    actions.forget_all(ids)
    return len(ids) + register_actions.purge(now) + merging_actions.purge(now)


PERSONAL = Personal(
    room="people",
    tables=frozenset({"person", "affiliation", "merge", "register_number"}),
    export=export,
    erase=erase,
    purge=purge,
)
