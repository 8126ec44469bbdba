"""Reading one activity as its page shows it: plain values, and nothing that is secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select

from rok_events.activities.models import Activity, ProgrammeItem, Session
from rok_events.activities.queries import UNKNOWN
from rok_events.activities.rules import Accreditation
from rok_events.communities.models import Community
from rok_events.core.errors import NotFoundError
from rok_events.db import db

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.activities.kinds import Kind
    from rok_events.activities.rules import Setting, State


class Network(NamedTuple):
    """The community that holds an activity."""

    slug: str
    name: str
    accent: str


class Details(NamedTuple):
    """What the page of an activity tells. Where people meet online is not among it."""

    id: int
    community_id: int
    kind: Kind
    slug: str
    title: str
    summary: str
    description: str
    audience: str
    hosted_by: str
    contact_email: str
    capacity: int
    taken: int
    waiting: int
    by_invitation: bool
    closes_at: datetime
    state: State
    setting: Setting
    place_name: str
    place_address: str
    place_notes: str
    cancel_reason: str
    starts_at: datetime
    ends_at: datetime
    minimum_presence: int | None
    accreditations: tuple[Accreditation, ...]
    network: Network


class Meeting(NamedTuple):
    """A session that goes on."""

    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place_name: str


class Point(NamedTuple):
    """A point of the programme."""

    starts_at: datetime
    title: str
    note: str


# Statements are made once: to put one together takes as long as to run it.
DETAILS = (
    select(
        *(getattr(Activity, name) for name in Details._fields if name != "network"),
        Community.slug,
        Community.name,
        Community.accent,
    )
    .join(Activity.community)
    .where(Activity.slug == bindparam("slug"))
)
MEETINGS = (
    select(*(getattr(Session, name) for name in Meeting._fields))
    .where(Session.activity_id == bindparam("id"), Session.cancelled_at.is_(None))
    .order_by(Session.starts_at, Session.number)
)
PROGRAMME = (
    select(*(getattr(ProgrammeItem, name) for name in Point._fields))
    .where(ProgrammeItem.activity_id == bindparam("id"))
    .order_by(ProgrammeItem.starts_at, ProgrammeItem.id)
)


def get(slug: str) -> Details:
    """Return the activity at an address.

    Raises:
        NotFoundError: there is none.
    """
    row = db.session.execute(DETAILS, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFoundError(UNKNOWN)
    *plain, accreditations, network_slug, name, accent = row
    gained = tuple(Accreditation(*values) for values in accreditations)
    return Details._make((*plain, gained, Network(network_slug, name, accent)))


def meetings(activity_id: int) -> tuple[Meeting, ...]:
    """Return the sessions of an activity that go on, in order."""
    return tuple(map(Meeting._make, db.session.execute(MEETINGS, {"id": activity_id})))


def programme(activity_id: int) -> tuple[Point, ...]:
    """Return the programme of an activity in the order of the day."""
    return tuple(map(Point._make, db.session.execute(PROGRAMME, {"id": activity_id})))
