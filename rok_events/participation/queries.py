"""Reading who took part: of each session how many, and each presence as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sqlalchemy import and_, func, select

from rok_events.activities.models import Activity, Session
from rok_events.attendance.models import Attendance
from rok_events.core.clock import AMSTERDAM
from rok_events.db import db
from rok_events.network import comparison_queries
from rok_events.network.presences import NOBODY
from rok_events.network.queries import SHOWN_EMPLOYER, columns, within
from rok_events.network.scopes import Scope
from rok_events.people.models import Organisation
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from rok_events.activities.kinds import Kind
    from rok_events.network.presences import Ints
    from rok_events.network.rules import Filters

    Communities: TypeAlias = Collection[int] | None
    Version: TypeAlias = tuple[str, datetime | None]


class Held(NamedTuple):
    """A session at which somebody was present.

    `registered` had a place; of those `came` were present, and `present` is everybody.
    """

    id: int
    community_id: int
    kind: Kind
    title: str
    starts_at: datetime
    present: int
    came: int
    registered: int

    @property
    def day(self) -> date:
        """The day on which it began."""
        return self.starts_at.astimezone(AMSTERDAM).date()


class Named(NamedTuple):
    """What an organisation is called, and its sector."""

    name: str
    sector: str | None
    slug: str


def version(filters: Filters, communities: Communities) -> Version | None:
    """Return what tells these data from older ones; nothing where news was never told."""
    state = comparison_queries.state(Scope.of(filters, communities))
    if state.changed_at is None:
        return None
    # What activities are called is no news to the network.
    return state.version, db.session.scalar(select(func.max(Activity.updated_at)))


def held(filters: Filters, communities: Communities) -> Sequence[Held]:
    """Return the sessions at which somebody was present, the first one first."""
    place = and_(
        Registration.activity_id == Session.activity_id,
        Registration.person_id == Attendance.person_id,
        Registration.status == Status.CONFIRMED,
    )
    present = (
        select(
            Attendance.session_id,
            func.count().label("present"),
            func.count(Registration.id).label("came"),
        )
        .join(Session, Session.id == Attendance.session_id)
        .join(Activity, Activity.id == Session.activity_id)
        .outerjoin(Registration, place)
        .where(*within(filters, communities))
        .group_by(Attendance.session_id)
        .subquery()
    )
    registered = (
        select(Registration.activity_id, func.count().label("registered"))
        .where(Registration.status == Status.CONFIRMED)
        .group_by(Registration.activity_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Session.id,
            Activity.community_id,
            Activity.kind,
            Activity.title,
            Session.starts_at,
            present.c.present,
            present.c.came,
            func.coalesce(registered.c.registered, 0),
        )
        .join(present, present.c.session_id == Session.id)
        .join(Activity, Activity.id == Session.activity_id)
        .outerjoin(registered, registered.c.activity_id == Activity.id)
        .order_by(Session.starts_at, Session.id)
    )
    return [Held._make(row) for row in rows]


def presences(filters: Filters, communities: Communities) -> Ints:
    """Return person, organisation (or `NOBODY`) and session of each presence, as three rows."""
    statement = (
        select(Attendance.person_id, func.coalesce(SHOWN_EMPLOYER, NOBODY), Attendance.session_id)
        .join(Session, Session.id == Attendance.session_id)
        .join(Activity, Activity.id == Session.activity_id)
        .where(*within(filters, communities))
    )
    return columns(statement)


def organisations() -> Mapping[int, Named]:
    """Return all organisations by their number."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.sector, Organisation.slug).where(
            Organisation.merged_into_id.is_(None)
        )
    )
    return {row[0]: Named(*row[1:]) for row in rows}
