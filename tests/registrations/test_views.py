"""The form, the receipt, the personal page, and everything of one address: what a person sees."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.activities.models import Question
from rok_events.activities.rules import QuestionKind, Setting, State
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.people import actions as people
from rok_events.people.models import Organisation, Person
from rok_events.people.rules import Standing
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Role, Status
from rok_events.web import signing
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity

ENGLISH = {"Accept-Language": "en"}
FILLED_IN = {
    "name": "Noor de Wit",
    "email": "noor@example.org",
    "organisation": "GGD IJsselland",
    "not_listed": "y",
}


def form_of(activity: Activity) -> str:
    return f"/activiteiten/{activity.slug}/aanmelden"


def register(client: FlaskClient, activity: Activity, **changes: object) -> TestResponse:
    """Fill in the form as somebody would who reads English; `None` leaves a field out."""
    data = {name: value for name, value in (FILLED_IN | changes).items() if value is not None}
    return client.post(form_of(activity), data=data, headers=ENGLISH)


def look(client: FlaskClient, address: str) -> TestResponse:
    return client.get(address, headers=ENGLISH)


def only() -> Registration:
    return db.session.scalars(select(Registration)).one()


def sent() -> list[OutgoingMail]:
    return [*db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def ask(activity: Activity, kind: QuestionKind, label: str, **given: object) -> str:
    """Let an activity ask something; return the name of its field."""
    position = len(activity.questions) + 1
    activity.questions.append(Question(kind=kind, label=label, position=position, **given))
    make.saved(activity)
    return f"question_{activity.questions[-1].id}"


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


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        pytest.param("name", "n" * 500, "A name has at most 200 characters.", id="long name"),
        pytest.param("name", "\u200d\x00", "Fill in a name.", id="invisible name"),
        pytest.param("organisation", "o" * 500, "at most 200 characters", id="long organisation"),
        pytest.param("organisation", " \n ", "Fill in your organisation", id="no organisation"),
        pytest.param("email", "a@b.nl\r\nBcc: all@b.nl", "such as name@", id="header in address"),
        pytest.param("email", "e" * 500 + "@b.nl", "such as name@", id="long address"),
        pytest.param("remarks", "r" * 2001, "at most 2000 characters", id="long remarks"),
        pytest.param("role", "king", "Not a valid choice", id="invented role"),
        pytest.param("website", "http://spam", "it is there for robots", id="robot"),
    ],
)
def test_bad_input_gets_one_clear_sentence(
    client: FlaskClient, field: str, typed: str, sentence: str
) -> None:
    answer = register(client, make.activity(), **{field: typed})

    assert answer.status_code == 422
    assert answer.text.count(f'href="#{field}"') == 1
    assert sentence in answer.text
    assert db.session.scalars(select(Registration)).all() == []


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("Zoë \U0001f469\u200d\U0001f37c", id="emoji"),
        pytest.param("نور \u202eدي ويت", id="right to left"),
        pytest.param("D'Artagnan \"O'Neill\" & Zn.", id="quotes"),
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("Noor\r\nBcc: all@example.org", id="line break"),
        pytest.param("{{ 7 * 7 }} 100%s", id="template"),
        pytest.param("=cmd|' /C calc'!A0", id="formula"),
        pytest.param("Noor\x00 \ufffe", id="NUL"),
    ],
)
def test_strange_text_stays_text_everywhere(client: FlaskClient, typed: str) -> None:
    activity = make.activity(capacity=1, taken=1)
    make.registration(activity=activity)
    asked = ask(activity, QuestionKind.TEXT, "Wat eet je?")

    answer = client.post(
        form_of(activity),
        data=FILLED_IN
        | {"name": typed, "organisation": typed, "remarks": typed, asked: typed, "x": typed},
        headers=ENGLISH,
    )

    assert answer.status_code == 303
    page = look(client, answer.location)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    mail = sent()[-1]
    assert "\n" not in mail.subject + mail.recipient_name + mail.recipient
    assert "<script>alert" not in mail.html
    assert "\x00" not in mail.text + mail.recipient_name
    kept = db.session.scalars(select(Person).where(Person.email == "noor@example.org")).one()
    assert "\u202e" not in kept.name


def test_a_pile_of_fields_is_ignored_and_a_huge_form_refused(client: FlaskClient) -> None:
    activity = make.activity()

    answer = register(client, activity, **{f"field{n}": "x" for n in range(10_000)})
    long = register(client, activity, remarks="x" * 1_000_000)
    huge = register(client, activity, remarks="x" * 21_000_000)

    assert answer.status_code == 303
    assert long.status_code == 422
    assert len(long.text) < 100_000
    assert huge.status_code == 413
    assert only().remarks == ""


def test_bytes_that_are_no_text_do_no_harm(client: FlaskClient) -> None:
    activity = make.activity()

    answer = client.post(
        form_of(activity),
        data=b"name=No%00or%ED%A0%80&email=noor@example.org&organisation=Zon%FF&remarks=%E2%80",
        content_type="application/x-www-form-urlencoded",
    )
    rubbish = client.post(
        form_of(activity), data=b"name=\xff\xfe", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 303
    assert rubbish.status_code == 422


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


@pytest.mark.parametrize("token", ["wrong", "%00", "a" * 500, ".1", "%F0%9F%91%B6", "x'--"])
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
    for wrong in (other, f"{link}x", "/mijn/x", "/mijn/%00"):
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
