"""Reading attendance: the list at the door, and what needs an organiser today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from rok_events.activities.models import Activity, Session
from rok_events.activities.rules import NOT_HELD
from rok_events.attendance.models import Attendance
from rok_events.communities.models import Community
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.people import names
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Select

    from rok_events.activities.kinds import Kind
    from rok_events.attendance.rules import Source

RECENT = timedelta(days=92)
"""How long it is asked to close the list of a session."""

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """Somebody on the list of a session; `status` is empty for whoever did not register."""

    person_id: int
    name: str
    organisation: str | None
    status: Status | None = None
    present_at: datetime | None = None
    source: Source | None = None

    @property
    def is_present(self) -> bool:
        """Whether they were ticked off."""
        return self.present_at is not None

    @property
    def waits(self) -> bool:
        """Whether they are on the waiting list and did not come in either."""
        return self.status is Status.WAITING and not self.is_present

    @property
    def state(self) -> str:
        """How they stand on the list, in one word for its look."""
        return "present" if self.is_present else "waiting" if self.waits else "absent"


@dataclass(frozen=True)
class DoorList:
    """The list of a session by surname, those on the waiting list last."""

    entries: Sequence[Entry]

    @property
    def present(self) -> int:
        """How many are in."""
        return sum(entry.is_present for entry in self.entries)

    @property
    def expected(self) -> int:
        """How many are in or have a place."""
        return sum(not entry.waits for entry in self.entries)

    def find(self, person_id: int | None) -> Entry | None:
        """Return somebody on the list."""
        return next((entry for entry in self.entries if entry.person_id == person_id), None)


class Card(NamedTuple):
    """A session as the start page shows it."""

    session_id: int
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    own_place: str
    slug: str
    activity: str
    kind: Kind
    place_name: str
    capacity: int
    taken: int
    waiting: int
    sessions: int
    community: str
    present: int
    walked_in: int

    @property
    def place(self) -> str:
        """Where it is."""
        return self.own_place or self.place_name

    @property
    def expected(self) -> int:
        """How many have a place or came in without one."""
        return self.taken + self.walked_in


def session(session_id: int) -> Session:
    """Return a session with its activity and community.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.scalar(
        select(Session)
        .join(Session.activity)
        .where(Session.id == session_id)
        .options(contains_eager(Session.activity).joinedload(Activity.community))
    )
    if found is None:
        raise NotFoundError(N_("There is no such session."))
    return found


def door_list(session: Session, person_id: int | None = None) -> DoorList:
    """Return everybody who is expected, waits, or came, in two queries; or only one of them."""
    registered = (
        select(Person.id, Person.name, Organisation.name, Registration.status)
        .join(Registration.person)
        .outerjoin(Registration.organisation)
        .where(Registration.activity_id == session.activity_id)
        .where(Registration.status != Status.CANCELLED)
    )
    came = (
        select(Person.id, Person.name, Organisation.name, Attendance.recorded_at, Attendance.source)
        .join(Attendance.person)
        .outerjoin(Attendance.organisation)
        .where(Attendance.session_id == session.id)
    )
    if person_id is not None:
        registered = registered.where(Registration.person_id == person_id)
        came = came.where(Attendance.person_id == person_id)
    entries = {row[0]: Entry(*row) for row in db.session.execute(registered)}
    for id_, name, organisation, at, source in db.session.execute(came):
        status = entries[id_].status if id_ in entries else None
        entries[id_] = Entry(id_, name, organisation, status, at, source)
    by_name = {id_: names.alphabetical(entry.name) for id_, entry in entries.items()}
    return DoorList(
        sorted(entries.values(), key=lambda entry: (entry.waits, by_name[entry.person_id]))
    )


def card(session_id: int) -> Card:
    """Return one session as the start page shows it, with its counts as they are now."""
    return Card._make(db.session.execute(_cards().where(Session.id == session_id)).one())


def cards(communities: Collection[int] | None, since: datetime, most: int) -> Sequence[Card]:
    """Return the first sessions from a moment on; `None` stands for every community."""
    query = _held(communities).where(Session.starts_at >= since)
    return _shown(query, Session.starts_at.asc(), Session.id.asc(), most=most)


def last_cards(communities: Collection[int] | None, before: datetime, most: int) -> Sequence[Card]:
    """Return the last sessions with somebody on their list, the latest first."""
    query = _held(communities).where(Session.starts_at < before, _is_filled())
    return _shown(query, *_LATEST, most=most)


def past_cards(
    communities: Collection[int] | None, now: datetime, page: int, *, is_open: bool = False
) -> tuple[Sequence[Card], int, int]:
    """Return one page of what was held, the latest first; which page it is, and of how many."""
    query = _held(communities).where(Session.starts_at < now)
    if is_open:
        query = query.where(*_open(now))
    pages = max(-(-_count(query) // PAGE), 1)
    page = min(max(page, 1), pages)
    return _shown(query, *_LATEST, most=PAGE, after=(page - 1) * PAGE), page, pages


def count_open(communities: Collection[int] | None, now: datetime) -> int:
    """Count the sessions of the last months whose list nobody closed."""
    return _count(_held(communities).where(*_open(now)))


_LATEST = (Session.starts_at.desc(), Session.id.desc())


def _count(query: Select[int]) -> int:
    return db.session.scalar(query.with_only_columns(func.count())) or 0


def _shown(
    query: Select[int], *order: ColumnElement[Any], most: int, after: int = 0
) -> Sequence[Card]:
    """Return the cards of a few sessions: only these are counted out."""
    few = query.order_by(*order).limit(most).offset(after).subquery()
    rows = db.session.execute(_cards().where(Session.id.in_(select(few))).order_by(*order))
    return [Card._make(row) for row in rows]


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    is_recent = and_(Session.ends_at <= now, Session.starts_at > now - RECENT)
    return is_recent, Session.list_closed_at.is_(None), or_(Activity.taken > 0, _is_filled())


def _is_filled() -> ColumnElement[bool]:
    return exists().where(Attendance.session_id == Session.id)


def _held(communities: Collection[int] | None) -> Select[int]:
    """Return the ids of what is or was really held in some communities."""
    is_held = Activity.state.not_in(NOT_HELD)
    query = select(Session.id).join(Session.activity).where(is_held, Session.cancelled_at.is_(None))
    return query if communities is None else query.where(Activity.community_id.in_(communities))


def _cards() -> Select[*tuple[object, ...]]:
    present = select(func.count()).where(Attendance.session_id == Session.id)
    has_place = and_(
        Registration.activity_id == Activity.id,
        Registration.person_id == Attendance.person_id,
        Registration.status == Status.CONFIRMED,
    )
    walked_in = present.where(~select(Registration.id).where(has_place).exists())
    sibling = Session.__table__.alias("sibling")
    sessions = select(func.count()).where(
        sibling.c.activity_id == Activity.id, sibling.c.cancelled_at.is_(None)
    )
    return (
        select(
            Session.id,
            Session.number,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.place_name,
            Activity.slug,
            Activity.title,
            Activity.kind,
            Activity.place_name,
            Activity.capacity,
            Activity.taken,
            Activity.waiting,
            sessions.scalar_subquery(),
            Community.name,
            present.scalar_subquery(),
            walked_in.scalar_subquery(),
        )
        .select_from(Session)
        .join(Session.activity)
        .join(Activity.community)
    )
