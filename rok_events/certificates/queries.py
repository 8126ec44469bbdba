"""Reading certificates: what was issued, who earned one, and what would be printed now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.activities.models import Activity, Session
from rok_events.attendance import presence_queries
from rok_events.certificates import rules
from rok_events.certificates.models import Certificate
from rok_events.certificates.rules import Facts, Outcome
from rok_events.core import clock
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.people import merging_queries as merging
from rok_events.people import names
from rok_events.people.models import Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Select

    from rok_events.attendance.rules import ActivityPresence

VALID = Certificate.is_valid.is_(True)
UNKNOWN = N_("There is no such certificate.")


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who registered for an activity, or was there, with the language of their letters."""

    person_id: int
    name: str
    email: str | None
    locale: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether somebody earned a certificate, the last one they got, and what one would say now."""

    holder: Holder
    share: float
    outcome: Outcome
    certificate: Certificate | None
    facts: Facts


def get(certificate_id: int, *, for_update: bool = False) -> Certificate:
    """Return a certificate with its activity, community and holder.

    Raises:
        NotFoundError: there is none.
    """
    wanted = _whole().where(Certificate.id == certificate_id)
    if for_update:
        wanted = wanted.with_for_update(of=Certificate).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFoundError(UNKNOWN)
    return found


def find_by_code(code: str) -> Certificate | None:
    """Return the certificate with a code, or the one that it led to when two people became one."""
    found = db.session.scalar(_whole().where(Certificate.code == code))
    if found is None and (other := merging.leads_to("certificate", code)):
        found = db.session.scalar(_whole().where(Certificate.code == other))
    return found


def of_person(person_id: int) -> Sequence[Certificate]:
    """Return somebody's valid certificates, that of the latest activity first."""
    return db.session.scalars(
        _whole()
        .where(Certificate.person_id == person_id, VALID)
        .order_by(Activity.starts_at.desc(), Certificate.id)
        .execution_options(populate_existing=True)
    ).all()


def valid(activity_id: int) -> list[Certificate]:
    """Return the valid certificates of an activity, by surname."""
    found = db.session.scalars(_whole().where(Certificate.activity_id == activity_id, VALID))
    return sorted(found, key=lambda one: names.alphabetical(one.name))


def earlier(certificate: Certificate) -> Sequence[Certificate]:
    """Return all that somebody was ever given for an activity, the latest first."""
    return db.session.scalars(
        select(Certificate)
        .where(
            Certificate.activity_id == certificate.activity_id,
            Certificate.person_id == certificate.person_id,
        )
        .order_by(Certificate.id.desc())
    ).all()


def standings(activity: Activity, person_id: int | None = None) -> list[Standing]:
    """Return how everybody who registered for an activity or was there stands, by surname.

    Or only one of them. Whoever was forgotten is left out.
    """
    presences = presence_queries.of_activity(activity.id)
    if person_id is not None:
        presences = {id_: one for id_, one in presences.items() if id_ == person_id}
    last = _last(activity.id, person_id)
    sessions = _sessions({id_ for one in presences.values() for id_ in one.session_ids})
    held = rules.minutes(one for one in activity.sessions if one.cancelled_at is None)
    found = []
    for holder in _holders(activity.id, {*presences, *last}, person_id):
        presence = presences.get(holder.person_id)
        certificate = last.get(holder.person_id)
        facts = _facts(activity, presence, sessions, held)
        share = presence.share if presence else 0.0
        outcome = rules.outcome(
            is_earned=rules.is_earned(share, activity.minimum_presence),
            is_valid=bool(certificate and certificate.is_valid),
            is_as_printed=certificate is not None
            and certificate.name == holder.name
            and Facts.read(certificate.facts).says(facts),
            because=certificate.because if certificate else None,
        )
        found.append(
            Standing(
                holder=holder,
                share=share,
                outcome=outcome,
                certificate=certificate,
                facts=facts,
            )
        )
    return sorted(found, key=lambda one: names.alphabetical(one.holder.name))


def unsettled(activity: Activity) -> list[Standing]:
    """Return whose certificate is to be issued or withdrawn, once every list is closed."""
    wanted = {Outcome.OWED, Outcome.UNDUE}
    return [one for one in standings(activity) if one.outcome in wanted]


def _facts(
    activity: Activity,
    presence: ActivityPresence | None,
    sessions: Mapping[int, Session],
    held: int,
) -> Facts:
    """Return what a certificate of this activity would say of somebody's presence."""
    there = [sessions[id_] for id_ in presence.session_ids] if presence else []
    there.sort(key=lambda one: one.starts_at)
    first, last = (at.astimezone(clock.AMSTERDAM) for at in (activity.starts_at, activity.ends_at))
    return Facts(
        network=activity.community.name,
        accent=activity.community.accent,
        kind=activity.kind.value,
        title=activity.title,
        place=activity.place_name,
        host=activity.hosted_by,
        sessions=tuple((one.starts_at.isoformat(), one.ends_at.isoformat()) for one in there),
        held=held,
        present=presence.minutes if presence else 0,
        accreditations=tuple(
            map(tuple, rules.gained(activity.accreditations, first.date(), last.date()))
        ),
    )


def _last(activity_id: int, person_id: int | None) -> Mapping[int, Certificate]:
    """Return the valid certificate of each person, or else the last that they had."""
    wanted = select(Certificate).where(Certificate.activity_id == activity_id)
    if person_id is not None:
        wanted = wanted.where(Certificate.person_id == person_id)
    # Whatever is valid was issued last: nothing is issued beside it.
    return {one.person_id: one for one in db.session.scalars(wanted.order_by(Certificate.id))}


def _sessions(ids: Collection[int]) -> Mapping[int, Session]:
    found = db.session.scalars(select(Session).where(Session.id.in_(ids)))
    return {one.id: one for one in found}


def _holders(activity_id: int, ids: Collection[int], person_id: int | None) -> list[Holder]:
    """Return who has a place, and some others."""
    here = and_(Registration.person_id == Person.id, Registration.activity_id == activity_id)
    wanted = (
        select(Person.id, Person.name, Person.email, Registration.locale)
        .outerjoin(Registration, here)
        .where(or_(Registration.status == Status.CONFIRMED, Person.id.in_(ids)), Person.name != "")
    )
    if person_id is not None:
        wanted = wanted.where(Person.id == person_id)
    return [
        Holder(person_id=id_, name=name, email=email, locale=locale or "nl")
        for id_, name, email, locale in db.session.execute(wanted)
    ]


def _whole() -> Select[Certificate]:
    return (
        select(Certificate)
        .join(Certificate.activity)
        .options(
            contains_eager(Certificate.activity).joinedload(Activity.community),
            joinedload(Certificate.person),
        )
    )
