"""The form and its receipt: what a person sees."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.activities.rules import QuestionKind, State
from rok_events.db import db
from rok_events.people import actions as people
from rok_events.people.models import Organisation, Person
from rok_events.people.rules import Standing
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from tests import make
from tests.conftest import NOW
from tests.registrations.reading import FILLED_IN, ask, form_of, look, only, register, sent

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_registering_gives_a_place_and_a_personal_page(client: FlaskClient) -> None:
    activity = make.activity(place_name="Het Wijkhuis")

    answer = register(client, activity, role="parent", remarks="Geen noten")

    assert answer.status_code == 303
    assert answer.location == f"/aanmelding/{only().token}"
    page = look(client, answer.location)
    assert page.status_code == 200
    assert "<h1>You have a place.</h1>" in page.text
    for words in ("Het Wijkhuis", "noor@example.org", "GGD IJsselland", "Parent", "Geen noten"):
        assert words in page.text
    assert f"/aanmelding/{only().token}/agenda.ics" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert [mail.recipient for mail in sent()] == ["noor@example.org"]


def test_the_form_asks_three_things_first(client: FlaskClient) -> None:
    page = look(client, form_of(make.activity(title="Hechting")))

    assert page.status_code == 200
    assert "Hechting" in page.text
    names = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page.text)
    assert [name for name in names if name != "csrf_token"][:5] == [
        "name",
        "email",
        "organisation",
        "not_listed",
        "no_organisation",
    ]
    assert 'data-suggest="/organisaties/suggesties"' in page.text
    assert 'href="/privacy"' in page.text


def test_dutch_comes_first(client: FlaskClient) -> None:
    page = client.get(form_of(make.activity()))

    assert 'lang="nl"' in page.text
    assert "Aanmelden" in page.text


def test_a_full_activity_offers_the_waiting_list_with_its_length(client: FlaskClient) -> None:
    activity = make.activity(capacity=1, taken=1, waiting=2)
    make.registration(activity=activity)
    for _ in range(2):
        make.registration(activity=activity, status=Status.WAITING)

    form = look(client, form_of(activity))
    answer = register(client, activity)

    assert "There are 2 people on the waiting list." in form.text
    assert "Put me on the waiting list" in form.text
    assert "You are number 3 on the waiting list." in look(client, answer.location).text
    assert [mail.purpose for mail in sent()] == ["waiting"]


def test_mistakes_are_told_on_top_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    activity = make.activity()

    answer = register(
        client, activity, name="", email="noor@", organisation="Praktijk Zon", remarks="Noten"
    )

    assert answer.status_code == 422
    assert "2 things are not right yet" in answer.text
    assert '<a href="#name">Fill in your name.</a>' in answer.text
    assert '<a href="#email">Fill in an e-mail address such as name@example.org.</a>' in answer.text
    assert 'value="noor@"' in answer.text
    assert 'value="Praktijk Zon"' in answer.text
    assert "Noten</textarea>" in answer.text
    assert "<title>Error: " in answer.text
    assert db.session.scalars(select(Registration)).all() == []
    assert db.session.scalars(select(Person)).all() == []


def test_the_same_address_gets_its_link_by_mail_and_the_page_says_so(client: FlaskClient) -> None:
    activity = make.activity()
    first = register(client, activity)

    answer = register(client, activity, name="Somebody Else", email="NOOR@example.org")

    assert answer.status_code == 303
    assert answer.location == f"/activiteiten/{activity.slug}/aanmelden/ontvangen"
    page = look(client, answer.location)
    assert "This address is registered already" in page.text
    assert only().token not in page.text
    assert sent()[-1].purpose == "repeated"
    assert first.location in sent()[-1].text


def test_a_form_sent_twice_lands_on_the_same_page(client: FlaskClient) -> None:
    activity = make.activity()
    form = look(client, form_of(activity)).text
    key = re.findall(r'name="form_key"[^>]* value="([^"]+)"', form)[0]

    first = register(client, activity, form_key=key)
    second = register(client, activity, form_key=key)

    assert first.location == second.location == f"/aanmelding/{only().token}"
    assert len(sent()) == 1


def test_whoever_knows_an_address_does_not_get_its_page(client: FlaskClient) -> None:
    activity = make.activity()
    registration = make.registration(
        activity=activity, person=people.welcome("Noor", "noor@example.org")
    )
    client.post(f"/aanmelding/{registration.token}/afmelden")

    answer = register(client, activity)

    assert answer.location == f"/activiteiten/{activity.slug}/aanmelden/ontvangen"
    assert registration.status is Status.CONFIRMED


def test_a_page_of_a_new_registration_does_not_tell_the_name_that_is_known(
    client: FlaskClient,
) -> None:
    make.person(name="Noor de Wit", email="noor@example.org")

    answer = register(client, make.activity(), name="Stranger")

    assert "Noor de Wit" not in look(client, answer.location).text


def test_in_a_discreet_community_everybody_sees_the_same(client: FlaskClient) -> None:
    activity = make.activity(community=make.community(is_discreet=True))

    first = register(client, activity)
    second = register(client, activity)

    assert first.location == second.location
    page = look(client, first.location)
    assert "Your form has arrived" in page.text
    assert "already" not in page.text


@pytest.mark.parametrize(
    ("given", "later", "words"),
    [
        pytest.param({}, timedelta(days=76), "Registration has closed", id="closed"),
        pytest.param({}, timedelta(days=80), "This activity is over", id="past"),
        pytest.param(
            {"state": State.CANCELLED, "cancel_reason": "De zaal is weg."},
            timedelta(),
            "This activity was cancelled",
            id="cancelled",
        ),
    ],
)
def test_no_form_for_what_takes_nobody(
    client: FlaskClient, given: dict[str, object], later: timedelta, words: str
) -> None:
    activity = make.activity(closes_at=NOW + timedelta(days=70), **given)

    with time_machine.travel(NOW + later, tick=False):
        page = look(client, form_of(activity))
        answer = register(client, activity)

    assert page.status_code == 200
    assert answer.status_code == 409
    for text in (page.text, answer.text):
        assert f"<h1>{words}</h1>" in text
        assert 'name="email"' not in text
        assert str(given.get("cancel_reason", "")) in text
    assert db.session.scalars(select(Registration)).all() == []


@pytest.mark.parametrize("slug", ["onbekend", "%00", "%ED%A0%80", "a" * 500])
def test_an_unknown_activity_has_its_own_page(client: FlaskClient, slug: str) -> None:
    for path in ("aanmelden", "aanmelden/ontvangen"):
        answer = look(client, f"/activiteiten/{slug}/{path}")
        assert answer.status_code == 404
    assert client.post(f"/activiteiten/{slug}/aanmelden", data=FILLED_IN).status_code == 404


def test_nobody_hears_of_a_draft(client: FlaskClient) -> None:
    draft = make.activity(state=State.DRAFT)

    assert look(client, form_of(draft)).status_code == 404
    assert register(client, draft).status_code == 404


def test_an_organisation_of_the_list_in_any_spelling(client: FlaskClient) -> None:
    people.add_organisation("GGD IJsselland")

    register(client, make.activity(), organisation="ggd  ijsselland", not_listed=None)

    assert only().organisation is not None
    assert only().organisation.name == "GGD IJsselland"  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["GGD IJselland", "ggd", "IJsselland"])
def test_what_looks_like_a_slip_is_asked_once_more(client: FlaskClient, typed: str) -> None:
    people.add_organisation("GGD IJsselland")
    activity = make.activity()

    asked = register(client, activity, organisation=typed, not_listed=None)
    sure = register(client, activity, organisation=typed, not_listed="y")

    assert asked.status_code == 422
    assert "Do you mean GGD IJsselland?" in asked.text
    assert sure.status_code == 303
    proposed = db.session.scalars(select(Organisation).where(Organisation.name == typed)).one()
    assert proposed.standing is Standing.PROPOSED


def test_an_organisation_like_no_other_is_proposed_without_a_question(client: FlaskClient) -> None:
    people.add_organisation("GGD IJsselland")

    assert register(client, make.activity(), organisation="Zon", not_listed=None).status_code == 303


def test_taking_part_without_an_organisation(client: FlaskClient) -> None:
    answer = register(client, make.activity(), organisation="", no_organisation="y")

    assert only().organisation is None
    assert "Without an organisation" in look(client, answer.location).text


def test_the_activitys_own_questions(client: FlaskClient) -> None:
    activity = make.activity()
    text = ask(activity, QuestionKind.TEXT, "Wat wil je leren?", is_required=True)
    choice = ask(activity, QuestionKind.CHOICE, "Welke tafel?", options=["Rood", "Blauw"])
    yes_no = ask(activity, QuestionKind.YES_NO, "Eet je mee?", is_required=True)

    missing = register(client, activity)
    wrong = register(client, activity, **{text: "Alles", choice: "Paars", yes_no: "maybe"})
    right = register(client, activity, **{text: "Alles", choice: "Blauw", yes_no: "no"})

    assert "Answer the question: Wat wil je leren?" in missing.text
    assert "Answer the question: Eet je mee?" in missing.text
    assert "Answer the question: Welke tafel?" not in missing.text
    assert missing.text.count("Not a valid choice") == 0
    assert wrong.status_code == 422
    assert wrong.text.count("Not a valid choice") == 4  # each on its field and on top
    page = look(client, right.location).text
    assert re.search(r"Eet je mee\?</dt><dd>No</dd>", page)
    assert re.search(r"Welke tafel\?</dt><dd>Blauw</dd>", page)
    assert set(only().answers.values()) == {"Alles", "Blauw", False}
