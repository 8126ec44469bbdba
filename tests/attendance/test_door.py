"""The door in JSON: what phones at the door are told, and what becomes of what they say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from rok_events.accounts.rules import Role
from rok_events.attendance.models import Attendance, DoorMark, Stay
from rok_events.core import clock
from rok_events.db import db
from rok_events.people.models import Person
from rok_events.registrations import tickets
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.communities.models import Community
    from rok_events.registrations.models import Registration

JSON = {"Accept": "application/json"}


@pytest.fixture
def community(client: FlaskClient) -> Community:
    """The community of a host who has signed in."""
    community = make.community(slug="rok", name="ROK Deventer")
    visitors.sign_in(client, make.account(Role.HOST, community))
    return community


@pytest.fixture
def activity(community: Community) -> Activity:
    """A casustafel that began two hours ago, of the host's community."""
    begins = NOW - timedelta(hours=2)
    return make.activity(community=community, starts_at=begins, title="Casustafel hechting")


def door(activity: Activity) -> str:
    return f"/beheer/sessies/{activity.sessions[0].id}/deur"


def registered(activity: Activity, name: str, **given: Any) -> Registration:
    registration = make.registration(activity=activity, person=make.person(name=name), **given)
    if registration.status is Status.CONFIRMED:
        activity.taken += 1
        db.session.commit()
    return registration


def mark(do: str = "in", **given: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "at": NOW.isoformat(), "do": do, **given}


