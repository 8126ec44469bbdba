"""Reading registrations for organisers: the table of one activity, and the story of one row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, and_, cast, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.core import text
from rok_events.db import UTCDateTime, db, folded
from rok_events.mail import queries as mail
from rok_events.mail.models import MailAddress, OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Note, Registration
from rok_events.registrations.needs import Told
from rok_events.registrations.rules import Answer, Role, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

PAGE = 50
UNSENT = (MailState.FAILED, MailState.BOUNCED)


class Sort(StrEnum):
    """What the table is sorted by; the values stand in the address."""

    NAME = "naam"
    ORGANISATION = "organisatie"
    STATUS = "status"
    REGISTERED = "aangemeld"


_ORDERS: Mapping[Sort, tuple[Any, ...]] = {
    Sort.NAME: (folded(Person.name),),
    Sort.ORGANISATION: (folded(func.coalesce(Organisation.name, "")), folded(Person.name)),
    Sort.STATUS: (Registration.status, Registration.registered_at),
    Sort.REGISTERED: (Registration.registered_at,),
}


@dataclass(frozen=True, kw_only=True)
class Search:
    """Which registrations an organiser wants to see; an `organisation_id` of 0 is none at all.

    `ids` are rows that were chosen one by one; `is_troubled` those whose mail did not arrive.
    """

    words: str = ""
    status: Status | None = None
    organisation_id: int | None = None
    role: Role | None = None
    answer: Answer | None = None
    is_troubled: bool = False
    ids: frozenset[int] = frozenset()
    sort: Sort = Sort.REGISTERED
    is_falling: bool = True

    @property
    def is_open(self) -> bool:
        """Whether it leaves nobody out."""
        return replace(self, sort=Sort.REGISTERED, is_falling=True) == Search()


class Row(NamedTuple):
    """One registration as the table shows it."""

    id: int
    name: str
    email: str | None
    organisation: str | None
    role: Role | None
    status: Status
    answer: Answer | None
    registered_at: datetime
    remarks: str
    answers: dict[str, Any]


_COLUMNS = (
    Registration.id,
    Person.name,
    Person.email,
    Organisation.name,
    Registration.role,
    Registration.status,
    Registration.answer,
    Registration.registered_at,
    Registration.remarks,
    Registration.answers,
)


@dataclass(frozen=True)
class Found:
    """One page of rows, and what stands beside them.

    `places` maps who waits to their place on the list; `bounced` and `unsent` hold the ids of rows
    whose address does not work, or that have a mail which did not go out.
    """

    rows: Sequence[Row]
    total: int
    page: int = 1
    places: Mapping[int, int] = field(default_factory=dict)
    bounced: Collection[int] = ()
    unsent: Collection[int] = ()

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.total // PAGE), 1)


def found(activity_id: int, search: Search, page: int, total: int | None = None) -> Found:
    """Return one page of what was asked for; the last one if `page` lies further.

    Counting takes as long as reading: whoever knows the `total` gives it.
    """
    matching = _joined(Registration.id).where(*_wanted(activity_id, search))
    matching = matching.order_by(*_order(search))
    # Comparing words goes past every name: once, for the count and the page together.
    ids = db.session.scalars(matching).all() if search.words else None
    if ids is not None:
        total = len(ids)
    elif total is None:
        counted = _joined(func.count(), search=search).where(*_wanted(activity_id, search))
        total = db.session.scalar(counted) or 0
    page = max(1, min(page, -(-total // PAGE)))
    first = (page - 1) * PAGE
    # What stands in a row is read of one page only, and not to put all of them in order.
    here = matching.limit(PAGE).offset(first) if ids is None else ids[first : first + PAGE]
    query = _joined(*_COLUMNS).where(Registration.id.in_(here)).order_by(*_order(search))
    rows = [Row._make(row) for row in db.session.execute(query).all()]
    places = _places(activity_id, [row for row in rows if row.status is Status.WAITING])
    return Found(rows, total, page, places, _bounced(rows), _unsent(rows))


def every(activity_id: int, search: Search) -> Sequence[Row]:
    """Return all rows of what was asked for."""
    query = _joined(*_COLUMNS).where(*_wanted(activity_id, search)).order_by(*_order(search))
    return [Row._make(row) for row in db.session.execute(query).all()]


def needs(activity_id: int) -> Sequence[Told]:
    """Return everybody with a place, by name, with what they told."""
    rows = db.session.execute(
        select(
            Registration.id,
            Person.name,
            Organisation.name,
            Registration.remarks,
            Registration.answers,
        )
        .join(Registration.person)
        .outerjoin(Registration.organisation)
        .where(Registration.activity_id == activity_id, Registration.status == Status.CONFIRMED)
        .order_by(folded(Person.name), Registration.id)
    )
    return [Told._make(row) for row in rows]


def cancelled(activity_id: int) -> int:
    """Count those who cancelled."""
    where = (Registration.activity_id == activity_id, Registration.status == Status.CANCELLED)
    return db.session.scalar(select(func.count()).where(*where)) or 0


def organisations(activity_id: int) -> Sequence[tuple[int, str]]:
    """Return the organisations of an activity's registrations, by name."""
    here = select(Registration.organisation_id).where(Registration.activity_id == activity_id)
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(here))
        .order_by(folded(Organisation.name))
    )
    return [(row.id, row.name) for row in rows]


