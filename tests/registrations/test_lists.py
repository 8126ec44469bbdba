"""Lists of people: brought on a page, read by row and column, and registered by the worker."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events import jobs
from rok_events.core.mistakes import FaultyFileError
from rok_events.core.permissions import Permission
from rok_events.db import db
from rok_events.registrations import lists
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Role, Status
from rok_events.web.access import Visitor
from rok_events.work import progress, tasks
from rok_events.work import rules as work
from tests import make
from tests.attendance import files
from tests.registrations.reading import ENGLISH
from tests.work import building

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity

HEADER = ["naam", "e-mail", "organisatie", "rol"]


@pytest.fixture
def activity(app: Flask, database: None, monkeypatch: pytest.MonkeyPatch) -> Activity:
    """An activity with one place, whose organiser has signed in."""
    activity = make.activity(capacity=1)
    organiser = frozenset({Permission.SEE_PARTICIPANTS, Permission.MANAGE_REGISTRATIONS})
    visitor = Visitor(make.account().id, "Robin", {activity.community_id: organiser})
    monkeypatch.setitem(app.extensions, "access", lambda: visitor)
    monkeypatch.setattr(progress, "PAUSE_SECONDS", 0)
    jobs.queue(app).storage.flush_results()
    return activity


def page(activity: Activity) -> str:
    return f"/beheer/activiteiten/{activity.id}/aanmeldingen/lijst"


def bring(client: FlaskClient, activity: Activity, data: bytes, name: str) -> TestResponse:
    """Bring a list, let the worker do its part, and look what came of it."""
    address, upload = page(activity), {"file": (io.BytesIO(data), name), "knows": "y"}
    # What the test read belongs to a picture of the database that ends here.
    db.session.rollback()
    started = client.post(address, data=upload, headers=ENGLISH)
    assert started.status_code == 303
    tasks.do()
    return client.get(started.location, headers=ENGLISH)


def people(number: int) -> bytes:
    return files.csv("naam;e-mail", *(f"Mens {n};m{n}@example.org" for n in range(number)))


def counted() -> dict[Status, int]:
    """Count the registrations by status."""
    query = select(Registration.status, func.count()).group_by(Registration.status)
    return dict(db.session.execute(query).all())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_goes_in_once(client: FlaskClient, activity: Activity, kind: str) -> None:
    rows = [["Noor", "noor@example.org", "GGD", "ouder"], ["Ans", "ans@example.org", "-", ""]]
    data = (
        files.workbook(HEADER, *rows)
        if kind == "xlsx"
        else files.csv(*(";".join(row) for row in (HEADER, *rows)))
    )

    done = bring(client, activity, data, f"lijst.{kind}")
    again = bring(client, activity, data, f"lijst.{kind}")

    assert "1 person has a place. 1 is on the waiting list." in done.text
    assert "2 were registered already." in again.text
    made = db.session.scalars(select(Registration).order_by(Registration.id)).all()
    assert [(one.person.name, one.role) for one in made] == [("Noor", Role.PARENT), ("Ans", None)]
    assert made[0].organisation is not None
    assert made[0].organisation.name == "GGD"
    assert {one.organiser is not None for one in made} == {True}


def test_a_long_list_goes_in_step_by_step(
    client: FlaskClient, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MOST_AT_ONCE", 4)

    shown = bring(client, activity, people(10), "lijst.csv")

    assert counted() == {Status.CONFIRMED: 1, Status.WAITING: 9}
    assert "1 person has a place. 9 are on the waiting list." in shown.text


def test_who_stops_it_is_told_how_far_it_came(
    client: FlaskClient, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MOST_AT_ONCE", 3)
    with monkeypatch.context() as first:
        building.stop_at(3, first)
        stopped = bring(client, activity, people(10), "lijst.csv")
    assert counted() == {}
    assert "Nobody was registered." in stopped.text

    building.stop_at(6, monkeypatch)
    stopped = bring(client, activity, people(10), "lijst.csv")

    assert counted() == {Status.CONFIRMED: 1, Status.WAITING: 2}
    assert "1 person has a place. 2 are on the waiting list. Choose the list" in stopped.text


def test_every_mistake_is_told_and_nobody_goes_in(client: FlaskClient, activity: Activity) -> None:
    data = files.csv(
        "naam;e-mail;rol",
        "Noor;noor@example.org;ouder",
        "Noor;noor@example;",
        ";kim@example.org;",
        "Kim;kim@example.org;tovenaar",
        "Noor Anders;noor@example.org;ouder",
    )

    shown = bring(client, activity, data, "lijst.csv").text

    for words in (
        "4 things in the file are not right yet",
        "noor@example is not an e-mail address.",
        "This cell must be filled in.",
        "tovenaar is not a role",
        "on the list twice, with something different",
    ):
        assert words in shown
    assert counted() == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"naam;e-mail\n", "There are no rows below the header."),
        (b"naam\nNoor\n", "The column e-mail (email) is missing."),
        (b"naam;e-mail;kleur\nNoor;n@example.org;rood\n", "There is no column named kleur."),
        (b"naam;e-mail\n" + b"N;n@example.org\n" * 5001, "A list has at most 5000 people."),
        (b"PK\x03\x04", "not an Excel workbook"),
    ],
    ids=["empty", "no-rows", "no-address", "unknown", "long", "broken"],
)
def test_a_file_that_is_no_list(
    client: FlaskClient, activity: Activity, data: bytes, words: str
) -> None:
    assert words in bring(client, activity, data, "lijst.csv").text


def test_without_a_file_or_their_consent_nothing_begins(
    client: FlaskClient, activity: Activity
) -> None:
    asked = client.post(page(activity), headers=ENGLISH)

    assert asked.status_code == 422
    assert "Choose a file." in asked.text
    assert "Ask first, and then tick this." in asked.text


def test_who_forgot_the_tick_hears_that_the_file_is_gone(
    client: FlaskClient, activity: Activity
) -> None:
    given = {"file": (io.BytesIO(b"naam;e-mail\nAns;ans@example.org\n"), "lijst.csv")}

    asked = client.post(page(activity), data=given, headers=ENGLISH)

    assert "Choose the file once more" in asked.text


def test_the_example_is_a_list_itself(client: FlaskClient, activity: Activity) -> None:
    example = client.get(page(activity).replace("lijst", "voorbeeld.csv"))

    assert [entry.email for entry in lists.read(example.data, "voorbeeld.csv")] == [
        "noor@example.org"
    ]


def test_a_faulty_list_is_no_list() -> None:
    with pytest.raises(FaultyFileError):
        lists.read(files.csv("naam;e-mail", "Noor;noor"), "lijst.csv")