def say(client: FlaskClient, activity: Activity, *marks: object) -> Any:
    answer = client.post(door(activity), json={"marks": marks}, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json


def outcomes(said: Any) -> list[str]:
    return [result["outcome"] for result in said["results"]]


def number(model: Any) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def keep_times(activity: Activity) -> None:
    activity.sessions[0].asks_out = True
    db.session.commit()


def ago(minutes: int) -> str:
    return (NOW - timedelta(minutes=minutes)).isoformat()


def test_a_phone_gets_everybody_with_how_they_stand(
    client: FlaskClient, activity: Activity
) -> None:
    ggd = make.organisation(name="GGD")
    jan = registered(activity, "Jan van der Berg", organisation=ggd)
    registered(activity, "Wim Aap", status=Status.WAITING)
    registered(activity, "Weg Gegaan", status=Status.CANCELLED)
    make.attendance(session=activity.sessions[0], person=make.person(name="Ien Loper"))

    told: Any = client.get(door(activity), headers=JSON).json

    assert told["session"]["title"] == "Casustafel hechting"
    assert (told["session"]["closed"], told["session"]["asks_out"]) == ("", False)
    assert told["count"] == {"present": 1, "expected": 2}
    assert [(one["name"], one["status"]) for one in told["people"]] == [
        ("Wim Aap", "waiting"),
        ("Jan van der Berg", "confirmed"),
        ("Weg Gegaan", "cancelled"),
        ("Ien Loper", "none"),
    ]
    assert told["people"][1]["organisation"] == "GGD"
    assert told["people"][1]["id"] == jan.person_id
    assert len(told["people"][1]["ticket"]) == 16
    assert told["people"][3]["present_at"] is not None


def test_what_did_not_change_is_not_sent_twice(client: FlaskClient, activity: Activity) -> None:
    jan = registered(activity, "Jan")
    tag = client.get(door(activity), headers=JSON).headers["ETag"]
    known = {**JSON, "If-None-Match": tag}

    again = client.get(door(activity), headers=known)

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["X-CSRFToken"]

    for step in (mark(person=jan.person_id), mark("undo", person=jan.person_id)):
        say(client, activity, step)
        changed = client.get(door(activity), headers=known)
        assert changed.status_code == 200
        assert changed.headers["ETag"] != tag
        known["If-None-Match"] = tag = changed.headers["ETag"]


def test_a_ticket_lets_its_holder_in_once(client: FlaskClient, activity: Activity) -> None:
    jan = registered(activity, "Jan")
    registered(activity, "Els")
    first, second = (mark(ticket=tickets.code(jan.id)) for _ in range(2))

    said = say(client, activity, first, second)

    assert outcomes(said) == ["in", "already"]
    assert said["count"] == {"present": 1, "expected": 2}
    assert said["results"][0]["said"] == "Jan is aanwezig."
    assert said["results"][0]["person"]["present_at"] == NOW.isoformat()
    assert outcomes(say(client, activity, first, second)) == ["in", "already"]
    assert number(Attendance) == 1


def test_a_mark_that_comes_again_after_it_was_undone_changes_nothing(
    client: FlaskClient, activity: Activity
) -> None:
    jan = registered(activity, "Jan")
    first = mark(person=jan.person_id)
    say(client, activity, first, mark("undo", person=jan.person_id))

    again = say(client, activity, first)

    assert outcomes(again) == ["in"]
    assert again["count"] == {"present": 0, "expected": 1}
    assert number(Attendance) == 0


@pytest.mark.parametrize(
    ("status", "outcome"), [(Status.WAITING, "waiting"), (Status.CANCELLED, "cancelled")]
)
def test_who_has_no_place_is_let_in_only_if_the_host_says_so(
    client: FlaskClient, activity: Activity, status: Status, outcome: str
) -> None:
    code = tickets.code(registered(activity, "Wim", status=status).id)

    said = say(client, activity, mark(ticket=code))
    assert outcomes(said) == [outcome]
    assert said["results"][0]["person"]["name"] == "Wim"
    assert number(Attendance) == 0

    said = say(client, activity, mark(ticket=code, anyway=True))
    assert outcomes(said) == ["in"]
    assert said["count"] == {"present": 1, "expected": 1}


def test_a_ticket_of_another_activity_is_told_apart(
    client: FlaskClient, activity: Activity
) -> None:
    elsewhere = registered(make.activity(), "Noor")
    code = tickets.code(elsewhere.id)

    assert outcomes(say(client, activity, mark(ticket=code))) == ["wrong_activity"]
    said = say(client, activity, mark(ticket=code, anyway=True))

    assert outcomes(said) == ["in"]
    assert said["count"] == {"present": 1, "expected": 1}


def test_whoever_catches_up_from_a_parallel_group_is_recognised(
    client: FlaskClient, activity: Activity
) -> None:
    beside = make.activity(parallel="x")
    activity.parallel = "x"
    noor = registered(beside, "Noor de Wít")

    shown = say(client, activity, mark(ticket=tickets.code(noor.id)))
    named = say(client, activity, mark(newcomer={"name": "noor de wit", "consent": True}))

    assert outcomes(shown) == ["wrong_activity"]
    assert "parallelle groep" in shown["results"][0]["said"]
    assert named["results"][0]["person"]["id"] == noor.person_id
    assert number(Person) == 1


def test_whoever_shows_the_wrong_one_of_two_tickets_is_let_in(
    client: FlaskClient, activity: Activity
) -> None:
    elsewhere = registered(make.activity(), "Noor")
    make.registration(activity=activity, person=elsewhere.person)

    said = say(client, activity, mark(ticket=tickets.code(elsewhere.id)))

    assert outcomes(said) == ["in"]
    assert said["results"][0]["person"]["status"] == "confirmed"


def test_nobody_is_found_by_a_number_that_is_not_on_the_list(
    client: FlaskClient, activity: Activity
) -> None:
    stranger = make.person(name="Geheim")

    said = say(
        client,
        activity,
        mark(person=stranger.id, anyway=True),
        mark(person=2**31 - 1),
        mark(ticket="ROK:AAAAAAAAAAAAAAAAAAAA"),
        mark("out", person=stranger.id),
    )

    assert set(outcomes(said)) <= {"unknown", "refused"}
    assert "Geheim" not in str(said)


def test_a_newcomer_is_one_person_however_often_it_is_said(
    client: FlaskClient, activity: Activity
) -> None:
    noor = {"name": "Noor", "email": "noor@example.org", "organisation": "GGD", "consent": True}
    first = mark(newcomer=noor)

    said = say(client, activity, first, first, mark(newcomer=noor))

    assert outcomes(said) == ["in", "in", "already"]
    assert said["results"][0]["person"]["organisation"] == "GGD"
    assert said["results"][0]["person"]["status"] == "none"
    assert said["count"] == {"present": 1, "expected": 1}
    assert (number(Person), number(Attendance)) == (1, 1)


def test_a_newcomer_with_a_known_address_needs_no_name_and_an_unknown_one_does(
    client: FlaskClient, activity: Activity
) -> None:
    make.person(name="Noor", email="noor@example.org")

    said = say(
        client,
        activity,
        mark(newcomer={"email": "Noor@example.org"}),
        mark(newcomer={"email": "wie@example.org", "consent": True}),
        mark(newcomer={"name": "Nieuw"}),
    )

    assert outcomes(said) == ["in", "refused", "refused"]
    assert said["results"][0]["person"]["name"] == "Noor"
    assert "naam" in said["results"][1]["said"]
    assert "Vraag eerst" in said["results"][2]["said"]
    assert number(Attendance) == 1


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


def test_one_scan_asks_the_database_little(
    client: FlaskClient, activity: Activity, queries: list[str]
) -> None:
    codes = [tickets.code(registered(activity, name).id) for name in ("Jan", "Els")]
    say(client, activity, mark(ticket=codes[0]))
    address = door(activity)
    db.session.remove()
    queries.clear()

    client.post(address, json={"marks": [mark(ticket=codes[1])]}, headers=JSON)

    house = ("sign_in", "trail_", "organisation_position", "network_edition")
    ours = [one for one in queries if not any(table in one for table in house)]
    # The house asks who the host is, writes the trail, and keeps the map up to date.
    assert (len(ours), len(queries)) == (4, 10)
