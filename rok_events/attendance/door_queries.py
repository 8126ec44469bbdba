"""Reading for the phones at the door: everybody on the list, and whom one mark is about."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, func, literal, select
from sqlalchemy.orm import contains_eager

from rok_events.activities.models import Activity, Session
from rok_events.activities.rules import State
from rok_events.attendance.models import Attendance, DoorMark, Stay
from rok_events.attendance.rules import MARGIN
from rok_events.audit.models import TrailRow
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.people import names
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from rok_events.attendance.rules import Outcome

LONGEST = timedelta(days=14)
"""How long a session may last to be found by its begin."""


class Guest(NamedTuple):
    """Somebody as the phones at the door know them; `status` is empty without a registration."""

    person_id: int
    name: str
    organisation: str | None = None
    status: Status | None = None
    registration_id: int | None = None
    present_at: datetime | None = None
    left_at: datetime | None = None


class Count(NamedTuple):
    """How many are in, and how many are in or have a place."""

    present: int
    expected: int


class Found(NamedTuple):
    """Whom a mark is about and how they stand, the count, and whether it was seen before."""

    present: int
    walked_in: int
    seen: Outcome | None
    seen_at: int | None
    seen_person_id: int | None
    registration_id: int | None
    activity_id: int | None
    status: Status | None
    organisation_id: int | None
    person_id: int | None
    name: str | None
    merged_into_id: int | None
    organisation: str | None
    attendance_id: int | None
    recorded_at: datetime | None

    @property
    def guest(self) -> Guest | None:
        """Whom it is about; nobody who neither registered nor came, of whom nothing is told."""
        if self.person_id is None or not (self.registration_id or self.attendance_id):
            return None
        return Guest(
            self.person_id,
            self.name or "",
            self.organisation,
            self.status,
            self.registration_id,
            self.recorded_at,
        )


def _found(*, by_ticket: bool) -> Select[Any]:
    """Return the one question of a mark, of the tables, as objects are of no use here.

    It is put together once: that takes as long as to ask it.
    """
    tables = Attendance.metadata.tables
    came, registered, person, organisation, mark = (
        tables[model.__tablename__].c
        for model in (Attendance, Registration, Person, Organisation, DoorMark)
    )
    own = (
        registered.id == bindparam("who")
        if by_ticket
        else and_(
            registered.activity_id == bindparam("activity_id"),
            registered.person_id == bindparam("who"),
        )
    )
    who = registered.person_id if by_ticket else bindparam("who")
    here = and_(came.session_id == bindparam("session_id"), came.person_id == person.id)
    employer = func.coalesce(came.organisation_id, registered.organisation_id)
    all_here = _all_here().subquery()
    return (
        select(
            all_here,
            mark.outcome,
            mark.session_id,
            mark.person_id,
            registered.id,
            registered.activity_id,
            registered.status,
            registered.organisation_id,
            person.id,
            person.name,
            person.merged_into_id,
            organisation.name,
            came.id,
            came.recorded_at,
        )
        .select_from(all_here)
        .outerjoin(mark.id.table, mark.id == bindparam("mark_id"))
        .outerjoin(registered.id.table, own)
        .outerjoin(person.id.table, person.id == who)
        .outerjoin(came.id.table, here)
        .outerjoin(organisation.id.table, organisation.id == employer)
    )


def _all_here() -> Select[int, int]:
    """Return how many are here, and how many of those have no place, in one walk through them."""
    here = Attendance.metadata.tables[Attendance.__tablename__].alias("here").c
    place = Registration.metadata.tables[Registration.__tablename__].alias("place").c
    has_place = and_(
        place.activity_id == bindparam("activity_id"),
        place.person_id == here.person_id,
        place.status == Status.CONFIRMED,
    )
    return (
        select(func.count(), func.count() - func.count(place.id))
        .select_from(here.id.table.outerjoin(place.id.table, has_place))
        .where(here.session_id == bindparam("session_id"))
    )


_BY_TICKET, _BY_PERSON = _found(by_ticket=True), _found(by_ticket=False)
_HELD = (
    select(Session)
    .join(Session.activity)
    .where(Session.id == bindparam("id"))
    .options(contains_eager(Session.activity))
    .with_for_update(of=Session, key_share=True)
    .execution_options(populate_existing=True)
)


def hold(session_id: int) -> Session:
    """Return a session whose list nobody else changes or closes until the commit.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.scalar(_HELD, {"id": session_id})
    if found is None:
        raise NotFoundError(N_("There is no such session."))
    return found


