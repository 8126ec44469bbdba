"""Reading how ties compare with chance, and what a comparison must know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, or_, select, union, union_all

from rok_events.activities.models import Activity, Session
from rok_events.attendance.models import Attendance
from rok_events.core.clock import AMSTERDAM
from rok_events.db import db
from rok_events.guests.models import InvitedOrganisation
from rok_events.network.membership import Members
from rok_events.network.models import NetworkComparison, NetworkEdition
from rok_events.network.scopes import LEASE, Scope
from rok_events.people.models import Organisation, OrganisationList
from rok_events.registrations.models import Registration

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime


class State(NamedTuple):
    """The version of the network, and what is kept of a comparison.

    `changed_at` is empty where nothing was ever told of: then nothing may be remembered. `digest`
    is, where the comparison is not known for this version.
    """

    version: str
    changed_at: datetime | None
    digest: str


def state(scope: Scope) -> State:
    """Return the version of the network as it is now, and whether a comparison is known for it."""
    kept = select(NetworkComparison).where(NetworkComparison.key == scope.key)
    edition, changed_at, names, version, digest = db.session.execute(
        select(
            select(NetworkEdition.edition).scalar_subquery(),
            select(NetworkEdition.changed_at).scalar_subquery(),
            select(OrganisationList.edition).scalar_subquery(),
            kept.with_only_columns(NetworkComparison.version).scalar_subquery(),
            kept.with_only_columns(NetworkComparison.digest).scalar_subquery(),
        )
    ).one()
    now = f"{edition or ''} {names or ''}"
    return State(now, changed_at, digest if digest and version == now else "")


def content(key: str, digest: str) -> bytes | None:
    """Return what came of a comparison of these cells, if it is kept."""
    kept = select(NetworkComparison.content).where(
        NetworkComparison.key == key, NetworkComparison.digest == digest
    )
    return db.session.scalar(kept)


def waiting(now: datetime) -> Sequence[str]:
    """Return the scopes that were asked for and that nobody works on."""
    free = or_(NetworkComparison.claimed_at.is_(None), NetworkComparison.claimed_at < now - LEASE)
    return db.session.scalars(
        select(NetworkComparison.scope)
        .where(NetworkComparison.asked_at.is_not(None), free)
        .order_by(NetworkComparison.asked_at)
    ).all()


def members() -> Members:
    """Return since when organisations belong to networks, and which of them each session asked.

    One belongs to a network from the first day on which somebody of it had a place there, or came.
    """
    came = (
        select(Organisation.id, Activity.community_id, func.min(Session.starts_at))
        .join(Attendance, Attendance.organisation_id == Organisation.id)
        .join(Session, Session.id == Attendance.session_id)
        .join(Activity, Activity.id == Session.activity_id)
        .group_by(Organisation.id, Activity.community_id)
    )
    registered = (
        select(Organisation.id, Activity.community_id, func.min(Registration.registered_at))
        .join(Registration, Registration.organisation_id == Organisation.id)
        .join(Activity, Activity.id == Registration.activity_id)
        .group_by(Organisation.id, Activity.community_id)
    )
    first: dict[tuple[int, int], int] = {}
    for organisation, network, moment in db.session.execute(union_all(came, registered)):
        day = moment.astimezone(AMSTERDAM).toordinal()
        first[organisation, network] = min(day, first.get((organisation, network), day))
    held = db.session.execute(
        select(Session.id, Session.activity_id, Activity.community_id, Activity.by_invitation).join(
            Activity, Activity.id == Session.activity_id
        )
    ).all()
    closed = {row.id: row.activity_id for row in held if row.by_invitation}
    asked = _asked() if closed else {}
    return Members(
        first,
        {row.id: row.community_id for row in held},
        {session: asked.get(activity, ()) for session, activity in closed.items()},
    )


def _asked() -> Mapping[int, Collection[int]]:
    """Return which organisations could come to activities by invitation.

    Of these somebody was invited, or had a place, or came all the same.
    """
    invited = select(InvitedOrganisation.activity_id, InvitedOrganisation.organisation_id)
    registered = select(Registration.activity_id, Registration.organisation_id)
    came = select(Session.activity_id, Attendance.organisation_id).join(
        Session, Session.id == Attendance.session_id
    )
    every = union(invited, registered, came).subquery()
    rows = db.session.execute(
        select(every.c.activity_id, every.c.organisation_id)
        .join(Activity, Activity.id == every.c.activity_id)
        .where(Activity.by_invitation, every.c.organisation_id.is_not(None))
    )
    found: dict[int, set[int]] = {}
    for activity, organisation in rows:
        found.setdefault(activity, set()).add(organisation)
    return found
