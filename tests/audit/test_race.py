"""Many who write at once make one chain without a gap; so do those who are killed meanwhile."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from config import ROOT
from rok_events.audit import chain, queries
from rok_events.audit.models import TrailRow
from rok_events.communities.models import Community
from rok_events.db import Base, db
from tests.registrations import racing
from tests.registrations.racing import Course, Step

FAR = datetime(2099, 4, 1, 11, 30, tzinfo=UTC)
WRITERS = ("an", "bo", "cees")

pytestmark = pytest.mark.usefixtures("running_clock")


def rows_of_a_whole_chain() -> int:
    head, last = queries.end()
    assert [*chain.faults(queries.links(1, last), head)] == []
    return head.number


def test_people_who_register_at_once_for_many_activities(course: Course) -> None:
    activities = [course.prepare(capacity=20, starts_at=FAR) for _ in range(4)]
    steps = [Step(activities[n % 4], f"persoon{n}@example.org") for n in range(120)]

    outcomes = racing.run(course, steps)

    assert [outcome.error for outcome in outcomes if outcome.error] == []
    with course.opened():
        rows_of_a_whole_chain()
        made = select(func.count()).where(TrailRow.thing == "registration")
        assert db.session.scalar(made) == 120


def test_writers_who_are_killed_halfway_leave_whole_transactions(course: Course) -> None:
    with course.opened():
        Base.metadata.create_all(db.engine)
    for _ in range(2):
        kill_in_the_middle(course)

    with course.opened():
        rows = rows_of_a_whole_chain()
        written = db.session.scalar(select(func.count(Community.id))) or 0
        assert written > len(WRITERS)
        assert rows == 2 * written


def kill_in_the_middle(course: Course) -> None:
    """Let several write, and kill each when it has written a few times, whatever it is doing."""
    program = [sys.executable, "-m", "tests.audit.writing_process", course.url, course.folder]
    with ExitStack() as running, course.opened():
        first = db.session.scalar(select(func.count(Community.id)))
        writers = [
            running.enter_context(
                subprocess.Popen(  # noqa: S603 -- our own program
                    [*program, f"{name}-{first}"], cwd=ROOT, text=True, stdout=subprocess.PIPE
                )
            )
            for name in WRITERS
        ]
        for number, writer in enumerate(writers):
            assert writer.stdout is not None
            for _ in range(10 + number):
                assert writer.stdout.readline()
            writer.kill()
