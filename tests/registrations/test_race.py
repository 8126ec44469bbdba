"""Places are never given twice, and never to the wrong one, by real processes on both databases."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.activities.models import Activity
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from tests import make
from tests.registrations import racing
from tests.registrations.racing import Course, Outcome, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

# The processes have the real time: these lie around it on any machine.
PAST = datetime(2020, 4, 1, 11, 30, tzinfo=UTC)
FAR = datetime(2099, 4, 1, 11, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("running_clock")


def faults(activity_id: int, outcomes: Sequence[Outcome]) -> list[str]:
    """Return what went wrong when people registered; `outcomes` in the order of arrival."""
    activity = db.session.get_one(Activity, activity_id)
    rows = db.session.scalars(
        select(Registration).order_by(Registration.registered_at, Registration.id)
    ).all()
    taken = [row.id for row in rows if row.status is Status.CONFIRMED]
    waiting = [row.id for row in rows if row.status is Status.WAITING]
    arrived = [outcome.registration_id for outcome in outcomes]
    told = {
        int(mail.about.partition(":")[2]): int(re.findall(r"number (\d+) on", mail.text)[0])
        for mail in db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.purpose == "waiting")
        )
    }
    checks = {
        "an error": not any(outcome.error for outcome in outcomes),
        "somebody is missing": len(rows) == len(outcomes),
        "overbooked or underbooked": len(taken) == activity.capacity,
        "the order is not that of arrival": [row.id for row in rows] == arrived,
        "somebody went before their turn": taken + waiting == arrived,
        "miscounted": (activity.taken, activity.waiting) == (len(taken), len(waiting)),
        "a place on the list was told wrong": told == {id_: n for n, id_ in enumerate(waiting, 1)},
    }
    return [fault for fault, is_right in checks.items() if not is_right]


def test_200_people_for_50_places(course: Course) -> None:
    activity_id = course.prepare(capacity=50, starts_at=FAR)
    steps = [Step(activity_id, f"persoon{n}@example.org") for n in range(200)]

    outcomes = racing.run(course, steps)

    assert [outcome.error for outcome in outcomes if outcome.error] == []
    with course.opened():
        assert faults(activity_id, outcomes) == []
        statuses = Counter(db.session.scalars(select(Registration.status)))
        assert statuses == {Status.CONFIRMED: 50, Status.WAITING: 150}


def test_without_the_lock_the_check_fails(course: Course) -> None:
    activity_id = course.prepare(capacity=10, starts_at=FAR)
    steps = [Step(activity_id, f"persoon{n}@example.org") for n in range(40)]

    outcomes = racing.run(Course(course.url, course.folder, is_broken=True), steps)

    with course.opened():
        found = faults(activity_id, outcomes)
    # SQLite refuses a transaction that read before another wrote; PostgreSQL lets it overbook.
    expected = "an error" if course.url.startswith("sqlite") else "overbooked or underbooked"
    assert expected in found


def test_cancelling_while_others_register(course: Course) -> None:
    activity_id = course.prepare(capacity=30, starts_at=FAR)
    with course.opened():
        activity = db.session.get_one(Activity, activity_id)
        early = [
            make.registration(
                activity=activity,
                status=Status.CONFIRMED if n < 30 else Status.WAITING,
                registered_at=PAST + timedelta(minutes=n),
            )
            for n in range(40)
        ]
        leaving = [row.id for row in early[:30:2]]
    comings = [Step(activity_id, f"nieuw{n}@example.org") for n in range(40)]
    goings = [Step(activity_id, cancels=id_) for id_ in leaving]
    # Each leaves more than once: nobody moves up for the same place twice.
    steps = [step for pair in zip(comings, cycle(goings), strict=False) for step in pair]

    outcomes = racing.run(course, steps)

    assert [outcome.error for outcome in outcomes if outcome.error] == []
    with course.opened():
        rows = db.session.scalars(
            select(Registration)
            .where(Registration.status != Status.CANCELLED)
            .order_by(Registration.registered_at, Registration.id)
        ).all()
        assert [row.status for row in rows] == [Status.CONFIRMED] * 30 + [Status.WAITING] * 35
        activity = db.session.get_one(Activity, activity_id)
        assert (activity.taken, activity.waiting) == (30, 35)
        # Told once of their place, whether they moved up or found one free.
        told = Counter(
            db.session.scalars(
                select(OutgoingMail.about).where(
                    OutgoingMail.purpose.in_(("place_moved_up", "place_confirmed"))
                )
            )
        )
        assert told == {f"registration:{row.id}": 1 for row in rows[15:30]}


def test_one_place_handed_over_and_cancelled_by_many_at_once(course: Course) -> None:
    activity_id, giver_id = full_house(course)
    steps = [Step(activity_id, f"collega{n}@example.org", transfers=giver_id) for n in range(20)]
    # In the middle it is cancelled too: who comes after finds no place to take.
    steps[9:9] = [Step(activity_id, "cancelling", cancels=giver_id)] * 4

    outcomes = racing.run(course, steps)

    with course.opened():
        assert handed_over_wrong(activity_id, outcomes) == []


def test_without_the_lock_a_place_is_handed_over_twice(course: Course) -> None:
    activity_id, giver_id = full_house(course)
    steps = [Step(activity_id, f"collega{n}@example.org", transfers=giver_id) for n in range(8)]

    outcomes = racing.run(Course(course.url, course.folder, is_broken=True), steps)

    with course.opened():
        assert handed_over_wrong(activity_id, outcomes) != []


def full_house(course: Course) -> tuple[int, int]:
    """Make a full activity on which others wait; return it, and somebody who has a place."""
    activity_id = course.prepare(capacity=10, starts_at=FAR, taken=10, waiting=5)
    with course.opened():
        activity = db.session.get_one(Activity, activity_id)
        rows = [
            make.registration(
                activity=activity,
                status=Status.CONFIRMED if n < 10 else Status.WAITING,
                registered_at=PAST + timedelta(minutes=n),
            )
            for n in range(15)
        ]
        return activity_id, rows[0].id


def handed_over_wrong(activity_id: int, outcomes: Sequence[Outcome]) -> list[str]:
    """Return what went wrong when a place was handed over; only one can have got it."""
    activity = db.session.get_one(Activity, activity_id)
    statuses = Counter(db.session.scalars(select(Registration.status)))
    takers = [one for one in outcomes if one.registration_id]
    errors = [one.error for one in outcomes if one.error and "ConflictError" not in one.error]
    taken, waiting = statuses[Status.CONFIRMED], statuses[Status.WAITING]
    checks = {
        "an error": not errors,
        "two have the place of one": len(takers) <= 1,
        "overbooked or underbooked": taken == activity.capacity,
        "the list moved for a colleague": waiting == (5 if takers else 4),
        "miscounted": (activity.taken, activity.waiting) == (taken, waiting),
    }
    return [fault for fault, is_right in checks.items() if not is_right]


def test_everybody_names_the_same_new_organisation_and_person(course: Course) -> None:
    """The rows of different activities are different locks: here only the tables stand guard."""
    course.prepare()
    with course.opened():
        ids = [make.activity(starts_at=FAR).id for _ in range(10 * racing.PROCESSES)]
    steps = [
        Step(id_, f"persoon{n // racing.PROCESSES}@example.org", f"Praktijk {n // 4}")
        for n, id_ in enumerate(ids)
    ]

    outcomes = racing.run(course, steps)

    assert [outcome.error for outcome in outcomes if outcome.error] == []
    with course.opened():
        assert db.session.scalar(select(func.count(Person.id))) == 10
        assert db.session.scalar(select(func.count(Organisation.id))) == 10
        assert db.session.scalar(select(func.count(Affiliation.id))) == 10
        assert db.session.scalar(select(func.count(Registration.id))) == 40
