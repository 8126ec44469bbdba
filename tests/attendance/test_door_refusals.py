"""The door in JSON: marks and phones that are refused, and what is not lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rok_events.attendance.models import DoorMark
from rok_events.db import db
from tests import make
from tests.attendance.at_the_door import (
    JSON,
    door,
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


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(7, id="a number"),
        pytest.param({}, id="nothing in it"),
        pytest.param(mark() | {"id": "x"}, id="no uuid"),
        pytest.param(mark(person=1) | {"id": ["a"]}, id="a list for an id"),
        pytest.param(mark(person=1) | {"at": "yesterday"}, id="no moment"),
        pytest.param(mark(person=1) | {"at": "2027-01-15T10:00:00"}, id="no zone"),
        pytest.param(mark(person=1) | {"do": "dance"}, id="no deed"),
        pytest.param(mark(), id="nobody"),
        pytest.param(mark(person=1, ticket="ROK:A"), id="two at once"),
        pytest.param(mark(person=True), id="a truth for a person"),
        pytest.param(mark(person=2**40), id="a number that no column holds"),
        pytest.param(mark(ticket=["ROK:"]), id="a list for a ticket"),
        pytest.param(mark(ticket="ROK:" + "A" * 400), id="too long"),
        pytest.param(mark(newcomer="Jan"), id="words for a newcomer"),
        pytest.param(mark(newcomer={"name": {}, "consent": True}), id="nobody with a name"),
        pytest.param(mark(newcomer={"name": "\ud800\x00", "consent": True}), id="no letters"),
        pytest.param(mark(newcomer={"name": "J", "email": "@"}), id="no address"),
    ],
)
def test_a_fault_in_one_mark_does_not_lose_the_others(
    client: FlaskClient, activity: Activity, bad: object
) -> None:
    jan, els = registered(activity, "Jan"), registered(activity, "Els")

    said = say(client, activity, mark(person=jan.person_id), bad, mark(person=els.person_id))

    assert outcomes(said) == ["in", "refused", "in"]
    assert said["results"][1]["said"]
    assert said["count"] == {"present": 2, "expected": 2}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"marks": 7}', b"\xff", b"[" * 100_000, b'{"marks": ' + b"[" * 9000],
)
def test_what_is_no_list_of_marks_is_refused_with_a_sentence(
    client: FlaskClient, activity: Activity, body: bytes
) -> None:
    answer = client.post(door(activity), data=body, headers=JSON)

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"]


def test_a_phone_sends_no_more_than_a_few_hundred_marks_at_once(
    client: FlaskClient, activity: Activity
) -> None:
    answer = client.post(door(activity), json={"marks": [{}] * 201}, headers=JSON)

    assert answer.status_code == 422


def test_a_mark_is_of_one_session(client: FlaskClient, activity: Activity) -> None:
    other = make.activity(community=activity.community, starts_at=NOW)
    first = mark(person=registered(activity, "Jan").person_id)
    say(client, activity, first)

    assert outcomes(say(client, other, first)) == ["refused"]


def test_strangers_and_hosts_of_other_networks_hear_so_in_json(
    client: FlaskClient, activity: Activity
) -> None:
    elsewhere = client.get(door(make.activity(starts_at=NOW)), headers=JSON)
    client.post("/uitloggen")
    strange = client.get(door(activity), headers=JSON)

    assert (elsewhere.status_code, strange.status_code) == (403, 401)
    assert elsewhere.json is not None
    assert elsewhere.json["error"]
    assert strange.json is not None
    assert strange.json["error"]


def test_a_closed_list_takes_no_more_marks(client: FlaskClient, activity: Activity) -> None:
    jan = registered(activity, "Jan")
    activity.sessions[0].list_closed_at = NOW
    db.session.commit()

    said = say(client, activity, mark(person=jan.person_id))

    assert outcomes(said) == ["refused"]
    assert "afgesloten" in said["results"][0]["said"]
    told: Any = client.get(door(activity), headers=JSON).json
    assert told["session"]["closed"] == said["results"][0]["said"]
    assert number(DoorMark) == 0