def going_on(now: datetime) -> Sequence[int]:
    """Return the ids of the sessions at which people can check themselves in now."""
    return db.session.scalars(
        select(Session.id)
        .join(Session.activity)
        .where(
            Activity.state == State.PUBLISHED,
            Session.cancelled_at.is_(None),
            Session.list_closed_at.is_(None),
            Session.starts_at.between(now - LONGEST, now + MARGIN),
            Session.ends_at >= now - MARGIN,
        )
        .order_by(Session.id)
    ).all()


def by_ticket(session: Session, mark_id: str, registration_id: int) -> Found:
    """Return who holds the ticket of a registration, and how they stand at a session."""
    return _asked(_BY_TICKET, session, mark_id, registration_id)


def by_person(session: Session, mark_id: str, person_id: int) -> Found:
    """Return how a person stands at a session."""
    return _asked(_BY_PERSON, session, mark_id, person_id)


def stays(attendance_id: int) -> list[Stay]:
    """Return from when to when somebody was there, the last one last."""
    asked = select(Stay).where(Stay.attendance_id == attendance_id).order_by(Stay.came_at, Stay.id)
    return list(db.session.scalars(asked))


def stays_of(session_id: int) -> Mapping[int, list[Stay]]:
    """Return from when to when people were at a session, by the number of their presence."""
    found = db.session.scalars(
        select(Stay).join(Stay.attendance).where(Attendance.session_id == session_id)
    )
    stays: dict[int, list[Stay]] = defaultdict(list)
    for stay in found:
        stays[stay.attendance_id].append(stay)
    return stays


def version(session: Session) -> tuple[object, ...]:
    """Return values that change when the list of a session does: two short looks at an index.

    The trail numbers every change of an activity. A file that is taken in is told as a whole, so
    presences are counted besides.
    """
    last = select(func.max(TrailRow.number)).where(TrailRow.activity_id == session.activity_id)
    present = select(func.count()).where(Attendance.session_id == session.id)
    asked = select(last.scalar_subquery(), present.scalar_subquery())
    return tuple(db.session.execute(asked).one())


def everybody(session: Session) -> Sequence[Guest]:
    """Return everybody who registered or came, also who cancelled, by surname."""
    here = and_(Attendance.session_id == session.id, Attendance.person_id == Registration.person_id)
    registered = (
        select(
            Person.id,
            Person.name,
            Organisation.name,
            Registration.status,
            Registration.id,
            Attendance.recorded_at,
        )
        .select_from(Registration)
        .join(Registration.person)
        .outerjoin(Registration.organisation)
        .outerjoin(Attendance, here)
        .where(Registration.activity_id == session.activity_id)
    )
    own = select(Registration.id).where(
        Registration.activity_id == session.activity_id,
        Registration.person_id == Attendance.person_id,
    )
    walked_in = (
        select(
            Person.id,
            Person.name,
            Organisation.name,
            literal(None),
            literal(None),
            Attendance.recorded_at,
        )
        .select_from(Attendance)
        .join(Attendance.person)
        .outerjoin(Attendance.organisation)
        .where(Attendance.session_id == session.id, ~own.exists())
    )
    left = _left(session.id) if session.asks_out else {}
    rows = [*db.session.execute(registered), *db.session.execute(walked_in)]
    found = [Guest._make((*row, left.get(row[0]))) for row in rows]
    return sorted(found, key=lambda guest: names.alphabetical(guest.name))


def _left(session_id: int) -> Mapping[int, datetime]:
    """Return when people left who have not come back since, by person."""
    asked = (
        select(Attendance.person_id, func.max(Stay.left_at))
        .join(Stay.attendance)
        .where(Attendance.session_id == session_id)
        .group_by(Attendance.person_id)
        .having(func.count() == func.count(Stay.left_at))
    )
    return {id_: at for id_, at in db.session.execute(asked) if at is not None}


def _asked(question: Select[Any], session: Session, mark_id: str, who: int) -> Found:
    values = {
        "session_id": session.id,
        "activity_id": session.activity_id,
        "mark_id": mark_id,
        "who": who,
    }
    return Found._make(db.session.execute(question, values).one())


def counted(guests: Sequence[Guest]) -> Count:
    """Count who is in, and who is in or has a place."""
    came = [guest for guest in guests if guest.present_at]
    has_place = sum(guest.status is Status.CONFIRMED for guest in guests)
    return Count(len(came), has_place + sum(one.status is not Status.CONFIRMED for one in came))
