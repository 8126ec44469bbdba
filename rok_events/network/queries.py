"""Reading who was where, and where organisations stand.

Communities are given as ids; `None` means all of them.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from sqlalchemy import func, or_, select

from rok_events.activities.models import Activity, Session
from rok_events.attendance.models import Attendance, Seat
from rok_events.core.clock import AMSTERDAM
from rok_events.db import db
from rok_events.network.graph import Named
from rok_events.network.models import OrganisationPosition
from rok_events.network.presences import NOBODY, Seats
from rok_events.network.rules import Filters
from rok_events.people.models import Organisation
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select

    from rok_events.network.presences import Ints

    Communities: TypeAlias = Collection[int] | None

_AT_ONCE = 20_000
"""Rows in memory as Python objects, before they become numbers in an array."""


class Summary(NamedTuple):
    """What a community has in numbers, and between which moments."""

    community_id: int
    organisations: int
    people: int
    sessions: int
    first_at: datetime
    last_at: datetime


def seats(filters: Filters, communities: Communities) -> Seats:
    """Return who was present, at which table where that is known."""
    statement = (
        select(
            Attendance.person_id,
            func.coalesce(Attendance.organisation_id, NOBODY),
            Attendance.session_id,
            func.coalesce(Seat.table_id, 0),
        )
        .join(Session, Session.id == Attendance.session_id)
        .join(Activity, Activity.id == Session.activity_id)
        .outerjoin(Seat, Seat.attendance_id == Attendance.id)
        .where(*_within(filters, communities))
        .execution_options(yield_per=_AT_ONCE)
    )
    rows = db.session.execute(statement)
    numbers = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    person, organisation, session, table = numbers.reshape(-1, 4).T
    return Seats(person, organisation, session, table, _days(session, filters, communities))


def names(filters: Filters, communities: Communities) -> dict[int, Named]:
    """Return the organisations whose people were registered or present."""
    registered = (
        select(Registration.organisation_id)
        .join(Activity, Activity.id == Registration.activity_id)
        .join(Session, Session.activity_id == Activity.id)
        .where(Registration.status == Status.CONFIRMED, *_within(filters, communities))
    )
    present = _present().where(*_within(filters, communities))
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.sector).where(
            or_(Organisation.id.in_(registered), Organisation.id.in_(present))
        )
    )
    return {id_: Named(name, sector) for id_, name, sector in rows}


def places(communities: Communities, fewest_people: int = 1) -> dict[int, tuple[float, float]]:
    """Return where organisations stand of which enough people were ever present there."""
    position = OrganisationPosition
    statement = select(position.organisation_id, position.x, position.y).where(
        position.organisation_id.in_(
            _present()
            .where(*_within(Filters(), communities))
            .group_by(Attendance.organisation_id)
            .having(func.count(Attendance.person_id.distinct()) >= fewest_people)
        )
    )
    return {id_: (x, y) for id_, x, y in db.session.execute(statement)}


def positions() -> Sequence[OrganisationPosition]:
    """Return all positions."""
    return db.session.scalars(select(OrganisationPosition)).all()


def moved_at() -> datetime | None:
    """Return when everybody was last moved; nothing if nobody has a place."""
    return db.session.scalar(select(func.min(OrganisationPosition.moved_at)))


def has_newcomers() -> bool:
    """Tell whether an organisation that was present has no place yet."""
    placed = select(OrganisationPosition.organisation_id)
    newcomer = select(Attendance.id).where(
        Attendance.organisation_id.is_not(None), Attendance.organisation_id.not_in(placed)
    )
    return db.session.scalar(newcomer.limit(1)) is not None


def sectors() -> list[str]:
    """Return all sectors; one that is added comes last."""
    statement = (
        select(Organisation.sector)
        .where(Organisation.sector.is_not(None))
        .group_by(Organisation.sector)
        .order_by(func.min(Organisation.id))
    )
    return [sector for sector in db.session.scalars(statement) if sector]


def summaries(communities: Communities) -> dict[int, Summary]:
    """Return the numbers of each community in which somebody was present, by its id."""
    statement = (
        select(
            Activity.community_id,
            func.count(Attendance.organisation_id.distinct()),
            func.count(Attendance.person_id.distinct()),
            func.count(Attendance.session_id.distinct()),
            func.min(Session.starts_at),
            func.max(Session.starts_at),
        )
        .join(Session, Session.id == Attendance.session_id)
        .join(Activity, Activity.id == Session.activity_id)
        .group_by(Activity.community_id)
    )
    if communities is not None:
        statement = statement.where(Activity.community_id.in_(communities))
    return {row[0]: Summary(*row) for row in db.session.execute(statement)}


def _present() -> Select[int | None]:
    return (
        select(Attendance.organisation_id)
        .join(Session, Session.id == Attendance.session_id)
        .join(Activity, Activity.id == Session.activity_id)
    )


def _within(filters: Filters, communities: Communities) -> list[ColumnElement[bool]]:
    """Return the conditions on activities and sessions."""
    asked: list[ColumnElement[bool]] = []
    if filters.since:
        asked.append(Session.starts_at >= _midnight(filters.since))
    if filters.until:
        asked.append(Session.starts_at < _midnight(filters.until))
    if filters.kind:
        asked.append(Activity.kind == filters.kind)
    if communities is not None:
        asked.append(Activity.community_id.in_(communities))
    return asked


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)


def _days(session: Ints, filters: Filters, communities: Communities) -> Ints:
    """Return the ordinal of the day in Amsterdam on which each session was."""
    statement = (
        select(Session.id, Session.starts_at)
        .join(Activity, Activity.id == Session.activity_id)
        .where(*_within(filters, communities))
        .order_by(Session.id)
    )
    rows = db.session.execute(statement).all()
    ids = np.array([id_ for id_, _ in rows], dtype=np.int64)
    days = [starts_at.astimezone(AMSTERDAM).toordinal() for _, starts_at in rows]
    return np.array(days, dtype=np.int64)[np.searchsorted(ids, session)]
