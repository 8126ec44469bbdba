"""Any acts in any order: the counts stay right, and nobody jumps the queue by themselves."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rok_events.core.errors import DomainError
from rok_events.db import db
from rok_events.registrations import actions, desk_queries, organiser_actions
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Decision, Status
from tests import make
from tests.conftest import NOW
from tests.registrations.applying import noor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("database")

WHY = Decision(reason="Zij leidt een tafel")

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["register", "cancel", "confirm", "back", "drop", "swap", "transfer", "places"]
        ),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_counts_stay_right_and_nobody_jumps_the_queue(acts: list[tuple[str, int, int]]) -> None:
    activity = make.activity(capacity=2)
    people: list[int] = []
    for minute, (act, one, other) in enumerate(acts, 1):
        before = [row.id for row in desk_queries.line(activity.id, Status.WAITING)]
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            _act(activity, people, act, (one, other))
        db.session.expire_all()
        rows = [*db.session.scalars(select(Registration).filter_by(activity_id=activity.id))]
        counts = Counter(row.status for row in rows)
        assert (activity.taken, activity.waiting) == (
            counts[Status.CONFIRMED],
            counts[Status.WAITING],
        )
        after = [row.id for row in desk_queries.line(activity.id, Status.WAITING)]
        if act not in {"confirm", "swap", "transfer", "back"}:
            # Who left the list were the first of it, or left by themselves.
            stayed = [id_ for id_ in before if id_ in after]
            moved = [id_ for id_ in before if status_of(rows, id_) is Status.CONFIRMED]
            assert after[: len(stayed)] == stayed
            assert moved == [id_ for id_ in before if id_ in moved][: len(moved)]
            assert all(before.index(id_) < before.index(s) for id_ in moved for s in stayed)
        if act not in {"confirm", "places"} and counts[Status.WAITING]:
            assert counts[Status.CONFIRMED] >= activity.capacity


def status_of(rows: list[Registration], id_: int) -> Status:
    return next(row.status for row in rows if row.id == id_)


def _act(activity: Activity, people: list[int], act: str, who: tuple[int, int]) -> None:
    """Do one thing, as far as the rules let it."""
    one, other = (people[n % len(people)] if people else 0 for n in who)
    email = f"persoon{activity.id}-{len(people)}@example.org"

    def come(how: Callable[[], Registration]) -> None:
        people.append(how().id)

    def decide(status: Status, *ids: int) -> None:
        organiser_actions.decide(activity.id, ids, status, WHY)

    acts: Mapping[str, Callable[[], object]] = {
        "register": lambda: come(lambda: actions.register(activity.id, noor(email=email))),
        "transfer": lambda: come(lambda: actions.transfer(one, noor(email=email))),
        "cancel": lambda: actions.cancel(one),
        "confirm": lambda: decide(Status.CONFIRMED, one),
        "back": lambda: decide(Status.WAITING, one),
        "drop": lambda: decide(Status.CANCELLED, one, other),
        "swap": lambda: organiser_actions.swap(activity.id, one, other, WHY),
        "places": lambda: organiser_actions.set_capacity(activity.id, 1 + who[0]),
    }
    # What a rule refuses changes nothing.
    with suppress(DomainError), db.session.begin_nested():
        acts[act]()
