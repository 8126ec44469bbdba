"""Reading what people were there of an activity, and whether that is final."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from rok_events.activities.models import Activity, Session
from rok_events.attendance import rules
from rok_events.attendance.models import Attendance, Stay
from rok_events.core import clock, text
from rok_events.db import db, folded
from rok_events.people.models import Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime, timedelta

    from rok_events.attendance.rules import ActivityPresence


class _Held(NamedTuple):
    """A session that took place, of the activity or of a parallel group."""

    id: int
    activity_id: int
    number: int
    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at


def of_activity(activity_id: int) -> Mapping[int, ActivityPresence]:
    """Return what everybody who came was there of an activity, by person.

    Who registered for one of parallel groups and catches up in another, was there; their presence
    counts for the group they registered for, and for no other.
    """
    together = groups(activity_id)
    held = {session.id: session for session in _held(together)}
    lengths = {one.number: one.length for one in held.values() if one.activity_id == activity_id}
    homes = _homes(together)
    been: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for person_id, session_id, share in _shares(held):
        home = homes.get(person_id, held[session_id].activity_id)
        if home == activity_id:
            been[person_id].append((held[session_id].number, session_id, share))
    return {id_: rules.activity_presence(lengths, what) for id_, what in been.items()}


def is_closed(activity_id: int) -> bool:
    """Tell whether every session that was not cancelled is over, with its list closed."""
    asked = select(func.max(Session.ends_at), func.count(), func.count(Session.list_closed_at))
    standing = asked.where(Session.activity_id == activity_id, Session.cancelled_at.is_(None))
    ends_at, sessions, closed = db.session.execute(standing).one()
    return bool(sessions) and closed == sessions and ends_at <= clock.now()


def groups(activity_id: int) -> Collection[int]:
    """Return the ids of an activity and of the groups parallel to it."""
    key = select(Activity.parallel).where(Activity.id == activity_id, Activity.parallel != "")
    asked = select(Activity.id).where(Activity.parallel == key.scalar_subquery())
    return {activity_id, *db.session.scalars(asked)}


def namesake_beside(activity_id: int, name: str) -> int | None:
    """Return who has this name and registered for a parallel group, if that is one person."""
    asked = (
        select(Registration.person_id)
        .join(Registration.person)
        .where(
            Registration.activity_id.in_(groups(activity_id)),
            Registration.activity_id != activity_id,
            Registration.status != Status.CANCELLED,
            folded(Person.name) == text.folded(name),
        )
        .distinct()
    )
    found = db.session.scalars(asked).all()
    return found[0] if len(found) == 1 else None


def _held(groups: Collection[int]) -> Iterable[_Held]:
    asked = select(
        Session.id, Session.activity_id, Session.number, Session.starts_at, Session.ends_at
    ).where(Session.activity_id.in_(groups), Session.cancelled_at.is_(None))
    return [_Held._make(row) for row in db.session.execute(asked)]


def _homes(groups: Collection[int]) -> Mapping[int, int]:
    """Return for which of parallel groups presence counts, by person; nobody without any."""
    if len(groups) == 1:
        return {}
    asked = select(
        Registration.person_id, Registration.activity_id, Registration.status, Registration.id
    ).where(Registration.activity_id.in_(groups))
    places = defaultdict(list)
    for person_id, activity_id, status, id_ in db.session.execute(asked):
        places[person_id].append((activity_id, status, id_))
    homes = {id_: rules.home(held) for id_, held in places.items()}
    return {id_: home for id_, home in homes.items() if home is not None}


def _shares(held: Mapping[int, _Held]) -> Iterable[tuple[int, int, float]]:
    """Return who was at which session, and which part of it."""
    here = Attendance.session_id.in_(held)
    stays = defaultdict(list)
    timed = select(Stay.attendance_id, Stay.came_at, Stay.left_at).join(Stay.attendance)
    for id_, came_at, left_at in db.session.execute(timed.where(here)):
        stays[id_].append((came_at, left_at))
    asked = select(
        Attendance.id, Attendance.person_id, Attendance.session_id, Attendance.share
    ).where(here)
    for id_, person_id, session_id, share in db.session.execute(asked):
        one = held[session_id]
        if id_ in stays:
            share = rules.session_share(stays[id_], one.starts_at, one.ends_at)  # noqa: PLW2901
        yield person_id, session_id, share
