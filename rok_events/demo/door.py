"""Playing the door: people who come and go, catch up in a parallel group, and type a number wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from rok_events.attendance import actions, door_actions, door_queries
from rok_events.attendance.marks import Do, Mark
from rok_events.attendance.rules import Newcomer
from rok_events.core import clock
from rok_events.people import register_actions, register_queries, registers
from rok_events.registrations import queries as registrations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from random import Random

    from rok_events.activities.models import Activity, Session

FORGETS = 0.1
LEAVES_EARLY = 0.15
AT_THE_DOOR = timedelta(minutes=20)
"""How long before a session the first people come, and after it the last ones go."""


def come_and_go(session: Session, person_ids: Sequence[int], random: Random) -> None:
    """Let people come to a session of which the times are kept, and go; some early."""
    steps = [step for id_ in person_ids for step in _times(session, id_, random)]
    for moment, do, person_id in sorted(steps):
        id_ = str(UUID(int=random.getrandbits(128)))
        with clock.played_at(moment):
            held = door_queries.hold(session.id)
            door_actions.take(held, Mark(id=id_, at=moment, do=do, person_id=person_id), None)


def catch_up(session: Session, other: Activity) -> None:
    """Let somebody who missed the same session of a parallel group come to this one."""
    missed = next(one for one in other.sessions if one.number == session.number)
    for guest in door_queries.everybody(missed):
        registration = registrations.find(other.id, guest.person_id)
        if registration is not None and guest.present_at is None:
            person = registration.person
            with clock.played_at(session.starts_at):
                actions.walk_in(session.id, Newcomer(person.name, "", person.email or ""))
            return


def copy_a_number(activity: Activity) -> None:
    """Let somebody have typed the number of a colleague, as happens where one fills in for both."""
    asked = registers.among(one[0] for one in activity.accreditations)[0]
    ids = [one.person_id for one in registrations.confirmed(activity.id)]
    with_number = [*register_queries.numbers_in(asked, ids).items()]
    if len(with_number) > 1:
        (_, number), (other_id, _) = with_number[:2]
        register_actions.give(other_id, {asked.value: number})


def _times(session: Session, person_id: int, random: Random) -> Iterator[tuple[datetime, Do, int]]:
    """Yield when somebody comes and goes; not everybody is seen going."""
    yield session.starts_at + AT_THE_DOOR * (random.random() - 0.8), Do.IN, person_id
    length = session.ends_at - session.starts_at
    if random.random() < LEAVES_EARLY:
        yield session.starts_at + length * random.uniform(0.3, 0.7), Do.OUT, person_id
    elif random.random() > FORGETS:
        yield session.ends_at + AT_THE_DOOR * random.random() / 2, Do.OUT, person_id
