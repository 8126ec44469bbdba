"""The page behind the button "No, I am coming"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.db import db, transaction
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Answer, Applicant, Status
from tests import make
from tests.invitations.answering import EMAIL, entry_of, letters, said_by, take
from tests.invitations.clients import apple

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.registrations.models import Registration


@pytest.fixture
def hers(database: None) -> Registration:
    """The registration of somebody who declined in her calendar."""
    with transaction():
        hers = registrations.register(
            make.activity().id, Applicant(name="Zoë de Vries", email=EMAIL)
        )
    take(apple(said_by(hers, Answer.DECLINED)))
    return hers


def test_looking_changes_nothing(client: FlaskClient, hers: Registration) -> None:
    page = client.get(f"/aanmelding/{hers.token}/toch").text

    assert "Kom je toch wel?" in page
    assert "Ja, ik kom" in page
    assert hers.answer is Answer.DECLINED


def test_the_personal_page_asks_as_well(client: FlaskClient, hers: Registration) -> None:
    page = client.get(f"/aanmelding/{hers.token}").text

    assert "In je agenda zei je dat je niet komt" in page

    client.post(f"/aanmelding/{hers.token}/toch")
    assert "In je agenda zei je" not in client.get(f"/aanmelding/{hers.token}").text


def test_pressing_keeps_the_place(client: FlaskClient, hers: Registration) -> None:
    answer = client.post(f"/aanmelding/{hers.token}/toch")

    assert (answer.status_code, answer.location) == (303, f"/aanmelding/{hers.token}")
    assert (hers.status, hers.answer) == (Status.CONFIRMED, Answer.ACCEPTED)
    assert entry_of(hers).answer is Answer.ACCEPTED
    assert "Fijn dat je komt" in client.get(answer.location).text


def test_who_gave_up_the_place_meanwhile_is_told(client: FlaskClient, hers: Registration) -> None:
    client.post(f"/aanmelding/{hers.token}/afmelden")

    looked = client.get(f"/aanmelding/{hers.token}/toch")
    pressed = client.post(f"/aanmelding/{hers.token}/toch")

    assert (looked.status_code, looked.location) == (303, f"/aanmelding/{hers.token}")
    assert pressed.status_code == 409
    assert hers.status is Status.CANCELLED


def test_who_waits_keeps_the_turn(client: FlaskClient, hers: Registration) -> None:
    hers.status = Status.WAITING
    db.session.commit()

    assert "Je blijft op de wachtlijst staan" in client.get(f"/aanmelding/{hers.token}/toch").text


def test_a_wrong_address_opens_nothing(client: FlaskClient, database: None) -> None:
    assert client.get("/aanmelding/verzonnen/toch").status_code == 404
    assert client.post("/aanmelding/verzonnen/toch").status_code == 404


def test_the_mail_leads_to_both_pages(client: FlaskClient, hers: Registration) -> None:
    question = letters("decline_question")[0]

    for path in ("afmelden", "toch"):
        address = f"https://agenda.example.org/aanmelding/{hers.token}/{path}"
        assert address in question.text
        assert f'href="{address}"' in question.html
        assert client.get(address).status_code == 200
    assert "Kom je niet?" in question.subject
    assert question.calendar == ""
