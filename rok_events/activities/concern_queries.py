"""Reading which activities need their organisers: counted, with the first few by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Integer, cast, func, select

from rok_events.activities.models import Activity
from rok_events.activities.rules import NOT_HELD, State
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from rok_events.activities.rules import Setting
    from rok_events.db import Base

FIRST = 3
MOST_DRAFTS = 5


class Concern(NamedTuple):
    """An activity, and how much in it waits for somebody; `total` counts over all of them."""

    id: int
    title: str
    starts_at: datetime
    number: int
    total: int
    activities: int


class Draft(NamedTuple):
    """An activity that nobody can find yet; `total` is how many there are."""

    id: int
    title: str
    summary: str
    description: str
    hosted_by: str
    setting: Setting
    place_name: str
    closes_at: datetime
    starts_at: datetime
    total: int


def concerning(
    mine: Collection[int] | None, now: datetime, table: type[Base], *conditions: ColumnElement[bool]
) -> Sequence[Concern]:
    """Return the first activities ahead for which rows of a table are so, and how many rows.

    The table has an `activity_id`; `mine` are communities, `None` stands for all of them.
    """
    number = func.count()
    query = (
        select(
            Activity.id,
            Activity.title,
            Activity.starts_at,
            number,
            cast(func.sum(number).over(), Integer),
            func.count().over(),
        )
        .join(table, table.__table__.c.activity_id == Activity.id)
        .where(Activity.state.not_in(NOT_HELD), Activity.ends_at > now, *conditions)
        .where(*_of(mine))
        .group_by(Activity.id)
        .order_by(Activity.starts_at, Activity.id)
        .limit(FIRST)
    )
    return [Concern._make(row) for row in db.session.execute(query)]


def drafts(mine: Collection[int] | None) -> Sequence[Draft]:
    """Return the first drafts of some communities, by when they begin."""
    query = (
        select(*(getattr(Activity, name) for name in Draft._fields[:-1]), func.count().over())
        .where(Activity.state == State.DRAFT, *_of(mine))
        .order_by(Activity.starts_at, Activity.id)
        .limit(MOST_DRAFTS)
    )
    return [Draft._make(row) for row in db.session.execute(query)]


def untold(mine: Collection[int] | None) -> Sequence[Concern]:
    """Return the first activities whose participants are still to be told of a change."""
    every = func.count().over()
    query = (
        select(Activity.id, Activity.title, Activity.starts_at, func.count().over(), every, every)
        .where(Activity.tell_at.is_not(None), *_of(mine))
        .order_by(Activity.tell_at, Activity.id)
        .limit(FIRST)
    )
    return [Concern._make(row) for row in db.session.execute(query)]


def _of(mine: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if mine is None else [Activity.community_id.in_(mine)]
