"""Several workers at once, killed at any moment: each mail is written once, on both databases."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from rok_events.activities.models import Activity
from rok_events.core import clock
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.messages import actions, tasks
from rok_events.messages.models import Recipient, Reminder
from tests import make
from tests.messages import working
from tests.registrations.racing import Course

PEOPLE = 60


@pytest.fixture(autouse=True)
def _clock() -> None:
    """Let the clock run: the processes have the real time."""


@pytest.fixture
def course(course: Course) -> Course:
    """A database of its own, with reminders that are due and a message that was sent off."""
    starts_at = clock.now() + timedelta(hours=20)
    activity_id = course.prepare(capacity=PEOPLE, starts_at=starts_at)
    with course.opened():
        activity = db.session.get_one(Activity, activity_id)
        earlier = clock.now() - timedelta(days=9)
        for _ in range(PEOPLE):
            make.registration(activity=activity, registered_at=earlier)
        message = make.message(activity=activity)
        key = actions.selection(message).key
        with transaction():
            actions.send(message.id, key)
    return course


def written(course: Course) -> tuple[Counter[int], int, int]:
    """Return how often how many people have a mail of one purpose, and how many are noted."""
    with course.opened():
        each = select(func.count(OutgoingMail.id)).group_by(
            OutgoingMail.recipient, OutgoingMail.purpose
        )
        return (
            Counter(db.session.scalars(each)),
            db.session.scalar(select(func.count()).select_from(Reminder)) or 0,
            db.session.scalar(
                select(func.count()).select_from(Recipient).where(Recipient.is_written)
            )
            or 0,
        )


def test_many_workers_write_each_mail_once(course: Course) -> None:
    errors = working.race(course)

    assert errors == []
    assert written(course) == (Counter({1: 2 * PEOPLE}), PEOPLE, PEOPLE)


def test_without_the_locks_the_workers_get_in_each_others_way(course: Course) -> None:
    errors = working.race(Course(course.url, course.folder, is_broken=True))

    times, reminded, _ = written(course)
    # Reminders have a second guard, the constraint: an error, but never twice the same one.
    assert errors or times[2]
    assert reminded <= PEOPLE


def count() -> int:
    """Count the mails, as they are at this moment."""
    db.session.rollback()
    return db.session.scalar(select(func.count(OutgoingMail.id))) or 0


def test_a_worker_that_is_killed_leaves_nothing_half_done(course: Course) -> None:
    totals = []
    for _ in range(4):
        worker = working.start_one(course)
        with course.opened():
            before, deadline = count(), time.monotonic() + 20
            while count() == before and worker.is_alive() and time.monotonic() < deadline:
                time.sleep(0.002)
            worker.kill()
            worker.join(10)
        times, reminded, recipients = written(course)
        totals.append(sum(times.values()))
        assert totals[-1] == reminded + recipients

    # It was killed at its work, not before.
    assert 0 < totals[0] <= 2 * PEOPLE
    with course.opened():
        tasks.remind()
        tasks.write()

    assert written(course) == (Counter({1: 2 * PEOPLE}), PEOPLE, PEOPLE)