def chosen(activity_id: int, ids: Collection[int]) -> Sequence[Registration]:
    """Return some registrations of an activity as they are now, who queues longest first."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.person)
        .where(Registration.activity_id == activity_id, Registration.id.in_(ids))
        .order_by(Registration.registered_at, Registration.id)
        .options(contains_eager(Registration.person), joinedload(Registration.organisation))
        .execution_options(populate_existing=True)
    ).all()


def line(activity_id: int, status: Status, most: int | None = None) -> Sequence[Registration]:
    """Return those of one status in the order of registering, with person and organisation."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.person)
        .where(Registration.activity_id == activity_id, Registration.status == status)
        .order_by(Registration.registered_at, Registration.id)
        .limit(most)
        .options(contains_eager(Registration.person), joinedload(Registration.organisation))
    ).all()


def notes(registration_id: int) -> Sequence[Note]:
    """Return what was done and noted, the latest first, with the account of whoever did."""
    return db.session.scalars(
        select(Note)
        .where(Note.registration_id == registration_id)
        .order_by(Note.noted_at.desc(), Note.id.desc())
        .options(joinedload(Note.account))
    ).all()


def _joined(*columns: Any, search: Search | None = None) -> Select[Any]:  # noqa: ANN401 -- columns differ
    """Return a query over what the columns need; only a count can do with less."""
    query = select(*columns).select_from(Registration)
    if search is not None and not search.words and not search.is_troubled:
        return query
    return query.join(Registration.person).outerjoin(Registration.organisation)


def _wanted(activity_id: int, search: Search) -> list[ColumnElement[bool]]:
    wanted = [Registration.activity_id == activity_id]
    for column, value in (
        (Registration.status, search.status),
        (Registration.role, search.role),
        (Registration.answer, search.answer),
    ):
        if value is not None:
            wanted.append(column == value)
    if search.organisation_id is not None:
        wanted.append(
            Registration.organisation_id.is_not_distinct_from(search.organisation_id or None)
        )
    if search.ids:
        wanted.append(Registration.id.in_(search.ids))
    if search.is_troubled:
        wanted.append(_is_troubled())
    return wanted + [_matches(word) for word in text.folded(search.words).split()[:6]]


def _matches(word: str) -> ColumnElement[bool]:
    email, organisation = (func.coalesce(c, "") for c in (Person.email, Organisation.name))
    return folded(Person.name + " " + email + " " + organisation).contains(word, autoescape=True)


def _is_troubled() -> ColumnElement[bool]:
    about = literal("registration:") + cast(Registration.id, String)
    return or_(
        exists().where(MailAddress.email == Person.email, MailAddress.bounced_at.is_not(None)),
        exists().where(OutgoingMail.about == about, OutgoingMail.state.in_(UNSENT)),
    )


def _order(search: Search) -> list[Any]:
    columns = [*_ORDERS[search.sort], Registration.id]
    return [column.desc() if search.is_falling else column for column in columns]


def _places(activity_id: int, rows: Sequence[Row]) -> Mapping[int, int]:
    """Return the places on the waiting list of those who wait; reads no more than it needs."""
    if not rows:
        return {}
    moments = sorted((row.registered_at, row.id) for row in rows)
    moment = tuple_(Registration.registered_at, Registration.id)
    line = (Registration.activity_id == activity_id, Registration.status == Status.WAITING)
    first, last = (
        tuple_(literal(at, UTCDateTime()), literal(id_)) for at, id_ in (moments[0], moments[-1])
    )
    before = db.session.scalar(select(func.count()).where(*line, moment < first)) or 0
    between = db.session.scalars(
        select(Registration.id)
        .where(*line, moment >= first, moment <= last)
        .order_by(Registration.registered_at, Registration.id)
    )
    return {id_: place for place, id_ in enumerate(between, before + 1)}


def _bounced(rows: Sequence[Row]) -> Collection[int]:
    ids = {row.email: row.id for row in rows if row.email}
    return {ids[email] for email, known in mail.addresses(ids).items() if known.bounced_at}


def _unsent(rows: Sequence[Row]) -> Collection[int]:
    ids = {f"registration:{row.id}": row.id for row in rows}
    found = db.session.scalars(
        select(OutgoingMail.about)
        .where(and_(OutgoingMail.about.in_(ids), OutgoingMail.state.in_(UNSENT)))
        .distinct()
    )
    return {ids[about] for about in found}
