"""The door in JSON: what phones at the door are told, and who they let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rok_events.attendance.models import Attendance
from rok_events.db import db
from rok_events.people.models import Person
from rok_events.registrations import tickets
from rok_events.registrations.rules import Status
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

    assert outcomes(shown) == ["beside"]
    assert "om in te halen" in shown["results"][0]["said"]
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


def test_one_scan_asks_the_database_little(
    client: FlaskClient, activity: Activity, queries: list[str]
) -> None:
    codes = [tickets.code(registered(activity, name).id) for name in ("Jan", "Els")]
    say(client, activity, mark(ticket=codes[0]))
    address = door(activity)
    db.session.remove()
    queries.clear()

    client.post(address, json={"marks": [mark(ticket=codes[1])]}, headers=JSON)

    reads = [one for one in queries if one.startswith("SELECT")]
    # Who the host is, the session, the ticket, and the head of the trail. What is written: the
    # presence, the mark, the line in the trail, its head, and that the map is another one.
    assert (len(reads), len(queries) - len(reads)) == (4, 5)
