"""What people type that nobody expects: one clear sentence, and no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.activities.rules import QuestionKind
from rok_events.db import db
from rok_events.people.models import Person
from rok_events.registrations.models import Registration
from tests import make
from tests.registrations.reading import ENGLISH, FILLED_IN, ask, form_of, look, only, register, sent

if TYPE_CHECKING:
    from flask.testing import FlaskClient


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
