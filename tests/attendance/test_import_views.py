"""Pages on which a file of attendance is taken in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.accounts.rules import Role
from rok_events.attendance.intake import example
from rok_events.attendance.models import Attendance
from rok_events.db import db
from rok_events.work import tasks
from tests import make, visitors
from tests.attendance import files

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.communities.models import Community

IMPORT = "/beheer/aanwezigheid/import"


def attendances() -> int:
    return db.session.scalars(select(func.count()).select_from(Attendance)).one()


@pytest.fixture
def organiser(client: FlaskClient) -> Community:
    """The community of an organiser who has signed in."""
    community = make.community(slug="rok", name="ROK Deventer")
    visitors.sign_in(client, make.account(Role.ORGANISER, community))
    return community


def send(client: FlaskClient, data: bytes, do: str = "check", **more: object) -> TestResponse:
    """Bring a file, let the worker do its part, and look what came of it."""
    upload = (io.BytesIO(data), "lijst.csv")
    # What the test read belongs to a picture of the database that ends here.
    db.session.rollback()
    answer = client.post(IMPORT, data={"file": upload, "do": do, **more})
    tasks.do()
    return client.get(answer.location) if answer.status_code == 303 else answer


def test_a_file_is_checked_and_then_added(client: FlaskClient, organiser: Community) -> None:
    data = files.people("Jan;GGD;;ja", "Els;GGD;;nee")

    checked = send(client, data, community=organiser.id)

    assert checked.status_code == 200
    assert "Het bestand klopt" in checked.text
    assert attendances() == 0

    added = send(client, data, "add", community=organiser.id)

    assert "Het bestand is toegevoegd" in added.text
    assert attendances() == 1
    assert (
        "Er stond niets nieuws in het bestand"
        in send(client, data, "add", community=organiser.id).text
    )
    assert "Alles is al bekend." in send(client, data, community=organiser.id).text


@pytest.mark.parametrize("do", ["check", "add"])
def test_every_mistake_stands_in_a_table(
    client: FlaskClient, organiser: Community, do: str
) -> None:
    data = files.people("Jan;GGD;<b>jan</b>;ja", *(["Els;GGD;;x"] * 120))

    answer = send(client, data, do, community=organiser.id)

    assert "121 dingen in het bestand kloppen nog niet" in answer.text
    assert "&lt;b&gt;jan&lt;/b&gt; is geen e-mailadres." in answer.text
    assert "En nog 21." in answer.text
    assert attendances() == 0


def test_a_file_that_cannot_be_read_says_why(client: FlaskClient, organiser: Community) -> None:
    empty = send(client, b"", community=organiser.id)
    nothing = client.post(IMPORT, data={"do": "check"})

    assert nothing.status_code == 422
    assert "Het bestand is leeg." in empty.text
    assert "Kies een bestand." in nothing.text


def test_a_file_of_more_than_may_be_says_how_much_may_be(
    client: FlaskClient, organiser: Community
) -> None:
    body = b"x" * (20 * 1024 * 1024 + 1)

    answer = client.post(IMPORT, data=body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_nobody_chooses_a_network_that_is_not_theirs(
    client: FlaskClient, organiser: Community
) -> None:
    other = make.community()

    answer = send(client, files.people("Jan;;;ja"), "add", community=other.id)

    assert answer.status_code == 422
    assert attendances() == 0


def test_who_has_several_networks_may_leave_it_to_the_file(client: FlaskClient) -> None:
    make.community(slug="rok")
    make.community()
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))
    assert "Zoals het bestand zegt" in client.get(IMPORT).text
    data = files.csv("activiteit;begin;naam;netwerk", "T;1-2-2022;Jan;rok")

    assert "Het bestand is toegevoegd" in send(client, data, "add", community="").text


def test_the_example_is_a_file_in_the_visitors_language(
    client: FlaskClient, organiser: Community
) -> None:
    address = "/beheer/aanwezigheid/voorbeeld.csv"
    dutch = client.get(address)
    english = client.get(address, headers={"Accept-Language": "en"})

    assert (dutch.mimetype, dutch.data) == ("text/csv", example.written("nl"))
    assert english.data == example.written("en")
    assert "attachment" in dutch.headers["Content-Disposition"]


def test_the_pages_are_complete_in_english(client: FlaskClient, organiser: Community) -> None:
    client.get("/taal/en")

    assert "Check the file" in client.get(IMPORT).text
