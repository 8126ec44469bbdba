"""The page of somebody who is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.activities.models import Question
from rok_events.activities.rules import QuestionKind, State
from rok_events.db import db, transaction
from rok_events.guests.models import Guest
from rok_events.people import actions as people
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Answer, Status
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

DETAILS = {"name": "Noor de Wit", "organisation": "GGD IJsselland"}


@pytest.fixture
def guest(database: None) -> Guest:
    """A guest of whom name and employer are known."""
    person = make.person(name="Noor de Wit", email="noor@example.org")
    ggd = make.organisation(name="GGD IJsselland")
    with transaction():
        people.affiliate(person.id, ggd.id, NOW.date())
    return make.guest(person=person, note="Je kennis is nodig.")


def way(guest: Guest, more: str = "") -> str:
    return f"/uitnodiging/{guest.token}{more}"


def registration() -> Registration:
    return db.session.scalars(select(Registration)).one()


def test_the_invitation_says_what_when_and_where(client: FlaskClient, guest: Guest) -> None:
    page = client.get(way(guest))

    for words in (
        *("Kom je?", guest.activity.title, "donderdag 1 april 2027", "Het Wijkhuis"),
        *("Je kennis is nodig.", "Je komt als Noor de Wit, GGD IJsselland."),
        *("Ja, ik kom", "Misschien", "Nee, ik kan niet", "we houden|bewaren"),
    ):
        assert any(word in page.text for word in words.split("|")), words
    assert page.headers["Cache-Control"] == "no-store"


def test_one_press_is_enough_for_who_is_known(client: FlaskClient, guest: Guest) -> None:
    answer = client.post(way(guest, "/ja"), data=DETAILS)

    assert answer.location == f"/aanmelding/{registration().token}"
    assert registration().status is Status.CONFIRMED
    assert "Je hebt een plaats." in client.get(way(guest)).text


def test_a_stranger_is_asked_what_is_needed(client: FlaskClient) -> None:
    guest = make.guest(person=make.person(name="Noor de Wit", email="noor.de.wit@example.org"))
    question = make.saved(
        Question(
            activity_id=guest.activity_id,
            position=1,
            kind=QuestionKind.TEXT,
            label="Wat eet je?",
            is_required=True,
        )
    )

    page = client.get(way(guest))
    form = client.get(way(guest, "/ja"))
    incomplete = client.post(way(guest, "/ja"), data=DETAILS)
    told = DETAILS | {"not_listed": "y", f"question_{question.id}": "Alles"}
    client.post(way(guest, "/ja"), data=told)

    assert f'href="/uitnodiging/{guest.token}/ja"' in page.text
    assert "Wat eet je?" in form.text
    assert incomplete.status_code == 422
    assert registration().answers == {str(question.id): "Alles"}
    assert registration().consent


def test_perhaps_and_no_are_noted(client: FlaskClient, guest: Guest) -> None:
    perhaps = client.post(way(guest, "/misschien"), follow_redirects=True)
    no = client.post(way(guest, "/nee"), follow_redirects=True)

    assert "Je komt misschien." in perhaps.text
    assert "Je komt niet." in no.text
    assert "Ja, ik kom toch" in no.text
    assert db.session.get_one(Guest, guest.id).answer is Answer.DECLINED


def test_only_a_script_says_that_somebody_looks(client: FlaskClient, guest: Guest) -> None:
    client.get(way(guest))
    before = db.session.get_one(Guest, guest.id).opened_at

    answer = client.post(way(guest, "/geopend"))

    assert before is None
    assert answer.status_code == 204
    db.session.expire_all()
    assert db.session.get_one(Guest, guest.id).opened_at == NOW


def test_without_a_place_yes_means_the_waiting_list(client: FlaskClient, guest: Guest) -> None:
    guest.activity.capacity = 1
    guest.activity.taken = 1
    make.registration(activity=guest.activity)

    page = client.get(way(guest))
    client.post(way(guest, "/ja"), data=DETAILS)

    assert "Ja, zet me op de wachtlijst" in page.text
    assert "Je staat op plaats 1 van de wachtlijst." in client.get(way(guest)).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"state": State.CANCELLED, "cancel_reason": "Geen zaal."}, "Geen zaal."),
        ({"starts_at": make.LONG_AGO}, "Deze activiteit is geweest."),
        ({"closes_at": NOW}, "De inschrijving is gesloten"),
    ],
    ids=["cancelled", "over", "closed"],
)
def test_whoever_comes_too_late_is_told_why(
    client: FlaskClient, database: None, given: dict[str, object], said: str
) -> None:
    guest = make.guest(activity=make.activity(**given))

    page = client.get(way(guest))
    answer = client.post(way(guest, "/ja"), data=DETAILS)

    assert said in page.text
    assert "Ja, ik kom" not in page.text
    assert answer.location == way(guest)
    assert db.session.scalars(select(Registration)).all() == []


def test_what_was_taken_back_says_no_more_than_that(client: FlaskClient, guest: Guest) -> None:
    guest.taken_back_at = NOW
    db.session.commit()

    page = client.get(way(guest))

    assert "Deze uitnodiging is ingetrokken." in page.text
    assert "Het Wijkhuis" not in page.text
    assert client.post(way(guest, "/misschien")).status_code == 409


def test_who_has_cancelled_is_led_to_the_registration(client: FlaskClient, guest: Guest) -> None:
    cancelled = make.registration(
        activity=guest.activity, person=guest.person, status=Status.CANCELLED
    )

    page = client.get(way(guest))

    assert "Je komt niet." in page.text
    assert f"/aanmelding/{cancelled.token}" in page.text
    assert "Ja, ik kom" not in page.text


def test_a_wrong_token_opens_nothing(client: FlaskClient, database: None) -> None:
    assert client.get("/uitnodiging/onbekend").status_code == 404
    assert client.post("/uitnodiging/onbekend/nee").status_code == 404
