"""The door in JSON: when people came and left, also when a phone tells it late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from rok_events.attendance.models import Attendance, Stay
from rok_events.core import clock
from rok_events.db import db
from tests.attendance.at_the_door import (
    JSON,
    ago,
    door,
    keep_times,
    mark,
    number,
    outcomes,
    registered,
    say,
)
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity


def test_the_time_of_a_mark_is_brought_within_reason(
    client: FlaskClient, activity: Activity
) -> None:
    people = [registered(activity, name) for name in ("Jan", "Els", "Wim")]
    said_at = (ago(60), (NOW + timedelta(days=3)).isoformat(), "1999-01-01T00:00:00+00:00")

    said = say(
        client,
        activity,
        *(mark(person=one.person_id) | {"at": at} for one, at in zip(people, said_at, strict=True)),
    )

    midnight = NOW.astimezone(clock.AMSTERDAM).replace(hour=0)
    assert [one["person"]["present_at"] for one in said["results"]] == [
        ago(60),
        NOW.isoformat(),
        midnight.isoformat(),
    ]


def test_people_come_and_go_where_that_is_kept(client: FlaskClient, activity: Activity) -> None:
    keep_times(activity)
    jan = registered(activity, "Jan").person_id

    said = say(
        client,
        activity,
        mark(person=jan) | {"at": ago(100)},
        mark("out", person=jan) | {"at": ago(60)},
        mark(person=jan) | {"at": ago(30)},
        mark("out", person=jan) | {"at": ago(10)},
    )

    assert outcomes(said) == ["in", "out", "in", "out"]
    assert [one["person"]["left_at"] for one in said["results"]] == [None, ago(60), None, ago(10)]
    told: Any = client.get(door(activity), headers=JSON).json
    assert told["people"][0]["left_at"] == ago(10)
    assert number(Stay) == 2


def test_a_phone_that_saw_somebody_earlier_and_tells_so_later_is_believed(
    client: FlaskClient, activity: Activity
) -> None:
    keep_times(activity)
    jan = registered(activity, "Jan").person_id

    said = say(
        client,
        activity,
        mark(person=jan) | {"at": ago(60)},
        mark("out", person=jan) | {"at": ago(20)},
        mark(person=jan) | {"at": ago(90)},
        mark("out", person=jan) | {"at": ago(10)},
    )

    assert outcomes(said) == ["in", "out", "already", "out"]
    stay = db.session.scalars(select(Stay)).one()
    assert (stay.came_at.isoformat(), stay.left_at and stay.left_at.isoformat()) == (
        ago(90),
        ago(10),
    )


def test_the_last_step_is_taken_back_first(client: FlaskClient, activity: Activity) -> None:
    keep_times(activity)
    jan = registered(activity, "Jan").person_id
    say(
        client,
        activity,
        mark(person=jan) | {"at": ago(90)},
        mark("out", person=jan) | {"at": ago(60)},
        mark(person=jan) | {"at": ago(30)},
    )

    steps = []
    for _ in range(3):
        person = say(client, activity, mark("undo", person=jan))["results"][0]["person"]
        steps.append((person["present_at"] is not None, person["left_at"]))

    assert steps == [(True, ago(60)), (True, None), (False, None)]
    assert (number(Stay), number(Attendance)) == (0, 0)


def test_nobody_leaves_who_did_not_come_or_where_it_is_not_kept(
    client: FlaskClient, activity: Activity
) -> None:
    jan, els = (registered(activity, name).person_id for name in ("Jan", "Els"))
    say(client, activity, mark(person=jan))

    assert outcomes(say(client, activity, mark("out", person=jan))) == ["refused"]

    keep_times(activity)

    said = say(client, activity, mark("out", person=els), mark("out", person=jan))
    assert outcomes(said) == ["refused", "out"]
