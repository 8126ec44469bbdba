"""Reading invitations, and what calendars show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.activities.models import Activity, Session
from rok_events.activities.rules import State
from rok_events.db import db
from rok_events.invitations.models import CalendarEntry
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

# A cancelled session must stay in the feed long enough for every calendar to hear of it.
LOOK_BACK = timedelta(days=60)


def entries(registration_ids: Collection[int]) -> Mapping[tuple[int, int], CalendarEntry]:
    """Return what calendars were told, by registration and session."""
    chosen = select(CalendarEntry).where(CalendarEntry.registration_id.in_(registration_ids))
    return {(row.registration_id, row.session_id): row for row in db.session.scalars(chosen)}


def concerned(activity_id: int) -> Sequence[Registration]:
    """Return those who have a place or wait for one, with their person, in order of arrival."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.activity_id == activity_id, Registration.status != Status.CANCELLED)
        .order_by(Registration.registered_at, Registration.id)
        .options(
            joinedload(Registration.person),
            joinedload(Registration.activity).joinedload(Activity.community),
            joinedload(Registration.activity).selectinload(Activity.sessions),
        )
    ).all()


def shown(now: datetime, community_id: int | None = None) -> Sequence[Session]:
    """Return the sessions that a feed shows, first to last: all, or of one community.

    Loaded with the activity, its community and its sessions.
    """
    chosen = (
        select(Session)
        .join(Session.activity)
        .where(Activity.state != State.DRAFT, Session.ends_at > now - LOOK_BACK)
        .order_by(Session.starts_at, Session.id)
        .options(
            contains_eager(Session.activity).joinedload(Activity.community),
            contains_eager(Session.activity).selectinload(Activity.sessions),
        )
    )
    if community_id is not None:
        chosen = chosen.where(Activity.community_id == community_id)
    return db.session.scalars(chosen).all()


def entries_of(person_id: int | None) -> Sequence[CalendarEntry]:
    """Return what somebody's calendar was told, with session and activity."""
    return db.session.scalars(
        select(CalendarEntry)
        .join(CalendarEntry.registration)
        .where(Registration.person_id == person_id)
        .order_by(CalendarEntry.id)
        .options(joinedload(CalendarEntry.session).joinedload(Session.activity))
    ).all()
