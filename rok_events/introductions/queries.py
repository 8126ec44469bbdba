"""Reading who should meet: sectors, wishes for the table plan, and what one can invite to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rok_events.activities.models import Activity
from rok_events.activities.rules import State
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.introductions.models import SectorPair, TableWish
from rok_events.introductions.rules import pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rok_events.introductions.rules import Pair

T = TypeVar("T")

MOST_ACTIVITIES = 20


class Coming(NamedTuple):
    """An activity to which one can invite."""

    id: int
    title: str
    starts_at: datetime


def sector_pairs(community_id: int) -> Sequence[SectorPair]:
    """Return the sectors that should know each other, by alphabet."""
    chosen = select(SectorPair).where(SectorPair.community_id == community_id)
    return db.session.scalars(chosen.order_by(SectorPair.one, SectorPair.other)).all()


def sector_pair(id_: int) -> SectorPair:
    """Return two sectors that should know each other.

    Raises:
        NotFoundError: there are none by this number.
    """
    return _given(db.session.get(SectorPair, id_))


def wishes(community_id: int) -> Mapping[Pair, TableWish]:
    """Return which organisations should sit at one table in a community, since the longest first.

    The table plan reads this: who met since then is not taken out.
    """
    rows = db.session.scalars(
        select(TableWish)
        .where(TableWish.community_id == community_id, TableWish.one_id != TableWish.other_id)
        .options(joinedload(TableWish.one), joinedload(TableWish.other))
        .order_by(TableWish.wished_at, TableWish.id)
    )
    found: dict[Pair, TableWish] = {}
    for row in rows:
        found.setdefault(pair(row.one_id, row.other_id), row)
    return found


def wish(id_: int) -> TableWish:
    """Return a wish for the table plan.

    Raises:
        NotFoundError: there is none by this number.
    """
    return _given(db.session.get(TableWish, id_))


def coming(community_id: int, now: datetime) -> Sequence[Coming]:
    """Return the activities for which one can register, the first one first."""
    chosen = (
        select(Activity.id, Activity.title, Activity.starts_at)
        .where(Activity.community_id == community_id, Activity.state == State.PUBLISHED)
        .where(Activity.closes_at > now)
        .order_by(Activity.starts_at, Activity.id)
        .limit(MOST_ACTIVITIES)
    )
    return [Coming._make(row) for row in db.session.execute(chosen)]


def _given(found: T | None) -> T:
    if found is None:
        raise NotFoundError(N_("This is not there any more."))
    return found
