"""Reading who was where, and where organisations stand.

Communities are given as ids; `None` means all of them.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from rok_events.activities.models import Activity, Session
from rok_events.attendance.models import Attendance, Seat
from rok_events.core.clock import AMSTERDAM
from rok_events.db import db
from rok_events.network.graph import Named
from rok_events.network.models import OrganisationPosition
from rok_events.network.presences import NOBODY, Seats
from rok_events.network.rules import Employer, Filters
from rok_events.people.models import Affiliation, Organisation
from rok_events.people.queries import ignored, left_out
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, ScalarSelect, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from rok_events.network.presences import Ints

    Communities: TypeAlias = Collection[int] | None

EMPLOYER = case((Attendance.organisation_id.not_in(ignored()), Attendance.organisation_id))
"""For whom somebody was there; nobody if what they named is no organisation."""

SHOWN_EMPLOYER = case((Attendance.person_id.not_in(left_out()), EMPLOYER))
"""For whom somebody was there in the network; nobody if they want to be left out of it."""

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
    """Return who was present, at which table where that is known.

    Whoever works nowhere now, as far as is known, counts where they worked on that day.
    """
    sessions = _sessions(filters, communities)
    now = employer_now(Attendance.person_id)
    employer = EMPLOYER if filters.employer is Employer.THEN else func.coalesce(now, EMPLOYER)
    asked = (
        Attendance.person_id,
        func.coalesce(employer, NOBODY),
        Attendance.session_id,
    )
    present = select(*asked)
    at_tables = select(*asked, Seat.table_id).join(Seat, Seat.attendance_id == Attendance.id)
    if filters.are_set or communities is not None:
        there = Attendance.session_id.in_(sessions.with_only_columns(Session.id))
        present, at_tables = present.where(there), at_tables.where(there)
    everybody, seated = columns(present), columns(at_tables)
    standing = everybody
    if seated.size:
        people = everybody[0].max() + 1
        has_table = np.isin(everybody[2] * people + everybody[0], seated[2] * people + seated[0])
        standing = everybody[:, ~has_table]
    person, organisation, session = np.concatenate((standing, seated[:3]), axis=1)
    table = np.concatenate((np.zeros(standing.shape[1], dtype=np.int64), seated[3]))
    if hidden := db.session.scalars(left_out()).all():
        # They fill their group as before, and make no tie.
        organisation[np.isin(person, hidden)] = NOBODY
    return Seats(person, organisation, session, table, days(sessions)[session])


def employer_now(person_id: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """Return where somebody works now, as far as is known, as part of a question."""
    return (
        select(Affiliation.organisation_id)
        .where(Affiliation.person_id == person_id, Affiliation.ends_on.is_(None))
        .where(Affiliation.organisation_id.not_in(ignored()))
        .scalar_subquery()
    )


def names(filters: Filters, communities: Communities, present: Ints) -> dict[int, Named]:
    """Return the organisations that were `present`, and those whose people were registered."""
    registered = (
        select(Registration.organisation_id)
        .join(Activity, Activity.id == Registration.activity_id)
        .join(Session, Session.activity_id == Activity.id)
        .where(Registration.status == Status.CONFIRMED, *within(filters, communities))
        .where(Registration.person_id.not_in(left_out()))
    )
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.sector,
            Organisation.id.in_(registered),
        ).where(Organisation.id.not_in(ignored()))
    )
    there = {*present.tolist()}
    return {
        id_: Named(name, sector)
        for id_, name, sector, is_registered in rows
        if is_registered or id_ in there
    }


def places(communities: Communities, fewest_people: int = 1) -> dict[int, tuple[float, float]]:
    """Return where organisations stand of which enough people were ever present there."""
    position = OrganisationPosition
    statement = select(position.organisation_id, position.x, position.y)
    if communities is not None or fewest_people > 1:
        enough = (
            select(Attendance.organisation_id)
            .join(Session, Session.id == Attendance.session_id)
            .join(Activity, Activity.id == Session.activity_id)
            .where(*within(Filters(), communities))
            .where(Attendance.person_id.not_in(left_out()))
            .group_by(Attendance.organisation_id)
            .having(func.count(Attendance.person_id.distinct()) >= fewest_people)
        )
        statement = statement.where(position.organisation_id.in_(enough))
    return {id_: (x, y) for id_, x, y in db.session.execute(statement)}


def positions() -> Sequence[OrganisationPosition]:
    """Return all positions."""
    return db.session.scalars(select(OrganisationPosition)).all()


def moved_at() -> datetime | None:
    """Return when everybody was last moved; nothing if nobody has a place."""
    return db.session.scalar(select(func.min(OrganisationPosition.moved_at)))


def has_newcomers() -> bool:
    """Tell whether an organisation that met another has no place yet."""
    there, other = aliased(Attendance), aliased(Attendance)
    met = (
        select(there.id)
        .join(other, other.session_id == there.session_id)
        .where(
            there.organisation_id == Organisation.id,
            there.person_id.not_in(left_out()),
            other.organisation_id != Organisation.id,
            other.organisation_id.not_in(ignored()),
            other.person_id.not_in(left_out()),
        )
    )
    placed = select(OrganisationPosition.organisation_id)
    newcomer = select(Organisation.id).where(
        Organisation.id.not_in(placed), Organisation.id.not_in(ignored()), met.exists()
    )
    return db.session.scalar(newcomer.limit(1)) is not None


def sectors() -> list[str]:
    """Return all sectors; one that is added comes last."""
    statement = (
        select(Organisation.sector)
        .where(Organisation.sector.is_not(None), Organisation.id.not_in(ignored()))
        .where(Organisation.merged_into_id.is_(None))
        .group_by(Organisation.sector)
        .order_by(func.min(Organisation.id))
    )
    return [sector for sector in db.session.scalars(statement) if sector]


def slugs(ids: Collection[int]) -> dict[int, str]:
    """Return the addresses of organisations by their ids."""
    chosen = select(Organisation.id, Organisation.slug).where(Organisation.id.in_(ids))
    if not ids:
        return {}
    return {row.id: row.slug for row in db.session.execute(chosen)}


def addressed(slug: str) -> Organisation | None:
    """Return the organisation at an address, or the one that it was merged into."""
    found = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    while found and found.merged_into_id is not None:
        found = db.session.get(Organisation, found.merged_into_id)
    return found


def summaries(communities: Communities) -> dict[int, Summary]:
    """Return the numbers of each community in which somebody was present, by its id."""
    statement = (
        select(
            Activity.community_id,
            func.count(SHOWN_EMPLOYER.distinct()),
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


def within(filters: Filters, communities: Communities) -> list[ColumnElement[bool]]:
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


def _sessions(filters: Filters, communities: Communities) -> Select[int, datetime]:
    return (
        select(Session.id, Session.starts_at)
        .join(Activity, Activity.id == Session.activity_id)
        .where(*within(filters, communities))
    )


def days(sessions: Select[int, datetime]) -> Ints:
    """Return the ordinal of the day in Amsterdam by session id."""
    rows = db.session.execute(sessions).all()
    found = np.zeros(max((id_ for id_, _ in rows), default=0) + 1, dtype=np.int64)
    for id_, starts_at in rows:
        found[id_] = starts_at.astimezone(AMSTERDAM).toordinal()
    return found


def columns(statement: Select[*tuple[Any, ...]]) -> Ints:
    """Return columns of whole numbers, without keeping all rows as Python objects."""
    # From the driver's own cursor: rows of SQLAlchemy would take five times as long.
    cursor = db.session.connection().execute(statement).cursor
    rows = iter(lambda: cursor.fetchmany(_AT_ONCE), [])
    numbers = chain.from_iterable(chain.from_iterable(rows))
    return np.fromiter(numbers, dtype=np.int64).reshape(-1, len(statement.selected_columns)).T
