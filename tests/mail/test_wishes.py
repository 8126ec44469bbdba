"""Asking for no more mail: in the mail program, on the page, and back again."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask.testing import FlaskClient

from rok_events.db import db, transaction
from rok_events.mail import actions, letters, messages, queries, rules, wishes
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask

NOOR = "noor@example.org"

pytestmark = pytest.mark.usefixtures("database")


def path(email: str = NOOR) -> str:
    return f"/mail/afmelden/{wishes.token(email)}"


def is_declined(email: str = NOOR) -> bool:
    db.session.expire_all()
    known = queries.address(email)
    return known is not None and known.declined_at is not None


def test_a_letter_that_may_be_refused_says_so_to_mail_programs() -> None:
    mail = make.mail(recipient=NOOR, can_unsubscribe=True)

    message = message_from_bytes(messages.message(make.claimed(mail)), policy=default)

    link = message["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://agenda.example.org/mail/afmelden/")
    assert wishes.email_of(link.rpartition("/")[2]) == NOOR
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_about_a_registration_cannot_be_refused() -> None:
    message = message_from_bytes(messages.message(make.claimed(make.mail())), policy=default)

    assert "List-Unsubscribe" not in message
    assert "List-Unsubscribe-Post" not in message


def test_the_link_stands_at_the_foot_of_the_letter() -> None:
    def letter(*, can_unsubscribe: bool) -> letters.Letter:
        return letters.compose(
            "sign_in",
            locale="nl",
            recipient=NOOR,
            recipient_name="Noor",
            about="test",
            url="https://agenda.example.org/",
            minutes=15,
            can_unsubscribe=can_unsubscribe,
        )

    asked, not_asked = letter(can_unsubscribe=True), letter(can_unsubscribe=False)

    assert wishes.link(NOOR) in asked.text
    assert wishes.link(NOOR) in asked.html
    assert "/mail/afmelden/" not in not_asked.text + not_asked.html
    with transaction():
        assert actions.queue(asked).can_unsubscribe


def test_a_mail_program_needs_one_click_and_no_form_token(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", value=True)

    answer = FlaskClient(app, app.response_class).post(
        path(), data={"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
    assert is_declined()


def test_following_the_link_asks_first(client: FlaskClient) -> None:
    page = client.get(path())

    assert "Zullen we je geen uitnodigingen meer sturen?" in page.text
    assert NOOR in page.text
    assert not is_declined()


def test_pressing_declines_and_pressing_again_takes_it_back(client: FlaskClient) -> None:
    said = client.post(path()).text
    declined = is_declined()

    back = client.post(f"{path()}/terug")

    assert "Je krijgt geen uitnodigingen meer van ons" in said
    assert declined
    assert back.status_code == 303
    assert not is_declined()
    assert "Je krijgt onze uitnodigingen en berichten weer." in client.get(path()).text


def test_a_link_of_our_own_making_is_needed(client: FlaskClient) -> None:
    forged = f"{path()}x"

    answers = [client.get(forged), client.post(forged), client.post(f"{forged}/terug")]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_a_link_works_for_years_but_not_for_ever(client: FlaskClient) -> None:
    link = path()

    with time_machine.travel(NOW + rules.LINK_WORKS - timedelta(days=1)):
        still = client.get(link)
    with time_machine.travel(NOW + rules.LINK_WORKS + timedelta(days=1)):
        over = client.get(link)

    assert (still.status_code, over.status_code) == (200, 404)
