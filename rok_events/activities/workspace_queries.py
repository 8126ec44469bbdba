"""Reading activities for those who organise them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from rok_events.activities.models import Activity, Session
from rok_events.activities.queries import UNKNOWN, plain
from rok_events.activities.rules import State
from rok_events.core.clock import AMSTERDAM
from rok_events.core.errors import NotFoundError
from rok_events.core.text import folded
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from rok_events.activities.kinds import Kind

PAGE = 50


class Stage(StrEnum):
    """Which activities an organiser looks at; the values stand in the address."""

    AHEAD = "straks"
    DRAFT = "concept"
    PAST = "voorbij"
    CANCELLED = "afgelast"
    ALL = "alles"


BACKWARDS = {Stage.PAST, Stage.CANCELLED, Stage.ALL}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an organiser looks for; `AHEAD` is what is coming, and every draft."""

    words: str = ""
    stage: Stage = Stage.AHEAD
    year: int | None = None
    series: str = ""
    page: int = 1


class Line(NamedTuple):
    """An activity in the list of an organiser."""

    id: int
    kind: Kind
    title: str
    community_id: int
    state: State
    capacity: int
    taken: int
    waiting: int
    starts_at: datetime
    ends_at: datetime
    tell_at: datetime | None
    sessions: int

    @property
    def places_left(self) -> int:
        """How many places can still be given."""
        return max(self.capacity - self.taken, 0)


class Found(NamedTuple):
    """One page of the list."""

    lines: Sequence[Line]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.total // PAGE), 1)


class Meanwhile(NamedTuple):
    """A session of another activity, while one of this activity goes on."""

    mine_starts_at: datetime
    activity_id: int
    title: str
    community_id: int
    hosted_by: str
    place_name: str
    starts_at: datetime
    ends_at: datetime


def get(activity_id: int) -> Activity:
    """Return an activity with its community, sessions, programme and questions.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.scalar(
        select(Activity)
        .where(Activity.id == activity_id)
        .options(
            joinedload(Activity.community),
            selectinload(Activity.sessions),
            selectinload(Activity.programme),
            selectinload(Activity.questions),
        )
    )
    if found is None:
        raise NotFoundError(UNKNOWN)
    return found


def planned(mine: frozenset[int] | None, wanted: Wanted, now: datetime) -> Found:
    """Return one page of the activities of some communities (`None`: of all), as `wanted`.

    What is ahead stands first to last, and so does a row; the past runs backwards. Too high a page
    is the last one.
    """
    conditions = [*_staged(wanted.stage, now), *_worded(wanted.words)]
    if mine is not None:
        conditions.append(Activity.community_id.in_(mine))
    if wanted.year is not None:
        conditions += _in_year(wanted.year)
    if wanted.series:
        conditions.append(Activity.series == wanted.series)
    total = db.session.scalar(select(func.count()).select_from(Activity).where(*conditions)) or 0
    page = min(wanted.page, max(-(-total // PAGE), 1))
    order = (
        (Activity.starts_at.desc(), Activity.id.desc())
        if wanted.stage in BACKWARDS and not wanted.series
        else (Activity.starts_at, Activity.id)
    )
    standing = (
        select(func.count())
        .where(Session.activity_id == Activity.id, Session.cancelled_at.is_(None))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(*(getattr(Activity, name) for name in Line._fields[:-1]), standing)
        .where(*conditions)
        .order_by(*order)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Found([Line._make(row) for row in rows], total, page)


def years(mine: frozenset[int] | None) -> list[int]:
    """Return the years in which some communities (`None`: all) have activities, latest first."""
    span = select(func.min(Activity.starts_at), func.max(Activity.starts_at))
    if mine is not None:
        span = span.where(Activity.community_id.in_(mine))
    ends = [
        moment.astimezone(AMSTERDAM).year for moment in db.session.execute(span).one() if moment
    ]
    return list(range(ends[-1], ends[0] - 1, -1)) if ends else []


def meanwhile(activity: Activity, mine: frozenset[int] | None) -> list[Meanwhile]:
    """Return sessions of other activities at the same time as one of this activity.

    Drafts only of the communities that somebody plans in (`None`: of all).
    """
    own, other = aliased(Session), aliased(Session)
    known = Activity.state == State.PUBLISHED
    draft = Activity.state == State.DRAFT
    seen = or_(known, draft if mine is None else and_(draft, Activity.community_id.in_(mine)))
    rows = db.session.execute(
        select(
            own.starts_at,
            Activity.id,
            Activity.title,
            Activity.community_id,
            Activity.hosted_by,
            func.coalesce(func.nullif(other.place_name, ""), Activity.place_name),
            other.starts_at,
            other.ends_at,
        )
        .join(other, other.activity_id == Activity.id)
        .join(own, and_(own.starts_at < other.ends_at, own.ends_at > other.starts_at))
        .where(own.activity_id == activity.id, own.cancelled_at.is_(None))
        .where(Activity.id != activity.id, other.cancelled_at.is_(None), seen)
        .order_by(own.starts_at, other.starts_at, Activity.id)
    )
    return [Meanwhile._make(row) for row in rows]


def _staged(stage: Stage, now: datetime) -> list[ColumnElement[bool]]:
    if stage is Stage.ALL:
        return []
    if stage is Stage.DRAFT:
        return [Activity.state == State.DRAFT]
    if stage is Stage.CANCELLED:
        return [Activity.state == State.CANCELLED]
    if stage is Stage.PAST:
        return [Activity.state == State.PUBLISHED, Activity.ends_at <= now]
    return [
        or_(
            Activity.state == State.DRAFT,
            and_(Activity.state == State.PUBLISHED, Activity.ends_at > now),
        )
    ]


def _worded(words: str) -> list[ColumnElement[bool]]:
    return [Activity.words.like(f"%{plain(word)}%", escape="/") for word in folded(words).split()]


def _in_year(year: int) -> list[ColumnElement[bool]]:
    begin, end = (datetime(one, 1, 1, tzinfo=AMSTERDAM) for one in (year, year + 1))
    return [Activity.starts_at >= begin, Activity.starts_at < end]
