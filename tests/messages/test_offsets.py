"""When reminders are sent, and when no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from rok_events.activities.kinds import Kind
from rok_events.messages import offsets
from rok_events.messages.offsets import SCHEDULES, USUAL, Offset, Schedule

START = datetime(2027, 4, 1, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_reminded_a_week_and_a_day_before(kind: Kind) -> None:
    assert SCHEDULES[USUAL[kind]].offsets == (Offset.WEEK, Offset.DAY)


def test_every_schedule_says_what_it_is() -> None:
    assert set(SCHEDULES) == set(Schedule)
    assert SCHEDULES[Schedule.NONE].offsets == ()


@pytest.mark.parametrize(
    ("offset", "before", "is_time"),
    [
        pytest.param(Offset.WEEK, timedelta(days=7, seconds=1), False, id="week: too early"),
        pytest.param(Offset.WEEK, timedelta(days=7), True, id="week: now"),
        pytest.param(Offset.WEEK, timedelta(days=4), True, id="week: late, but of use"),
        pytest.param(Offset.WEEK, timedelta(days=3), False, id="week: the other one is near"),
        pytest.param(Offset.DAY, timedelta(days=1, seconds=1), False, id="day: too early"),
        pytest.param(Offset.DAY, timedelta(days=1), True, id="day: now"),
        pytest.param(Offset.DAY, timedelta(hours=3), True, id="day: late, but of use"),
        pytest.param(Offset.DAY, timedelta(hours=2), False, id="day: people are on their way"),
        pytest.param(Offset.DAY, -timedelta(hours=1), False, id="day: it has begun"),
    ],
)
def test_a_reminder_has_its_time(offset: Offset, before: timedelta, *, is_time: bool) -> None:
    assert offsets.is_time(offset, START, START - before) is is_time


@pytest.mark.parametrize(
    ("offset", "moved", "is_again"),
    [
        pytest.param(Offset.DAY, timedelta(minutes=30), False, id="half an hour"),
        pytest.param(Offset.DAY, timedelta(days=1), True, id="to the next day"),
        pytest.param(Offset.DAY, -timedelta(days=5), False, id="forward"),
        pytest.param(Offset.WEEK, timedelta(days=1), False, id="a day, at a week's distance"),
        pytest.param(Offset.WEEK, timedelta(days=14), True, id="two weeks"),
    ],
)
def test_only_who_was_reminded_of_another_time_is_reminded_anew(
    offset: Offset, moved: timedelta, *, is_again: bool
) -> None:
    assert offsets.is_again(offset, START, START + moved) is is_again


def test_no_two_reminders_of_one_session_are_due_together() -> None:
    reaches = sorted(offsets.REACHES.values(), key=lambda reach: reach.before)

    for sooner, later in pairwise(reaches):
        assert later.until >= sooner.before
