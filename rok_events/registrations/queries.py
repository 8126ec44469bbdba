"""Reading registrations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.activities import concern_queries
from rok_events.activities.models import Activity
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.people import merging_queries as merging
from rok_events.people.models import Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Answer, Places, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rok_events.activities.concern_queries import Concern

WHOLE = (
    joinedload(Registration.person),
    joinedload(Registration.organisation),
    joinedload(Registration.activity).joinedload(Activity.community),
    joinedload(Registration.activity).joinedload(Activity.sessions),
)

DEAD = "."
"""How the token of a link that works no more begins; none that is handed out does."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,40}")

# What every registration asks is put together once: that takes as long as to run it.
_BY_TOKEN = select(Registration).where(Registration.token == bindparam("token")).options(*WHOLE)
_OF_PERSON = select(Registration).where(
    Registration.activity_id == bindparam("activity_id"),
    Registration.person_id == bindparam("person_id"),
)
_COUNTS = (
    select(Registration.activity_id, Registration.status, func.count())
    .where(
        Registration.activity_id.in_(bindparam("activity_ids", expanding=True)),
        Registration.status != Status.CANCELLED,
    )
    .group_by(Registration.activity_id, Registration.status)
)


def get(registration_id: int) -> Registration:
    """Return a registration with its activity, community, person and organisation.

    Costs nothing where it is at hand already, as for whoever hears that it has changed.

    Raises:
        NotFoundError: there is none.
    """
    return _given(db.session.get(Registration, registration_id, options=WHOLE))


def get_by_token(token: str) -> Registration:
    """Return the registration whose personal page has this token, with the same around it.

    Raises:
        NotFoundError: the token is wrong, or too old.
    """
    if not _TOKEN.fullmatch(token):
        return _given(None)
    return _given(_by_token(token) or _by_token(merging.leads_to("registration", token)))


def find(activity_id: int, person_id: int) -> Registration | None:
    """Return somebody's registration for an activity, cancelled or not."""
    return db.session.scalar(_OF_PERSON, {"activity_id": activity_id, "person_id": person_id})


def of_person(person_id: int) -> Sequence[Registration]:
    """Return somebody's registrations whose links work, the latest activity first."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.person)
        .join(Registration.activity)
        .where(Registration.person_id == person_id, ~Registration.token.startswith(DEAD))
        .order_by(Activity.starts_at.desc(), Registration.id)
        .options(
            contains_eager(Registration.activity).joinedload(Activity.community),
            contains_eager(Registration.person),
        )
    ).all()


def places(activity: Activity) -> Places:
    """Count the places of an activity."""
    counts = places_of([activity.id]).get(activity.id, (0, 0))
    return Places(activity.capacity, *counts)


def places_of(activity_ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Count those who have a place and those who wait, for many activities at once."""
    counts: dict[int, list[int]] = {}
    rows = db.session.execute(_COUNTS, {"activity_ids": list(activity_ids)})
    for activity_id, status, number in rows:
        counts.setdefault(activity_id, [0, 0])[status is Status.WAITING] = number
    return {id_: (taken, waiting) for id_, (taken, waiting) in counts.items()}


def first_waiting(activity_id: int, most: int) -> Sequence[int]:
    """Return the ids of those who wait longest, at most `most`."""
    return db.session.scalars(
        select(Registration.id)
        .where(Registration.activity_id == activity_id, Registration.status == Status.WAITING)
        .order_by(Registration.registered_at, Registration.id)
        .limit(most)
    ).all()


def place_on_list(registration: Registration) -> int | None:
    """Return the place on the waiting list, from 1; `None` for whoever does not wait."""
    if registration.status is not Status.WAITING:
        return None
    earlier = or_(
        Registration.registered_at < registration.registered_at,
        and_(
            Registration.registered_at == registration.registered_at,
            Registration.id <= registration.id,
        ),
    )
    return db.session.scalar(
        select(func.count()).where(
            Registration.activity_id == registration.activity_id,
            Registration.status == Status.WAITING,
            earlier,
        )
    )


def confirmed(activity_id: int) -> Sequence[Registration]:
    """Return those who have a place, by name, with person and organisation."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.person)
        .where(Registration.activity_id == activity_id, Registration.status == Status.CONFIRMED)
        .order_by(Person.name, Registration.id)
        .options(contains_eager(Registration.person), joinedload(Registration.organisation))
    ).all()


def introducer(registration: Registration) -> str:
    """Return the name of whoever registered somebody or gave the place; empty without one."""
    # Few have one, so it is not loaded along with every registration.
    if registration.referrer is not None:
        return registration.referrer.name
    return registration.organiser.name if registration.organiser is not None else ""


def was_told(recipient: str, purpose: str, about: str, since: datetime) -> bool:
    """Tell whether such a letter was queued for an address lately."""
    found = exists().where(
        OutgoingMail.recipient == recipient,
        OutgoingMail.purpose == purpose,
        OutgoingMail.about == about,
        OutgoingMail.queued_at > since,
    )
    return bool(db.session.scalar(select(found)))


def _by_token(token: str | None) -> Registration | None:
    if token is None:
        return None
    return db.session.scalars(_BY_TOKEN, {"token": token}).unique().first()


def _given(found: Registration | None) -> Registration:
    if found is None:
        raise NotFoundError(
            N_(
                "There is no registration at this address. Use the link in your latest mail, or "
                "ask for a new one at My registrations."
            )
        )
    return found


def undecided(communities: Collection[int] | None, now: datetime) -> Sequence[Concern]:
    """Return in which activities ahead people said no in a calendar, and still have a place."""
    return concern_queries.concerning(
        communities,
        now,
        Registration,
        Registration.answer == Answer.DECLINED,
        Registration.status == Status.CONFIRMED,
    )
