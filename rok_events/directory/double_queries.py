"""Reading who may be known twice: alike names in one organisation, or one without an address."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from rok_events.core import text
from rok_events.db import db
from rok_events.directory import queries, rules
from rok_events.people.models import Affiliation, Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rok_events.directory.queries import Communities

MOST = 100
"""How many pairs are shown: whoever has merged these sees the next."""

MOST_TOGETHER = 200
"""Of how many people of one organisation, or of one name, all pairs are compared."""


class One(NamedTuple):
    """Somebody who may be somebody else too."""

    id: int
    name: str
    email: str | None


class Pair(NamedTuple):
    """Two who may be one: first the one that is best kept, and where both work, if that is why."""

    kept: One
    gone: One
    organisation: str | None


def pairs(communities: Communities) -> Sequence[Pair]:
    """Return who may be known twice, by name."""
    people = _people(communities)
    namesakes: dict[str, list[One]] = defaultdict(list)
    for one in people.values():
        namesakes[text.key(one.name)].append(one)
    together = [
        *(pair for name, group in _colleagues(people).items() for pair in _alike(group, name[1])),
        # Two addresses are two people of one name, more often than not.
        *(p for group in namesakes.values() for p in _alike(group, None) if p.gone.email is None),
    ]
    found: dict[tuple[int, int], Pair] = {}
    for pair in together:
        found.setdefault((pair.kept.id, pair.gone.id), pair)
    return sorted(found.values(), key=lambda pair: text.folded(pair.kept.name))[:MOST]


def _people(communities: Communities) -> Mapping[int, One]:
    everybody = select(Person.id, Person.name, Person.email).where(
        Person.merged_into_id.is_(None), Person.name != ""
    )
    if communities is not None:
        everybody = everybody.where(Person.id.in_(queries.known(communities)))
    return {row.id: One._make(row) for row in db.session.execute(everybody)}


def _colleagues(people: Mapping[int, One]) -> Mapping[tuple[int, str], list[One]]:
    """Return who ever worked for each organisation."""
    at_work = (
        select(Affiliation.person_id, Organisation.id, Organisation.name)
        .join(Affiliation.organisation)
        .distinct()
    )
    found: dict[tuple[int, str], list[One]] = defaultdict(list)
    for person_id, organisation_id, name in db.session.execute(at_work):
        if person_id in people:
            found[organisation_id, name].append(people[person_id])
    return found


def _alike(group: Sequence[One], organisation: str | None) -> Iterator[Pair]:
    known = sorted(group[:MOST_TOGETHER], key=_order)
    for one, other in rules.alike([text.key(someone.name) for someone in known]):
        yield Pair(known[one], known[other], organisation)


def _order(one: One) -> tuple[bool, int]:
    """Put who has an address first, and then who has been known longest."""
    return one.email is None, one.id
