"""Reading the list of organisations, for those who keep it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, or_, select

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.people import queries, rules
from rok_events.people.models import (
    Affiliation,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
)
from rok_events.people.rules import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select

PAGE = 50
MOST_WORDS = 6


class Sort(StrEnum):
    """What the list is sorted by; the values stand in the address."""

    NAME = "naam"
    SECTOR = "sector"
    PLACE = "plaats"
    PEOPLE = "mensen"


@dataclass(frozen=True, kw_only=True)
class Search:
    """Which organisations somebody wants to see; a `sector` of "" is none at all."""

    words: str = ""
    sector: str | None = None
    standing: Standing = Standing.ACCEPTED
    sort: Sort = Sort.NAME
    is_falling: bool = False


class Row(NamedTuple):
    """One organisation as the list shows it; `people` work there now."""

    id: int
    name: str
    sector: str | None
    website: str | None
    place: str | None
    people: int


class Counts(NamedTuple):
    """How many organisations have each standing, and each sector of those on the list."""

    standings: Mapping[Standing, int]
    sectors: Mapping[str, int]


@dataclass(frozen=True)
class Found:
    """One page of the list; aliases and domains by the number of their organisation."""

    rows: Sequence[Row]
    total: int
    page: int = 1
    aliases: Mapping[int, Sequence[str]] = field(default_factory=dict)
    domains: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.total // PAGE), 1)


class People(NamedTuple):
    """How many people work for an organisation, now and ever, and since when that is known."""

    now: int
    ever: int
    since: date | None


_PEOPLE = (
    select(func.count(Affiliation.id))
    .where(Affiliation.organisation_id == Organisation.id, Affiliation.ends_on.is_(None))
    .scalar_subquery()
)
_COLUMNS = (
    Organisation.id,
    Organisation.name,
    Organisation.sector,
    Organisation.website,
    Organisation.place,
    _PEOPLE.label("people"),
)
_ORDERS: Mapping[Sort, Any] = {
    Sort.NAME: Organisation.key,
    Sort.SECTOR: func.coalesce(Organisation.sector, ""),
    Sort.PLACE: func.lower(func.coalesce(Organisation.place, "")),
    Sort.PEOPLE: _PEOPLE,
}


def get(organisation_id: int) -> Organisation:
    """Return an organisation.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFoundError(N_("There is no organisation at this address."))
    return found


def counts() -> Counts:
    """Count the organisations by standing, and those on the list by sector."""
    rows = db.session.execute(
        select(Organisation.standing, Organisation.sector, func.count())
        .where(Organisation.merged_into_id.is_(None))
        .group_by(Organisation.standing, Organisation.sector)
    )
    standings = dict.fromkeys(Standing, 0)
    sectors: dict[str, int] = {}
    for standing, sector, number in rows:
        standings[standing] += number
        if standing is Standing.ACCEPTED:
            sectors[sector or ""] = number
    return Counts(standings, sectors)


def found(search: Search, page: int) -> Found:
    """Return one page of what was asked for; the last one if `page` lies further."""
    wanted = _wanted(search)
    total = db.session.scalar(select(func.count(Organisation.id)).where(*wanted)) or 0
    page = max(1, min(page, -(-total // PAGE)))
    query = _sorted(search).limit(PAGE).offset((page - 1) * PAGE)
    return _with_names(query, total, page)


def every(search: Search) -> Found:
    """Return all that was asked for."""
    return _with_names(_sorted(search), 0, 1)


def people(organisation_id: int) -> People:
    """Count who works for an organisation."""
    now = func.count().filter(Affiliation.ends_on.is_(None))
    ever = func.count(Affiliation.person_id.distinct())
    row = db.session.execute(
        select(now, ever, func.min(Affiliation.starts_on)).where(
            Affiliation.organisation_id == organisation_id
        )
    ).one()
    return People._make(row)


def aliases(ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Return under which other names organisations are known."""
    return _by_organisation(
        select(OrganisationAlias.organisation_id, OrganisationAlias.name)
        .where(OrganisationAlias.organisation_id.in_(ids))
        .order_by(OrganisationAlias.key)
    )


def domains(ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Return the e-mail domains of organisations."""
    return _by_organisation(
        select(OrganisationDomain.organisation_id, OrganisationDomain.domain)
        .where(OrganisationDomain.organisation_id.in_(ids))
        .order_by(OrganisationDomain.domain)
    )


def _sorted(search: Search) -> Select[Any]:
    first = _ORDERS[search.sort]
    return (
        select(*_COLUMNS)
        .where(*_wanted(search))
        .order_by(first.desc() if search.is_falling else first, Organisation.key)
    )


def _with_names(query: Select[Any], total: int, page: int) -> Found:
    rows = [Row._make(row) for row in db.session.execute(query).all()]
    # A whole list may hold more numbers than a statement takes.
    ids: Any = (
        [row.id for row in rows] if len(rows) <= PAGE else query.with_only_columns(Organisation.id)
    )
    return Found(rows, total or len(rows), page, aliases(ids), domains(ids))


def _by_organisation(query: Select[int, str]) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for organisation_id, words in db.session.execute(query):
        found[organisation_id].append(words)
    return found


def _wanted(search: Search) -> list[ColumnElement[bool]]:
    wanted = [queries.stands(search.standing)]
    if search.sector is not None:
        wanted.append(func.coalesce(Organisation.sector, "") == search.sector)
    return wanted + [_matches(word) for word in search.words.split()[:MOST_WORDS]]


def _matches(word: str) -> ColumnElement[bool]:
    key = rules.key(word)
    alias, domain = OrganisationAlias, OrganisationDomain
    known_as = select(alias.organisation_id).where(alias.name.icontains(word, autoescape=True))
    mails_from = select(domain.organisation_id).where(
        domain.domain.contains(word.lower().lstrip("@"), autoescape=True)
    )
    return or_(
        Organisation.key.contains(key, autoescape=True) if key else False,
        Organisation.name.icontains(word, autoescape=True),
        Organisation.id.in_(known_as),
        Organisation.id.in_(mails_from),
    )
