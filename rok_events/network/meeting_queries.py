"""Reading the sessions in which two organisations were together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from rok_events.activities.kinds import TRAITS
from rok_events.activities.models import Activity, Session
from rok_events.communities.models import Community
from rok_events.db import db
from rok_events.network import queries
from rok_events.network.presences import contacts
from rok_events.network.rules import LARGEST_TABLE, Filters, Groups

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from rok_events.activities.kinds import Kind


@dataclass(frozen=True)
class Meeting:
    """A session in which two organisations were together; no title where it may hold a case."""

    starts_at: datetime
    kind: Kind
    title: str | None
    community: str


def together(
    filters: Filters, communities: Collection[int] | None, one: int, other: int
) -> list[Meeting]:
    """Return the sessions in which people of both shared a contact group, the last one first."""
    largest = LARGEST_TABLE if filters.groups is Groups.TABLES else None
    rows = contacts(queries.seats(filters, communities), largest=largest)
    ours, theirs = (rows.group[rows.organisation == id_] for id_ in (one, other))
    shared = np.isin(rows.group, np.intersect1d(ours, theirs))
    sessions = np.unique(rows.session[shared]).tolist()
    found = db.session.execute(
        select(Session.starts_at, Activity.kind, Activity.title, Community.name)
        .join(Activity, Activity.id == Session.activity_id)
        .join(Community, Community.id == Activity.community_id)
        .where(Session.id.in_(sessions))
        .order_by(Session.starts_at.desc(), Session.id)
    )
    return [
        Meeting(starts_at, kind, title if TRAITS[kind].shows_title else None, community)
        for starts_at, kind, title, community in found
    ]
