"""Reading who should meet: sectors, and what one can invite to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from rok_events.activities.models import Activity
from rok_events.activities.rules import State
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.introductions.models import SectorPair

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

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
    found = db.session.get(SectorPair, id_)
    if found is None:
        raise NotFoundError(N_("This is not there any more."))
    return found


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
