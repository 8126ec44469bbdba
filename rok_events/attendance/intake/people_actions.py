"""The organisations and people that a file speaks of, and who worked where."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import delete, exists, func, select, update

from rok_events.attendance.intake.bulk_actions import chunks, insert_missing
from rok_events.core import clock
from rok_events.db import db
from rok_events.people import actions, queries, rules
from rok_events.people.models import Affiliation, Organisation, OrganisationAlias, Person
from rok_events.people.rules import Stint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from rok_events.attendance.intake.bulk_actions import Store
    from rok_events.attendance.intake.rows import Row, Who

Namesake: TypeAlias = "tuple[str, int | None]"
"""A name and the id of an organisation, or none."""


def organisations(store: Store, rows: Iterable[Row]) -> dict[str, int]:
    """Return the id of every organisation in the rows by its key, adding those that are new.

    Of an organisation that is new the first sector in the file counts.
    """
    names: dict[str, str] = {}
    sectors: dict[str, str] = {}
    for row in rows:
        if row.organisation:
            names.setdefault(row.employer, row.organisation)
            if row.sector:
                sectors.setdefault(row.employer, row.sector)
    return store.complete(
        Organisation,
        names.keys(),
        _organisations_by_key,
        lambda missing: [actions.add_organisation(names[k], sectors.get(k)) for k in missing],
    )


def _organisations_by_key(keys: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in chunks(keys):
        alias = select(OrganisationAlias.key, OrganisationAlias.organisation_id)
        found |= dict(db.session.execute(alias.where(OrganisationAlias.key.in_(part))).all())
        present = func.coalesce(Organisation.merged_into_id, Organisation.id)
        name = select(Organisation.key, present).where(Organisation.key.in_(part))
        found |= dict(db.session.execute(name).all())
    return found


def people(store: Store, rows: Sequence[Row], employers: Mapping[str, int]) -> dict[Who, int]:
    """Return the id of everybody in the rows, adding those who are new.

    Without an address it is the first person of that name who ever worked for the organisation,
    as `people.actions.welcome` has it.
    """
    new = {row.person: _person(row) for row in sorted(rows, key=lambda row: row.starts_at)}
    for row in reversed(rows):
        new[row.person]["name"] = row.name
    addressed = {row.email: row.person for row in rows if row.email}
    by_email = store.complete(
        Person,
        addressed.keys(),
        _people_by_email,
        lambda missing: insert_missing(Person, [new[addressed[email]] for email in missing]),
    )
    found = {addressed[email]: id_ for email, id_ in by_email.items()}
    nameless = {r.person: (r.name, employers.get(r.employer)) for r in rows if not r.email}
    if nameless:
        known = _namesakes({name for name, _employer in nameless.values()})
        _add_addressed(known, rows, found, employers)
        missing: dict[Namesake, Who] = {}
        for who, whom in nameless.items():
            if whom not in known:
                missing.setdefault(whom, who)
        ids = store.create(Person, [new[who] for who in missing.values()])
        known |= dict(zip(missing, ids, strict=True))
        found |= {who: known[whom] for who, whom in nameless.items()}
    if not store.is_trial:
        _note_seen({id_: new[who]["seen_at"] for who, id_ in found.items()})
    return found


def _person(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "email": row.email,
        "created_at": clock.now(),
        "seen_at": row.starts_at,
    }


def _people_by_email(emails: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in chunks(emails):
        found |= queries.ids_by_email(part)
    return found


def _namesakes(names: Collection[str]) -> dict[Namesake, int]:
    """Return the first person of each name at each organisation, and at none."""
    found: dict[Namesake, int] = {}
    first = select(Person.name, Affiliation.organisation_id, func.min(Person.id))
    at_work = first.join(Affiliation.person).group_by(Person.name, Affiliation.organisation_id)
    works = exists().where(Affiliation.person_id == Person.id)
    free = select(Person.name, func.min(Person.id)).where(
        Person.email.is_(None), Person.merged_into_id.is_(None), ~works
    )
    for part in chunks(names):
        mine = Person.name.in_(part)
        rows = db.session.execute(at_work.where(mine))
        found |= {(name, employer): id_ for name, employer, id_ in rows}
        rows_without = db.session.execute(free.where(mine).group_by(Person.name))
        found |= {(name, None): id_ for name, id_ in rows_without}
    return found


def _add_addressed(
    known: dict[Namesake, int],
    rows: Iterable[Row],
    found: Mapping[Who, int],
    employers: Mapping[str, int],
) -> None:
    """Add those who get an address and an organisation in this file.

    Its rows without an address then find them, now and when the file is taken in once more.
    """
    names = {found[row.person]: row.name for row in rows if row.email}
    for part in chunks(names):
        stored = select(Person.id, Person.name).where(Person.id.in_(part))
        names |= dict(db.session.execute(stored).all())
    for row in rows:
        if row.email and row.organisation:
            id_ = found[row.person]
            whom = names[id_], employers[row.employer]
            known[whom] = min(known.get(whom, id_), id_, key=_age)


def _age(id_: int) -> tuple[bool, int]:
    """Order ids as they were given out, with those of a trial run last."""
    return id_ < 0, abs(id_)


def _note_seen(moments: Mapping[int, datetime]) -> None:
    """Write down when people were last seen, where that is news."""
    later = []
    for part in chunks(moments):
        query = select(Person.id, Person.seen_at).where(Person.id.in_(part))
        for id_, seen_at in db.session.execute(query):
            if seen_at < moments[id_]:
                later.append({"id": id_, "seen_at": moments[id_]})
    if later:
        db.session.execute(update(Person), later)


def affiliate(rows: Iterable[Row], people: Mapping[Who, int], employers: Mapping[str, int]) -> None:
    """Note who worked where on the days of the rows; `rules.with_stint` says what follows."""
    days: dict[int, dict[date, int]] = defaultdict(dict)
    for row in rows:
        if row.organisation:
            day = row.starts_at.astimezone(clock.AMSTERDAM).date()
            days[people[row.person]].setdefault(day, employers[row.employer])
    known: dict[int, dict[Stint, int]] = defaultdict(dict)
    for part in chunks(days):
        query = select(Affiliation).where(Affiliation.person_id.in_(part))
        for row_ in db.session.scalars(query):
            stint = Stint(row_.organisation_id, row_.starts_on, row_.ends_on)
            known[row_.person_id][stint] = row_.id
    dropped, added = [], []
    for person_id, worked in days.items():
        stints = [*known[person_id]]
        for day, employer in sorted(worked.items()):
            stints = rules.with_stint(stints, employer, day)
        dropped += [id_ for stint, id_ in known[person_id].items() if stint not in stints]
        added += [
            {"person_id": person_id, **stint._asdict()}
            for stint in stints
            if stint not in known[person_id]
        ]
    for part in chunks(dropped):
        db.session.execute(delete(Affiliation).where(Affiliation.id.in_(part)))
    insert_missing(Affiliation, added)
