"""Reading the names that were typed in forms and wait for judgement, and what speaks for whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from rok_events.db import db
from rok_events.people import queries, rules
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.people.rules import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from rok_events.people.known_names import Known, Names

PAGE = 20
MOST_CANDIDATES = 3


class Evidence(NamedTuple):
    """Why a name may stand for an organisation on the list.

    The name there that it looks like, and how many of the known addresses of those who typed it
    end in which of its domains.
    """

    name: str | None
    domain: str | None
    addresses: int
    of: int


class Candidate(NamedTuple):
    """An organisation on the list that a name may stand for."""

    known: Known
    evidence: Evidence


@dataclass(frozen=True)
class Proposal:
    """A name that waits for judgement; `people` ever worked there, as they say."""

    id: int
    name: str
    people: int
    typed_at: datetime
    candidates: Sequence[Candidate]

    @property
    def sector(self) -> str:
        """The sector that its words tell."""
        return rules.likely_sector(self.name) or ""


_PEOPLE = (
    select(func.count(Affiliation.person_id.distinct()))
    .where(Affiliation.organisation_id == Organisation.id)
    .scalar_subquery()
)
_WAITING = (
    select(
        Organisation.id,
        Organisation.name,
        Organisation.key,
        _PEOPLE.label("people"),
        Organisation.created_at,
    )
    .where(queries.stands(Standing.PROPOSED))
    .order_by(_PEOPLE.desc(), Organisation.id)
)


def page(number: int) -> list[Proposal]:
    """Return one page of what waits, the name that most people gave first."""
    return _proposals(_WAITING.limit(PAGE).offset((number - 1) * PAGE))


def chosen(ids: Collection[int]) -> list[Proposal]:
    """Return those of these names that still wait."""
    return _proposals(_WAITING.where(Organisation.id.in_(ids)))


def _proposals(query: Select[int, str, str, int, datetime]) -> list[Proposal]:
    rows = db.session.execute(query).all()
    listed = queries.names()
    emails = _emails([row.id for row in rows])
    return [
        Proposal(id_, name, people, typed_at, _candidates(listed, key, emails[id_]))
        for id_, name, key, people, typed_at in rows
    ]


def _emails(ids: Collection[int]) -> Mapping[int, set[str]]:
    """Return the addresses of those who work, or worked, for organisations."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = db.session.execute(
        select(Affiliation.organisation_id, Person.email)
        .join(Affiliation.person)
        .where(Affiliation.organisation_id.in_(ids), Person.email.is_not(None))
    )
    for organisation_id, email in rows:
        found[organisation_id].add(str(email))
    return found


def _candidates(listed: Names, key: str, emails: Collection[str]) -> list[Candidate]:
    """Return whom a name may stand for, the likeliest first."""
    alike = {one.id: one for one in listed.alike(key)}
    ends = Counter(end for email in emails for end in listed.at(email))
    domains = {id_: (domain, number) for (id_, domain), number in reversed(ends.most_common())}

    def weight(id_: int) -> float:
        likeness = alike[id_].likeness if id_ in alike else 0
        return likeness + (domains[id_][1] / len(emails) if id_ in domains else 0)

    likely: Iterable[int] = sorted(alike.keys() | domains.keys(), key=weight, reverse=True)
    found = list(likely or listed.beginning(key))[:MOST_CANDIDATES]
    return [
        Candidate(
            listed.known(id_),
            Evidence(
                name=alike[id_].name if id_ in alike else None,
                domain=domains[id_][0] if id_ in domains else None,
                addresses=domains[id_][1] if id_ in domains else 0,
                of=len(emails),
            ),
        )
        for id_ in found
    ]
