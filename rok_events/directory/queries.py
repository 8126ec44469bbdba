"""Reading people as organisers know them: those of their communities, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from rok_events.activities.models import Activity, Session
from rok_events.attendance.models import Attendance
from rok_events.core import text
from rok_events.core.errors import ForbiddenError, NotFoundError
from rok_events.core.text import N_
from rok_events.db import db, folded
from rok_events.guests.models import Guest
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.web.access import REFUSED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, CompoundSelect, Select

Communities = frozenset[int] | None
"""The communities whose people somebody may see; `None` means every one."""

PAGE = 50
MOST_WORDS = 6


@dataclass(frozen=True, kw_only=True)
class Search:
    """Whom somebody looks for; an `organisation_id` of 0 is none at all."""

    words: str = ""
    organisation_id: int | None = None
    is_without_address: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it leaves nobody out."""
        return self == Search()


class Row(NamedTuple):
    """Somebody as the list shows them, with their present employer."""

    id: int
    name: str
    email: str | None
    organisation_id: int | None
    organisation: str | None
    seen_at: datetime


@dataclass(frozen=True)
class Found:
    """One page of people."""

    rows: Sequence[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.total // PAGE), 1)


_COLUMNS = (
    Person.id,
    Person.name,
    Person.email,
    Organisation.id,
    Organisation.name,
    Person.seen_at,
)


def found(search: Search, communities: Communities, page: int) -> Found:
    """Return one page of people by name; the last one if `page` lies further."""
    wanted = _wanted(search, communities)
    needs_employer = search.words or search.organisation_id is not None
    everybody = _joined(func.count()) if needs_employer else select(func.count(Person.id))
    total = db.session.scalar(everybody.where(*wanted)) or 0
    page = max(1, min(page, -(-total // PAGE)))
    query = _joined(*_COLUMNS).where(*wanted).order_by(folded(Person.name), Person.id)
    rows = db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Found([Row._make(row) for row in rows], total, page)


def others(person_id: int, words: str, communities: Communities, most: int = 20) -> Sequence[Row]:
    """Return people to merge somebody with, by name."""
    wanted = _wanted(Search(words=words), communities)
    query = _joined(*_COLUMNS).where(*wanted, Person.id != person_id)
    rows = db.session.execute(query.order_by(folded(Person.name), Person.id).limit(most)).all()
    return [Row._make(row) for row in rows]


def get(person_id: int, communities: Communities) -> Person:
    """Return somebody who is known in one of these communities.

    Raises:
        NotFoundError: there is nobody.
        ForbiddenError: they are only known elsewhere.
    """
    person = db.session.get(Person, person_id)
    if person is None or person.merged_into_id is not None:
        raise NotFoundError(N_("There is nobody at this address."))
    if communities is not None and not communities & known_in(person_id):
        raise ForbiddenError(REFUSED)
    return person


def known_in(*person_ids: int) -> frozenset[int]:
    """Return the communities in which people registered, were invited, or came."""
    known = _known(Activity.community_id, None)
    return frozenset(
        id_
        for query, person in known
        for id_ in db.session.scalars(query.where(person.in_(person_ids)).distinct())
    )


def networks(kind: MergeKind, *ids: int) -> frozenset[int]:
    """Return the communities that know these people, or people of these organisations."""
    if kind is MergeKind.PERSON:
        return known_in(*ids)
    return frozenset(
        id_
        for query, model in _by(Activity.community_id)
        if (column := getattr(model, "organisation_id", None)) is not None
        for id_ in db.session.scalars(query.where(column.in_(ids)).distinct())
    )


def organisation(organisation_id: int) -> Organisation | None:
    """Return an organisation by which people are searched."""
    return db.session.get(Organisation, organisation_id)


def known(communities: Communities) -> CompoundSelect[int]:
    """Select the ids of everybody who is known in some communities."""
    first, *rest = (
        query.with_only_columns(person)
        for query, person in _known(Activity.community_id, communities)
    )
    return first.union(*rest)


def _known(column: Any, communities: Communities) -> list[tuple[Select[Any], Any]]:  # noqa: ANN401 -- a column
    """Return by what people are known, and the column of the person in each."""
    queries = _by(column)
    if communities is not None:
        queries = [
            (query.where(Activity.community_id.in_(communities)), model) for query, model in queries
        ]
    return [(query, model.person_id) for query, model in queries]


def _by(column: Any) -> list[tuple[Select[Any], Any]]:  # noqa: ANN401 -- a column
    """Return the tables by which people are known in a community, joined with the activity."""
    return [
        (select(column).select_from(Registration).join(Registration.activity), Registration),
        (select(column).select_from(Guest).join(Guest.activity), Guest),
        (
            select(column).select_from(Attendance).join(Attendance.session).join(Session.activity),
            Attendance,
        ),
    ]


def _joined(*columns: Any) -> Select[Any]:  # noqa: ANN401 -- columns differ
    present = and_(Affiliation.person_id == Person.id, Affiliation.ends_on.is_(None))
    return (
        select(*columns)
        .select_from(Person)
        .outerjoin(Affiliation, present)
        .outerjoin(Affiliation.organisation)
    )


def _wanted(search: Search, communities: Communities) -> list[ColumnElement[bool]]:
    # Whoever was erased keeps a row without a name: figures are all that is left of them.
    wanted = [Person.merged_into_id.is_(None), func.length(Person.name) > 0]
    if communities is not None:
        wanted.append(Person.id.in_(known(communities)))
    if search.organisation_id is not None:
        wanted.append(Organisation.id.is_not_distinct_from(search.organisation_id or None))
    if search.is_without_address:
        wanted.append(Person.email.is_(None))
    return wanted + [_matches(word) for word in text.folded(search.words).split()[:MOST_WORDS]]


def _matches(word: str) -> ColumnElement[bool]:
    """Find a word in the name, the organisation and all addresses, also those of who was merged."""
    former = aliased(Person)
    email, employer = (func.coalesce(one, "") for one in (Person.email, Organisation.name))
    return or_(
        folded(Person.name + " " + email + " " + employer).contains(word, autoescape=True),
        Person.id.in_(
            select(former.merged_into_id).where(
                former.merged_into_id.is_not(None),
                folded(former.name + " " + func.coalesce(former.email, "")).contains(
                    word, autoescape=True
                ),
            )
        ),
    )
