"""Reading who was there of an activity, with their numbers in one register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.attendance import presence_queries
from rok_events.core import clock
from rok_events.db import db
from rok_events.people import names, register_queries
from rok_events.people.models import Person
from rok_events.registers import rules
from rok_events.registers.rules import Attendee, Course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.activities.models import Activity
    from rok_events.people.registers import Register
    from rok_events.registers.rules import PresenceList


def course(activity: Activity) -> Course:
    """Return what must be known of an activity to say whether its lists can be handed in."""
    held = [one for one in activity.sessions if one.cancelled_at is None] or activity.sessions
    days = [one.starts_at.astimezone(clock.AMSTERDAM).date() for one in held]
    return Course(
        state=activity.state,
        first_on=min(days),
        last_on=max(days),
        is_closed=presence_queries.is_closed(activity.id),
        asked=activity.minimum_presence or 0,
    )


def attendees(activity_id: int) -> Sequence[Attendee]:
    """Return everybody who was there and is still known by name, by surname."""
    shares = {id_: one.share for id_, one in presence_queries.of_activity(activity_id).items()}
    known = select(Person.id, Person.name).where(Person.id.in_(shares), Person.name != "")
    rows = db.session.execute(known)
    found = [Attendee(id_, name, shares[id_]) for id_, name in rows]
    return sorted(found, key=lambda one: names.alphabetical(one.name))


def presence_list(register: Register, everybody: Sequence[Attendee], asked: int) -> PresenceList:
    """Return the presence list of one register."""
    ids = [one.person_id for one in everybody]
    numbers = register_queries.numbers_in(register, ids)
    return rules.presence_list(register, everybody, numbers, asked)
