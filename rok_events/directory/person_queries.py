"""Reading all that is known of one person, as far as the visitor's communities go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.activities.models import Activity, Session
from rok_events.attendance.models import Attendance
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.guests.models import Guest
from rok_events.mail.models import OutgoingMail
from rok_events.people import merging_queries
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import Affiliation
from rok_events.registrations.models import Registration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select

    from rok_events.directory.queries import Communities
    from rok_events.people.merging_models import Merge

MOST = 20
"""How many of each are shown, the latest first."""


@dataclass(frozen=True)
class Known:
    """What is known of somebody: where they work, and what they did, the latest first."""

    work: Sequence[Affiliation]
    addresses: Sequence[str]
    registrations: Sequence[Registration]
    presences: Sequence[Attendance]
    invitations: Sequence[Guest]
    mails: Sequence[OutgoingMail]
    merges: Sequence[Merge]
    counts: Mapping[str, int]


def known(person_id: int, communities: Communities) -> Known:
    """Return what is known of somebody."""
    addresses = merging_queries.addresses(person_id)
    registered = (
        select(Registration)
        .join(Registration.activity)
        .where(Registration.person_id == person_id)
        .options(contains_eager(Registration.activity), joinedload(Registration.organisation))
    )
    present = (
        select(Attendance)
        .join(Attendance.session)
        .join(Session.activity)
        .where(Attendance.person_id == person_id)
        .options(
            contains_eager(Attendance.session).contains_eager(Session.activity),
            joinedload(Attendance.organisation),
        )
    )
    invited = (
        select(Guest)
        .join(Guest.activity)
        .where(Guest.person_id == person_id)
        .options(contains_eager(Guest.activity))
    )
    return Known(
        work=work(person_id),
        addresses=addresses,
        registrations=_latest(registered, Activity.starts_at, communities),
        presences=_latest(present, Session.starts_at, communities),
        invitations=_latest(invited, Activity.starts_at, communities),
        mails=mails(addresses, communities),
        merges=merging_queries.of(MergeKind.PERSON, person_id),
        counts=merging_queries.counts(MergeKind.PERSON, person_id),
    )


def work(person_id: int) -> Sequence[Affiliation]:
    """Return a working life, the latest first."""
    return db.session.scalars(
        select(Affiliation)
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.starts_on.desc())
        .options(joinedload(Affiliation.organisation))
    ).all()


def period(person_id: int, affiliation_id: int) -> Affiliation:
    """Return one period of somebody's work.

    Raises:
        NotFoundError: they have no such period.
    """
    found = db.session.scalar(
        select(Affiliation)
        .where(Affiliation.id == affiliation_id, Affiliation.person_id == person_id)
        .options(joinedload(Affiliation.organisation))
    )
    if found is None:
        raise NotFoundError(N_("This period of work is not there any more."))
    return found


def mails(addresses: Sequence[str], communities: Communities) -> Sequence[OutgoingMail]:
    """Return the mails to some addresses, without their words."""
    chosen = select(OutgoingMail).where(OutgoingMail.recipient.in_(addresses))
    if communities is not None:
        chosen = chosen.where(OutgoingMail.community_id.in_(communities))
    return db.session.scalars(
        chosen.order_by(OutgoingMail.queued_at.desc(), OutgoingMail.id.desc()).limit(MOST)
    ).all()


def _latest(query: Select[Any], moment: Any, communities: Communities) -> Sequence[Any]:  # noqa: ANN401 -- a column
    if communities is not None:
        query = query.where(Activity.community_id.in_(communities))
    return db.session.scalars(query.order_by(moment.desc()).limit(MOST)).all()
