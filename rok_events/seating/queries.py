"""Reading seatings: who is to sit where, and who sat where."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import false, not_, or_, select, true, union_all

from rok_events.activities.models import Session, Table
from rok_events.attendance.models import Attendance, Seat
from rok_events.db import db
from rok_events.people import names
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from rok_events.seating.models import PlannedSeat
from rok_events.seating.rules import Guest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    Seats = dict[int, dict[int, str]]
    """The name of the table at which each one sits, by id and round."""


class Spot(NamedTuple):
    """A table at which somebody is to sit, and where that is."""

    session_id: int
    starts_at: datetime
    round: int
    label: str

    @property
    def seat(self) -> tuple[int, str]:
        """The round and the table."""
        return self.round, self.label


def expected(session: Session) -> list[Guest]:
    """Return everybody with a place or a table in the plan of this session, by surname."""
    planned = (
        select(PlannedSeat.registration_id)
        .join(PlannedSeat.table)
        .where(Table.session_id == session.id)
    )
    has_place = or_(Registration.status == Status.CONFIRMED, Registration.id.in_(planned))
    return _guests(
        select(*_guest(Registration.id))
        .select_from(Registration)
        .join(Registration.person)
        .outerjoin(Registration.organisation)
        # Whoever was erased has no name any more.
        .where(Registration.activity_id == session.activity_id, has_place, Person.name != "")
    )


def present(session: Session) -> list[Guest]:
    """Return everybody who was there, by surname."""
    return _guests(
        select(*_guest(Attendance.id))
        .select_from(Attendance)
        .join(Attendance.person)
        .outerjoin(Attendance.organisation)
        .where(Attendance.session_id == session.id, Person.name != "")
    )


def planned(session_id: int) -> Seats:
    """Return where people are to sit in a session, by registration."""
    return _seats(_placed(PlannedSeat, PlannedSeat.registration_id, session_id))


def planned_for(session_id: int) -> Seats:
    """Return where people are to sit in a session, by person."""
    rows = _placed(PlannedSeat, Registration.person_id, session_id)
    return _seats(rows.join(PlannedSeat.registration))


def recorded(session_id: int) -> Seats:
    """Return where people sat in a session, by presence."""
    return _seats(_placed(Seat, Seat.attendance_id, session_id))


def seats(session_id: int) -> Mapping[int, Sequence[tuple[int, str]]]:
    """Return at which table each person sat in each round, or else is to sit."""
    to_sit = _placed(PlannedSeat, Registration.person_id, session_id).join(PlannedSeat.registration)
    sat = _placed(Seat, Attendance.person_id, session_id).join(Seat.attendance)
    rows = db.session.execute(union_all(to_sit.add_columns(false()), sat.add_columns(true()))).all()
    were_there = {person_id for person_id, *_, is_sat in rows if is_sat}
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for person_id, round_, label, is_sat in rows:
        if is_sat or person_id not in were_there:
            found[person_id].append((round_, label))
    return {person_id: sorted(spots) for person_id, spots in found.items()}


def of_registration(registration_id: int) -> Sequence[Spot]:
    """Return at which tables the holder of a registration is to sit, the first first."""
    rows = db.session.execute(
        select(Session.id, Session.starts_at, Table.round, Table.label)
        .select_from(PlannedSeat)
        .join(PlannedSeat.table)
        .join(Table.session)
        .where(PlannedSeat.registration_id == registration_id, Session.cancelled_at.is_(None))
        .order_by(Session.starts_at, Session.id, Table.round)
    )
    return [Spot._make(row) for row in rows]


def labels(session_id: int) -> Mapping[int, list[str]]:
    """Return the names of the tables in each round of a session."""
    rows = db.session.execute(
        select(Table.round, Table.label).where(Table.session_id == session_id).order_by(Table.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for round_, label in rows:
        found[round_].append(label)
    return found


def occupied(session_id: int) -> set[int]:
    """Return the tables of a session at which somebody sat, or is to sit."""
    here = select(Table.id).where(Table.session_id == session_id, or_(*_taken()))
    return {*db.session.scalars(here)}


def unused(table_ids: Collection[int]) -> Sequence[Table]:
    """Return those of some tables at which nobody sat, or is to sit."""
    free = select(Table).where(Table.id.in_(table_ids), not_(or_(*_taken())))
    return db.session.scalars(free).all()


def _taken() -> tuple[ColumnElement[bool], ...]:
    planned, sat = select(PlannedSeat.table_id), select(Seat.table_id)
    return Table.id.in_(planned), Table.id.in_(sat)


def _guest(id_: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- of one table or the other
    return id_, Person.id, Person.name, Person.email, Organisation.id, Organisation.name


def _guests(query: Select[Any]) -> list[Guest]:
    found = [Guest._make(row) for row in db.session.execute(query)]
    return sorted(found, key=lambda guest: (names.alphabetical(guest.name), guest.id))


def _placed(
    seat: type[PlannedSeat | Seat],
    whose: Any,  # noqa: ANN401 -- one column or another
    session_id: int,
) -> Select[Any]:
    return (
        select(whose, Table.round, Table.label)
        .select_from(seat)
        .join(seat.table)
        .where(Table.session_id == session_id)
    )


def _seats(query: Select[Any]) -> Seats:
    found: Seats = defaultdict(dict)
    for id_, round_, label in db.session.execute(query):
        found[id_][round_] = label
    return dict(found)
