"""The personal page, and everything of one address."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from rok_events.activities.rules import QuestionKind, Setting, State
from rok_events.people import actions as people
from rok_events.registrations.rules import Role, Status
from rok_events.web import signing
from tests import make
from tests.conftest import NOW
from tests.registrations.reading import ENGLISH, ask, form_of, look, only, register, sent

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_changing_what_was_told(client: FlaskClient) -> None:
    people.add_organisation("Saxion")
    activity = make.activity()
    asked = ask(activity, QuestionKind.YES_NO, "Eet je mee?")
    register(client, activity, role="student", remarks="Geen noten", **{asked: "yes"})
    page = f"/aanmelding/{only().token}"

    form = look(client, f"{page}/wijzigen").text
    wrong = client.post(f"{page}/wijzigen", data={"organisation": ""}, headers=ENGLISH)
    answer = client.post(
        f"{page}/wijzigen", data={"organisation": "Saxion", "role": ""}, headers=ENGLISH
    )

    assert 'value="GGD IJsselland"' in form
    assert "Geen noten</textarea>" in form
    assert re.search(r'<option selected value="student">', form)
    assert re.search(r'<input checked [^>]*value="yes"', form)
    assert wrong.status_code == 422
    assert answer.location == page
    after = look(client, page).text
    assert "Your details were changed." in after
    assert "Saxion" in after
    assert "Geen noten" not in after
    assert (only().role, only().answers, only().status) == (None, {}, Status.CONFIRMED)


def test_cancelling_asks_first_and_moves_the_next_up(client: FlaskClient) -> None:
    activity = make.activity(capacity=1)
    leaving = make.registration(activity=activity, role=Role.PARENT)
    waiting = make.registration(activity=activity, status=Status.WAITING)
    page = f"/aanmelding/{leaving.token}"

    question = look(client, f"{page}/afmelden")
    answer = client.post(f"{page}/afmelden", headers=ENGLISH)

    assert "Cancel your registration?" in question.text
    assert leaving.status is Status.CANCELLED
    assert waiting.status is Status.CONFIRMED
    after = look(client, answer.location).text
    assert "<h1>You are not registered any more.</h1>" in after
    assert "Join the waiting list again" in after or "Register again" in after
    assert sorted(mail.purpose for mail in sent()) == ["place_given_up", "place_moved_up"]


def test_registering_again_from_the_page(client: FlaskClient) -> None:
    registration = make.registration(status=Status.CANCELLED)
    page = f"/aanmelding/{registration.token}"

    answer = client.post(f"{page}/opnieuw")

    assert answer.location == page
    assert registration.status is Status.CONFIRMED


def test_what_is_over_or_cancelled_offers_nothing_to_do(client: FlaskClient) -> None:
    over = make.registration()
    off = make.registration(activity=make.activity(state=State.CANCELLED, cancel_reason="Ziek."))

    with time_machine.travel(over.activity.ends_at, tick=False):
        past = look(client, f"/aanmelding/{over.token}")
        late = client.post(f"/aanmelding/{over.token}/afmelden", headers=ENGLISH)
    cancelled = look(client, f"/aanmelding/{off.token}")

    assert "<h1>This activity is over.</h1>" in past.text
    assert "<h1>This activity was cancelled.</h1>" in cancelled.text
    assert "Ziek." in cancelled.text
    for page in (past, cancelled):
        assert "/afmelden" not in page.text
        assert "/wijzigen" not in page.text
    assert late.status_code == 409
    assert "There is nothing to change any more" in late.text


def test_only_who_has_a_place_sees_where_to_join_online(client: FlaskClient) -> None:
    activity = make.activity(setting=Setting.ONLINE, online_url="https://meet.example.org/zaal")
    inside = make.registration(activity=activity)
    outside = make.registration(activity=activity, status=Status.WAITING)

    assert "https://meet.example.org/zaal" in look(client, f"/aanmelding/{inside.token}").text
    assert "meet.example.org" not in look(client, f"/aanmelding/{outside.token}").text


@pytest.mark.parametrize("token", ["wrong", "a" * 500, ".1", "%F0%9F%91%B6", "x'--"])
def test_a_wrong_token_has_one_clear_page(client: FlaskClient, token: str) -> None:
    make.registration()

    for path in ("", "/wijzigen", "/afmelden"):
        answer = look(client, f"/aanmelding/{token}{path}")
        assert answer.status_code == 404
        assert "There is no registration at this address." in answer.text
    for path in ("/wijzigen", "/afmelden", "/opnieuw"):
        assert client.post(f"/aanmelding/{token}{path}").status_code == 404


def test_everything_of_one_address_by_a_link_in_a_mail(client: FlaskClient) -> None:
    noor = people.welcome("Noor", "noor@example.org")
    make.registration(person=noor, activity=make.activity(title="Straks"))
    make.registration(
        person=noor,
        activity=make.activity(title="Vroeger", starts_at=NOW - timedelta(days=30)),
    )
    waiting = make.registration(person=noor, status=Status.WAITING)
    make.registration(activity=make.activity(title="Van een ander"))

    known = client.post("/mijn", data={"email": " Noor@Example.org"}, headers=ENGLISH)
    unknown = client.post("/mijn", data={"email": "ans@example.org"}, headers=ENGLISH)

    assert known.location == unknown.location == "/mijn/verstuurd"
    assert "Look in your mailbox" in look(client, known.location).text
    (mail,) = sent()
    assert mail.recipient == "noor@example.org"
    link = re.findall(r"https://agenda\.example\.org(/mijn/\S+)", mail.text)[0]
    page = look(client, link).text
    for words in ("Straks", "Vroeger", waiting.activity.title, "number 1 on the waiting list"):
        assert words in page
    assert "Van een ander" not in page


def test_the_link_to_everything_grows_old_and_cannot_be_made(client: FlaskClient) -> None:
    link = f"/mijn/{signing.sign('overview', str(make.person().id))}"
    other = f"/mijn/{signing.sign('other', str(make.person().id))}"

    assert "Nothing is coming" in look(client, link).text
    for wrong in (other, f"{link}x", "/mijn/x"):
        assert look(client, wrong).status_code == 404
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        late = look(client, link)
    assert late.status_code == 404
    assert "This link is not valid any more." in late.text


def test_an_address_that_is_none(client: FlaskClient) -> None:
    answer = client.post("/mijn", data={"email": "noor"}, headers=ENGLISH)

    assert answer.status_code == 422
    assert "Fill in an e-mail address such as name@example.org." in answer.text
    assert 'value="noor"' in answer.text
    assert look(client, "/mijn").status_code == 200


def test_suggestions_while_typing(client: FlaskClient) -> None:
    people.add_organisation("GGD IJsselland", "jgz", domains=["ggdijsselland.nl"])
    people.add_organisation("GGD regio Utrecht", "jgz")

    answer = client.get("/organisaties/suggesties?q=ggd&email=noor@ggdijsselland.nl")

    assert [found["name"] for found in answer.json or []] == ["GGD IJsselland", "GGD regio Utrecht"]
    for hostile in ("", "?q=%00%ED%A0%80", "?q=" + "a" * 5000, "?email=@@@", "?q=%25_"):
        assert client.get(f"/organisaties/suggesties{hostile}").json == []


def test_the_pages_ask_the_database_little(client: FlaskClient, queries: list[str]) -> None:
    activity = make.activity(capacity=1)
    ask(activity, QuestionKind.TEXT, "Wat eet je?")
    for _ in range(9):
        make.registration(activity=activity, status=Status.WAITING)
    page = f"/aanmelding/{make.registration(activity=activity, status=Status.WAITING).token}"

    queries.clear()
    look(client, form_of(activity))
    assert len(queries) <= 3

    queries.clear()
    look(client, page)
    assert len(queries) <= 3
