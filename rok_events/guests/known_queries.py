"""Finding people whom the organisers know: who registered or took part in their communities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, func, select

from rok_events.activities.models import Activity, Session
from rok_events.activities.rules import State
from rok_events.attendance.models import Attendance
from rok_events.core.text import folded
from rok_events.db import db
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.people.queries import PRESENT_ID, ignored
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Select

Communities = frozenset[int] | None
"""The communities whose people somebody may see; `None` means every one."""

MOST_EARLIER = 100


class Acquaintance(NamedTuple):
    """Somebody who can be invited, with the present employer."""

    name: str
    email: str
    organisation_id: int | None
    organisation: str | None


class Choice(NamedTuple):
    """Something to choose people by, and how many they are."""

    id: int
    name: str
    people: int


class Earlier(NamedTuple):
    """An activity that was held."""

    id: int
    title: str
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class Search:
    """Whom somebody looks for: by words, by organisations, by an earlier activity."""

    words: str = ""
    organisation_ids: tuple[int, ...] = ()
    activity_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not (self.words or self.organisation_ids or self.activity_id)


def people(search: Search, communities: Communities) -> list[Acquaintance]:
    """Return those who are known and have an address, by name."""
    everybody = _registered(communities).union(_present(communities))
    who = _took_part(search.activity_id, communities) if search.activity_id else everybody
    chosen = (
        select(Person.name, Person.email, Organisation.id, Organisation.name)
        .outerjoin(
            Affiliation, and_(Affiliation.person_id == Person.id, Affiliation.ends_on.is_(None))
        )
        .outerjoin(Affiliation.organisation)
        .where(Person.email.is_not(None), Person.id.in_(who))
        .order_by(Person.name, Person.id)
    )
    if search.organisation_ids:
        chosen = chosen.where(Organisation.id.in_(search.organisation_ids))
    found = [Acquaintance._make(row) for row in db.session.execute(chosen)]
    words = folded(search.words).split()
    return [one for one in found if all(word in _words(one) for word in words)]


def organisations(communities: Communities) -> list[Choice]:
    """Return the organisations that people who took part work for now, by name."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, func.count(Person.id))
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .join(Affiliation.person)
        .where(Affiliation.ends_on.is_(None), Person.email.is_not(None))
        .where(Organisation.id.not_in(ignored()))
        .where(Person.id.in_(_registered(communities).union(_present(communities))))
        .group_by(Organisation.id, Organisation.name)
        .order_by(Organisation.name)
    )
    return [Choice._make(row) for row in rows]


def earlier(communities: Communities, now: datetime) -> list[Earlier]:
    """Return the activities that were held, the latest first."""
    chosen = select(Activity.id, Activity.title, Activity.starts_at).where(
        Activity.state == State.PUBLISHED, Activity.starts_at <= now
    )
    if communities is not None:
        chosen = chosen.where(Activity.community_id.in_(communities))
    chosen = chosen.order_by(Activity.starts_at.desc(), Activity.id.desc()).limit(MOST_EARLIER)
    return [Earlier._make(row) for row in db.session.execute(chosen)]


def names(emails: Collection[str], community_id: int) -> Mapping[str, str]:
    """Return the names of those addresses whose holders registered or came in a community."""
    mine = frozenset({community_id})
    who = _registered(mine).union(_present(mine))
    chosen = select(Person.email, Person.name)
    rows = db.session.execute(chosen.where(Person.email.in_(emails), PRESENT_ID.in_(who)))
    return {str(email): name for email, name in rows}


def _took_part(activity_id: int, communities: Communities) -> Select[int]:
    """Select who was there; where nobody kept presence, who had a place."""
    there = _present(communities).where(Session.activity_id == activity_id)
    if db.session.scalar(there.limit(1)) is not None:
        return there
    confirmed = Registration.status == Status.CONFIRMED
    return _registered(communities).where(Registration.activity_id == activity_id, confirmed)


def _registered(communities: Communities) -> Select[int]:
    chosen = select(Registration.person_id).where(Registration.status != Status.CANCELLED)
    if communities is None:
        return chosen
    return chosen.join(Registration.activity).where(Activity.community_id.in_(communities))


def _present(communities: Communities) -> Select[int]:
    chosen = select(Attendance.person_id).join(Attendance.session)
    if communities is None:
        return chosen
    return chosen.join(Session.activity).where(Activity.community_id.in_(communities))


def _words(one: Acquaintance) -> str:
    return folded(f"{one.name} {one.organisation or ''}")
