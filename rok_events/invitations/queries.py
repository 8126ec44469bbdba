"""Reading invitations, and what calendars show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.activities.models import Activity, Session
from rok_events.activities.rules import State
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.invitations.models import CalendarEntry, PersonalFeed
from rok_events.people import merging_queries as merging
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

# A cancelled session must stay in the feed long enough for every calendar to hear of it.
LOOK_BACK = timedelta(days=60)

# Asked for everybody who gets a place; to put it together takes as long as to run it.
ENTRIES = (
    select(CalendarEntry)
    .join(CalendarEntry.session)
    .where(
        Session.activity_id == bindparam("activity_id"),
        CalendarEntry.person_id == bindparam("person_id"),
    )
    .options(contains_eager(CalendarEntry.session))
)


def entries(activity_id: int, person_id: int) -> Mapping[int, CalendarEntry]:
    """Return what somebody's calendar was told of an activity, by session."""
    chosen = db.session.scalars(ENTRIES, {"activity_id": activity_id, "person_id": person_id})
    return {entry.session_id: entry for entry in chosen}


def entries_at(activity_id: int) -> Mapping[int, Mapping[int, CalendarEntry]]:
    """Return what all calendars were told of an activity, by person and session."""
    found: dict[int, dict[int, CalendarEntry]] = {}
    chosen = (
        select(CalendarEntry)
        .join(CalendarEntry.session)
        .where(Session.activity_id == activity_id)
        .order_by(CalendarEntry.id)
        .options(joinedload(CalendarEntry.person), contains_eager(CalendarEntry.session))
    )
    for entry in db.session.scalars(chosen):
        found.setdefault(entry.person_id, {})[entry.session_id] = entry
    return found


def find_entry(uid: str) -> CalendarEntry | None:
    """Return the entry of this name, with person, session and activity."""
    return _find_entry(uid) or _find_entry(merging.leads_to("calendar_entry", uid))


def _find_entry(uid: str | None) -> CalendarEntry | None:
    return db.session.scalar(
        select(CalendarEntry)
        .where(CalendarEntry.uid == uid)
        .options(
            joinedload(CalendarEntry.person),
            joinedload(CalendarEntry.session)
            .joinedload(Session.activity)
            .joinedload(Activity.community),
        )
    )


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
        .where(CalendarEntry.person_id == person_id)
        .order_by(CalendarEntry.id)
        .options(joinedload(CalendarEntry.session).joinedload(Session.activity))
    ).all()


def subscribed(person_id: int, now: datetime) -> Sequence[CalendarEntry]:
    """Return what somebody's own feed shows, first to last: where they have a place, or had one.

    Who is only invited does not have it in there. Loaded with the activity and its community.
    """
    has_place = (
        exists()
        .where(Registration.activity_id == Session.activity_id)
        .where(Registration.person_id == CalendarEntry.person_id)
        .where(Registration.status == Status.CONFIRMED)
    )
    return db.session.scalars(
        select(CalendarEntry)
        .join(CalendarEntry.session)
        .where(CalendarEntry.person_id == person_id, Session.ends_at > now - LOOK_BACK)
        .where(or_(has_place, CalendarEntry.is_withdrawn))
        .order_by(Session.starts_at, Session.id)
        .options(
            contains_eager(CalendarEntry.session)
            .joinedload(Session.activity)
            .joinedload(Activity.community)
        )
    ).all()


def get_feed(secret: str) -> PersonalFeed:
    """Return the feed at a secret address.

    Raises:
        NotFoundError: there is none, or its owner made a new address.
    """
    found = _find_feed(secret) or _find_feed(merging.leads_to("personal_feed", secret))
    if found is None:
        raise NotFoundError(N_("There is no calendar at this address any more."))
    return found


def _find_feed(secret: str | None) -> PersonalFeed | None:
    return db.session.scalar(select(PersonalFeed).where(PersonalFeed.secret == secret))


def find_feed(person_id: int | None) -> PersonalFeed | None:
    """Return the secret address of somebody's calendar, if they asked for one."""
    return db.session.scalar(select(PersonalFeed).where(PersonalFeed.person_id == person_id))
