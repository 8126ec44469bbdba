"""Checking oneself in by the code on the screen in the room."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.attendance import room_codes
from rok_events.attendance.models import Attendance
from rok_events.attendance.rules import Source
from rok_events.db import db
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity
    from rok_events.registrations.models import Registration

HALF = timedelta(seconds=30)


@pytest.fixture
def activity(client: FlaskClient) -> Activity:
    """A casustafel that begins now."""
    return make.activity(starts_at=NOW, title="Casustafel hechting")


@pytest.fixture
def jan(activity: Activity) -> Registration:
    """Somebody with a place."""
    person = make.person(name="Jan", email="jan@example.org")
    return make.registration(activity=activity, person=person, organisation=make.organisation())


def code(activity: Activity, at: datetime = NOW) -> str:
    return room_codes.code(activity.sessions[0].id, at)


def arrive(client: FlaskClient, **given: object) -> TestResponse:
    return client.post("/hier/aanwezig", data=given)


def noted() -> list[tuple[int, Source]]:
    rows = db.session.execute(select(Attendance.person_id, Attendance.source))
    return [(person_id, source) for person_id, source in rows]


def test_whoever_scans_and_types_their_address_is_there_once(
    client: FlaskClient, activity: Activity, jan: Registration
) -> None:
    asked = client.get(f"/hier/{code(activity)}")
    first = arrive(client, email="Jan@Example.org ")

    assert "Casustafel hechting" in asked.text
    assert "Jan" not in asked.text
    assert first.location == "/hier/welkom"
    welcome = client.get(first.location).text
    assert "Je bent ingecheckt" in welcome
    assert "Casustafel hechting" in welcome

    client.get(f"/hier/{code(activity)}")
    arrive(client, email="jan@example.org")

    assert noted() == [(jan.person_id, Source.SELF)]


def test_a_code_can_be_typed_in_any_case_and_with_spaces(
    client: FlaskClient, activity: Activity
) -> None:
    letters = code(activity).lower()
    assert "zes letters" in client.get("/hier").text

    answer = client.post("/hier", data={"code": f" {letters[:3]} {letters[3:]} "})

    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200


def test_who_opened_their_own_page_on_this_phone_presses_a_button(
    client: FlaskClient, activity: Activity, jan: Registration
) -> None:
    client.get(f"/aanmelding/{jan.token}")
    asked = client.get(f"/hier/{code(activity)}").text
    arrive(client, registration=jan.id)

    assert "Ik ben Jan, en ik ben er" in asked
    assert noted() == [(jan.person_id, Source.SELF)]


def test_nobody_checks_in_another_by_the_number_of_a_registration(
    client: FlaskClient, activity: Activity, jan: Registration
) -> None:
    client.get(f"/hier/{code(activity)}")

    assert arrive(client, registration=jan.id).status_code == 422
    assert noted() == []


def test_the_button_is_only_for_the_activity_of_the_code(
    client: FlaskClient, activity: Activity, jan: Registration
) -> None:
    other = make.activity(starts_at=NOW)
    client.get(f"/aanmelding/{jan.token}")

    assert "Jan" not in client.get(f"/hier/{code(other)}").text


@pytest.mark.parametrize("status", [Status.WAITING, Status.CANCELLED, None])
def test_who_has_no_place_goes_to_the_host_and_hears_no_more_than_that(
    client: FlaskClient, activity: Activity, jan: Registration, status: Status | None
) -> None:
    if status:
        jan.status = status
        db.session.commit()
    client.get(f"/hier/{code(activity)}")

    refused = arrive(client, email="jan@example.org" if status else "wie@example.org")

    assert refused.status_code == 422
    assert "Ga naar de gastheer of gastvrouw" in refused.text
    assert "wachtlijst" not in refused.text
    assert noted() == []
    client.get(f"/hier/{code(activity)}")
    assert arrive(client, email="onzin").status_code == 422


def test_an_old_code_does_not_work_and_the_one_before_still_does(
    client: FlaskClient, activity: Activity, jan: Registration
) -> None:
    before, older = (client.get(f"/hier/{code(activity, NOW - n * HALF)}") for n in (1, 2))

    assert (before.status_code, older.status_code) == (200, 422)
    assert "telt niet meer" in older.text
    assert "Casustafel" not in older.text


def test_without_having_read_the_code_nobody_hears_anything(
    client: FlaskClient, activity: Activity, jan: Registration
) -> None:
    with_place, without = (
        arrive(client, email=email) for email in ("jan@example.org", "wie@example.org")
    )

    assert with_place.status_code == without.status_code == 422
    assert "te lang geleden" in with_place.text
    assert noted() == []


def test_who_read_the_code_has_ten_minutes(
    client: FlaskClient, activity: Activity, jan: Registration
) -> None:
    client.get(f"/hier/{code(activity)}")

    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        assert arrive(client, email="jan@example.org").status_code == 422
    with time_machine.travel(NOW + timedelta(minutes=9), tick=False):
        assert arrive(client, email="jan@example.org").status_code == 303


@pytest.mark.parametrize(
    ("minutes", "status"), [(-31, 422), (-30, 200), (0, 200), (150, 200), (151, 422)]
)
def test_it_works_from_half_an_hour_before_until_half_an_hour_after(
    client: FlaskClient, activity: Activity, minutes: int, status: int
) -> None:
    at = NOW + timedelta(minutes=minutes)
    with time_machine.travel(at, tick=False):
        assert client.get(f"/hier/{code(activity, at)}").status_code == status


def test_a_closed_list_takes_nobody(
    client: FlaskClient, activity: Activity, jan: Registration
) -> None:
    client.get(f"/hier/{code(activity)}")
    activity.sessions[0].list_closed_at = NOW
    db.session.commit()

    assert arrive(client, email="jan@example.org").status_code == 422
    assert client.get(f"/hier/{code(activity)}").status_code == 422


def test_the_screen_shows_the_code_that_counts_and_when_the_next_one_comes(
    client: FlaskClient, activity: Activity
) -> None:
    visitors.sign_in(client, make.account(Role.HOST, activity.community))
    page = f"/beheer/sessies/{activity.sessions[0].id}/scherm"
    others = (
        make.activity(community=activity.community, starts_at=NOW + timedelta(hours=hours))
        for hours in (1, -3)
    )
    early, late = (
        client.get(f"/beheer/sessies/{other.sessions[0].id}/scherm").text for other in others
    )
    with time_machine.travel(NOW + timedelta(seconds=10), tick=False):
        now = client.get(page).text
    with time_machine.travel(NOW + HALF, tick=False):
        then = client.get(page).text

    letters = code(activity)
    assert f"{letters[:3]} {letters[3:]}" in now
    assert 'data-screen="21"' in now
    assert 'http-equiv="refresh" content="21"' in now
    assert f"{letters[:3]} {letters[3:]}" not in then
    assert "half uur voor" in early
    assert "niemand meer" in late
    assert "data-screen" not in early + late


@pytest.mark.usefixtures("database")
def test_codes_of_sessions_and_moments_differ() -> None:
    codes = {room_codes.code(id_, NOW + n * HALF) for id_ in range(1, 21) for n in range(50)}

    assert len(codes) == 1000
    assert all(re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{6}", one) for one in codes)


@pytest.mark.parametrize("said", ["", "-", "BCD", "ÄÖÜÄÖÜ", "B" * 400, "bcdfg1"])
def test_what_is_no_code_is_refused(client: FlaskClient, activity: Activity, said: str) -> None:
    answer = client.post("/hier", data={"code": said}, follow_redirects=True)

    assert answer.status_code == 422
