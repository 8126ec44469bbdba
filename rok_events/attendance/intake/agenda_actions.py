"""The activities and sessions that a file speaks of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import select, update
from sqlalchemy.orm import load_only

from rok_events.activities import planning
from rok_events.activities.kinds import TRAITS, Kind
from rok_events.activities.models import Activity, Session
from rok_events.activities.rules import State
from rok_events.attendance.intake.bulk_actions import chunks, insert_missing
from rok_events.attendance.intake.cells import USUAL_LENGTH
from rok_events.attendance.intake.rows import SessionKey
from rok_events.core import clock
from rok_events.core.text import folded
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from rok_events.attendance.intake.bulk_actions import Store
    from rok_events.attendance.intake.rows import Row

Ends: TypeAlias = "Mapping[SessionKey, datetime]"

_NEEDED = (
    Activity.community_id,
    Activity.kind,
    Activity.title,
    Activity.state,
    Activity.starts_at,
    Activity.ends_at,
)

SAME_COURSE = timedelta(days=100)
"""How far apart sessions of one title may lie and still be one course of several sessions."""


class Place(NamedTuple):
    """Where somebody was."""

    activity_id: int
    session_id: int


@dataclass
class Course:
    """An activity with the sessions that it gets; `activity_id` is empty while it is new."""

    community_id: int
    kind: Kind
    title: str
    starts_at: datetime
    ends_at: datetime
    activity_id: int | None = None
    highest: int = 0
    new: list[SessionKey] = field(default_factory=list)

    def takes(self, key: SessionKey) -> bool:
        """Tell whether a session of its title lies near enough to be one of its sessions."""
        return self.starts_at - SAME_COURSE <= key.starts_at <= self.ends_at + SAME_COURSE

    def add(self, key: SessionKey, ends_at: datetime) -> None:
        """Give it one more session."""
        self.new.append(key)
        self.starts_at = min(self.starts_at, key.starts_at)
        self.ends_at = max(self.ends_at, ends_at)


@dataclass
class Agenda:
    """What is in the agenda of some communities: `closed` was cancelled or never published."""

    sessions: dict[SessionKey, Place] = field(default_factory=dict)
    closed: set[SessionKey] = field(default_factory=set)
    courses: dict[int, Course] = field(default_factory=dict)


def read(community_ids: Collection[int]) -> Agenda:
    """Return what these communities held and planned, in one query."""
    agenda = Agenda()
    query = (
        select(Activity, Session.id, Session.number, Session.starts_at, Session.cancelled_at)
        .join(Session.activity)
        .where(Activity.community_id.in_(community_ids))
        .options(load_only(*_NEEDED, raiseload=True))
        .order_by(Activity.id, Session.number)
    )
    for activity, session_id, number, starts_at, cancelled_at in db.session.execute(query):
        group = activity.community_id, activity.kind, activity.title.casefold()
        key = SessionKey(*group, starts_at)
        is_open = activity.state is State.PUBLISHED and cancelled_at is None
        if is_open or key not in agenda.sessions:
            agenda.sessions[key] = Place(activity.id, session_id)
            (agenda.closed.discard if is_open else agenda.closed.add)(key)
        if activity.state is State.PUBLISHED:
            span = activity.starts_at, activity.ends_at, activity.id
            course = agenda.courses.setdefault(activity.id, Course(*group, *span))
            course.highest = number
    return agenda


def complete(
    store: Store, agenda: Agenda, rows: Sequence[Row], now: datetime
) -> dict[SessionKey, Place]:
    """Return the place of every session in the rows, adding what is missing.

    New activities are published and over. A kind with many sessions gets those of one title that
    lie near each other as one activity.
    """
    first = {row.session: row for row in reversed(rows)}
    ends = {key: key.starts_at + USUAL_LENGTH for key in first}
    ends |= {row.session: row.ends_at for row in reversed(rows) if row.ends_at}
    known = {key: place for key, place in agenda.sessions.items() if key in first}
    courses = _courses(agenda, sorted(first.keys() - known.keys()), first, ends)
    if not store.is_trial:
        _lock({place.activity_id for place in known.values()}, courses)
    _complete_activities(store, courses, now)
    return known | _complete_sessions(store, courses, ends)


def _courses(
    agenda: Agenda, keys: Iterable[SessionKey], first: Mapping[SessionKey, Row], ends: Ends
) -> list[Course]:
    """Return the activities that get these sessions; the keys of one title come in time's order."""
    by_title: dict[tuple[object, ...], list[Course]] = defaultdict(list)
    for course in agenda.courses.values():
        by_title[course.community_id, course.kind, course.title.casefold()].append(course)
    growing = []
    for key in keys:
        courses = by_title[key[:3]] if TRAITS[key.kind].has_many_sessions else []
        near = [course for course in courses if course.takes(key)]
        if not near:
            title = first[key].activity
            near = [Course(key.community_id, key.kind, title, key.starts_at, ends[key])]
            courses += near
        course = near[0]
        if not course.new:
            growing.append(course)
        course.add(key, ends[key])
    return growing


def _lock(activity_ids: set[int], courses: Iterable[Course]) -> None:
    """Keep others from changing what is known of these activities until the commit."""
    growing = {course.activity_id for course in courses if course.activity_id is not None}
    for ids in chunks(sorted(activity_ids | growing)):
        query = select(Activity.id).where(Activity.id.in_(ids)).order_by(Activity.id)
        db.session.execute(query.with_for_update())


def _complete_activities(store: Store, courses: Sequence[Course], now: datetime) -> None:
    """Add the activities that are new, and let the others reach to their new sessions."""
    new = [course for course in courses if course.activity_id is None]
    slugs = _slugs(new)
    wanted = dict(zip(slugs, new, strict=True))
    ids = store.complete(
        Activity,
        slugs,
        _activities_by_slug,
        lambda missing: insert_missing(
            Activity, [_activity(slug, wanted[slug], now) for slug in missing]
        ),
    )
    longer = [course for course in courses if course.activity_id is not None]
    if longer and not store.is_trial:
        db.session.execute(
            update(Activity),
            [{"id": c.activity_id, "starts_at": c.starts_at, "ends_at": c.ends_at} for c in longer],
        )
    for slug, course in wanted.items():
        course.activity_id = ids[slug]


def _slugs(courses: Sequence[Course]) -> list[str]:
    """Return an address for each new activity that nobody has."""
    taken = set(db.session.scalars(select(Activity.slug))) if courses else set()
    slugs = []
    for course in courses:
        day = course.starts_at.astimezone(clock.AMSTERDAM).date()
        candidates = planning.slugs(course.title, course.kind, day)
        slug = next(slug for slug in candidates if slug not in taken)
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _activities_by_slug(slugs: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in chunks(slugs):
        query = select(Activity.slug, Activity.id).where(Activity.slug.in_(part))
        found |= dict(db.session.execute(query).all())
    return found


def _activity(slug: str, course: Course, now: datetime) -> dict[str, Any]:
    """Return the row of a new activity; its places are counted when everybody is in."""
    return {
        "community_id": course.community_id,
        "kind": course.kind,
        "slug": slug,
        "title": course.title,
        "words": folded(f"{course.title} {course.kind}"),
        "capacity": 1,
        "closes_at": course.starts_at,
        "state": State.PUBLISHED,
        "starts_at": course.starts_at,
        "ends_at": course.ends_at,
        "created_at": now,
        "updated_at": now,
        "published_at": now,
    }


def _complete_sessions(
    store: Store, courses: Iterable[Course], ends: Ends
) -> dict[SessionKey, Place]:
    wanted = {
        (course.activity_id, number): key
        for course in courses
        if course.activity_id is not None
        for number, key in enumerate(course.new, course.highest + 1)
    }
    ids = store.complete(
        Session,
        wanted.keys(),
        _sessions_by_number,
        lambda missing: insert_missing(
            Session,
            [
                {
                    "activity_id": activity_id,
                    "number": number,
                    "starts_at": wanted[activity_id, number].starts_at,
                    "ends_at": ends[wanted[activity_id, number]],
                }
                for activity_id, number in missing
            ],
        ),
    )
    return {key: Place(spot[0], ids[spot]) for spot, key in wanted.items()}


def _sessions_by_number(spots: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for part in chunks({activity_id for activity_id, _number in spots}):
        query = select(Session.activity_id, Session.number, Session.id)
        rows = db.session.execute(query.where(Session.activity_id.in_(part)))
        found |= {(row.activity_id, row.number): row.id for row in rows}
    return {spot: found[spot] for spot in spots if spot in found}
