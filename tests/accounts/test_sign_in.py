"""Signing in by a link in a mail, and out again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import time_machine
from sqlalchemy import select

from rok_events import jobs
from rok_events.accounts import actions
from rok_events.accounts.models import SignInLink
from rok_events.accounts.rules import Role
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.accounts.models import Account


def link_for(account: Account, naar: str | None = None) -> str:
    with transaction():
        link = urlsplit(actions.sign_in_link(account.id, naar))
    return f"{link.path}?{link.query}" if link.query else link.path


def mails() -> list[OutgoingMail]:
    return [*db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def is_signed_in(client: FlaskClient) -> bool:
    return "Uitloggen" in client.get("/inloggen/onbekend").text


def test_a_mail_brings_a_link_that_signs_in_with_one_press(client: FlaskClient) -> None:
    account = make.account(Role.ORGANISER, email="noor@example.org")

    answer = client.post("/inloggen", data={"email": " Noor@Example.org "})
    link = next(word for word in mails()[0].text.split() if "/inloggen/" in word)
    path = urlsplit(link).path
    page = client.get(path)

    assert "Kijk in je mail" in answer.text
    assert mails()[0].recipient == "noor@example.org"
    assert link.startswith("https://agenda.example.org/inloggen/")
    assert account.name in page.text
    assert not is_signed_in(client)

    landed = client.post(path)

    assert (landed.status_code, landed.location) == (303, "/beheer")
    assert is_signed_in(client)
    assert account.signed_in_at == NOW


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: FlaskClient) -> None:
    make.account(email="bekend@example.org")

    known = client.post("/inloggen", data={"email": "bekend@example.org"})
    unknown = client.post("/inloggen", data={"email": "anders@example.org"})

    assert known.text.replace("bekend@", "anders@") == unknown.text
    assert known.status_code == unknown.status_code == 200
    assert [mail.recipient for mail in mails()] == ["bekend@example.org"]


def test_an_unknown_address_takes_as_much_work(client: FlaskClient, app: Flask) -> None:
    make.account(email="bekend@example.org")
    huey = jobs.queue(app)

    before = huey.pending_count()
    client.post("/inloggen", data={"email": "bekend@example.org"})
    between = huey.pending_count()
    client.post("/inloggen", data={"email": "anders@example.org"})

    assert between - before == huey.pending_count() - between == 1
    assert len(db.session.scalars(select(SignInLink)).all()) == 2


def test_an_account_that_was_shut_gets_no_mail_and_its_link_opens_nothing(
    client: FlaskClient,
) -> None:
    account = make.account(email="weg@example.org")
    link = link_for(account)
    with transaction():
        actions.shut(account.email)

    client.post("/inloggen", data={"email": "weg@example.org"})

    assert mails() == []
    assert client.post(link).status_code == 410


def test_the_mail_is_in_the_language_of_the_page(client: FlaskClient) -> None:
    make.account(email="noor@example.org")

    client.post("/inloggen", data={"email": "noor@example.org"}, headers={"Accept-Language": "en"})

    assert "Press this link" in mails()[0].text


def test_opening_the_link_changes_nothing(client: FlaskClient) -> None:
    link = link_for(make.account())

    pages = [client.get(link), client.get(link), client.head(link)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert client.post(link).status_code == 303


def test_a_link_works_once(client: FlaskClient, app: Flask) -> None:
    link = link_for(make.account())
    client.post(link)
    other = app.test_client()

    again = other.post(link)

    assert again.status_code == 410
    assert "Vraag een nieuwe link" in again.text
    assert other.get(link).status_code == 410
    assert not is_signed_in(other)


def test_a_link_works_for_half_an_hour(client: FlaskClient) -> None:
    link = link_for(make.account())

    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        late = client.post(link)
    with time_machine.travel(NOW + timedelta(minutes=29, seconds=59), tick=False):
        just = client.post(link)

    assert (late.status_code, just.status_code) == (410, 303)


@pytest.mark.parametrize("token", ["x", "x" * 3000, "<script>", "é", "a b"])
def test_a_made_up_link_gets_the_same_page_as_a_used_one(client: FlaskClient, token: str) -> None:
    asked, pressed = client.get(f"/inloggen/{token}"), client.post(f"/inloggen/{token}")

    assert (asked.status_code, pressed.status_code) == (410, 410)
    assert "Deze link werkt niet meer" in asked.text
    assert "<script>" not in asked.text.partition("<main")[2]


@pytest.mark.parametrize(
    ("naar", "landing"),
    [
        ("/beheer/mail?status=failed", "/beheer/mail?status=failed"),
        ("https://elders.example.org/", "/beheer"),
        ("//elders.example.org", "/beheer"),
        ("/\\elders.example.org", "/beheer"),
        ("/\t/elders.example.org", "/beheer"),
        ("javascript:alert(1)", "/beheer"),
        ("beheer", "/beheer"),
        ("", "/beheer"),
    ],
)
def test_signing_in_leads_to_the_page_that_was_asked_for_if_it_is_ours(
    client: FlaskClient, naar: str, landing: str
) -> None:
    link = link_for(make.account(), naar)

    assert client.post(link).location == landing


def test_the_page_that_was_asked_for_travels_with_the_mail(client: FlaskClient) -> None:
    make.account(email="noor@example.org")

    client.post("/inloggen?naar=/beheer/mail", data={"email": "noor@example.org"})
    client.post("/inloggen?naar=//elders.example.org", data={"email": "noor@example.org"})

    links = [next(w for w in mail.text.split() if "/inloggen/" in w) for mail in mails()]
    assert links[0].endswith("?naar=/beheer/mail")
    assert "naar" not in links[1]


def test_a_lead_starts_at_the_figures(client: FlaskClient) -> None:
    assert client.post(link_for(make.account(Role.LEAD))).location == "/inzicht"


def test_whoever_is_signed_in_is_not_asked_again(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(Role.HOST))

    assert client.get("/inloggen").location == "/beheer"


@pytest.mark.parametrize(
    "email", ["", "noor", "noor@", "@example.org", "a@b", "x" * 500 + "@example.org", "<script>"]
)
def test_a_wrong_address_comes_back_with_a_sentence(client: FlaskClient, email: str) -> None:
    answer = client.post("/inloggen", data={"email": email})

    assert answer.status_code == 422
    assert "Vul" in answer.text
    assert mails() == []


def test_signing_out_ends_the_session_and_every_copy_of_its_cookie(
    client: FlaskClient, app: Flask
) -> None:
    visitors.sign_in(client, make.account())
    cookie = client.get_cookie("session")
    assert cookie is not None

    answer = client.post("/uitloggen")
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)

    assert (answer.status_code, answer.location) == (303, "/")
    assert not is_signed_in(client)
    assert not is_signed_in(thief)


def test_signing_out_on_one_device_leaves_the_other_signed_in(
    client: FlaskClient, app: Flask
) -> None:
    account, phone = make.account(), app.test_client()
    visitors.sign_in(client, account)
    visitors.sign_in(phone, account)

    client.post("/uitloggen")

    assert is_signed_in(phone)


def test_a_stranger_may_press_sign_out(client: FlaskClient) -> None:
    assert client.post("/uitloggen").status_code == 303


def test_an_account_that_is_shut_is_out_at_once(client: FlaskClient) -> None:
    account = make.account()
    visitors.sign_in(client, account)

    with transaction():
        actions.shut(account.email)

    assert not is_signed_in(client)


def test_an_account_that_is_no_longer_active_is_out_at_once(client: FlaskClient) -> None:
    account = make.account()
    visitors.sign_in(client, account)

    account.active = False
    make.saved(account)

    assert not is_signed_in(client)


def test_a_session_ends_after_half_a_day_without_a_visit(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account())

    with time_machine.travel(NOW + timedelta(hours=11), tick=False):
        assert is_signed_in(client)
    with time_machine.travel(NOW + timedelta(hours=22), tick=False):
        assert is_signed_in(client)
    with time_machine.travel(NOW + timedelta(hours=35), tick=False):
        assert not is_signed_in(client)


def test_signing_in_begins_a_new_session(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    visitors.sign_in(client, make.account())

    with client.session_transaction() as session:
        assert "planted" not in session


def test_the_cookie_is_for_this_site_only(client: FlaskClient) -> None:
    link = link_for(make.account())

    cookie = client.post(link).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_secret_of_a_link_is_not_kept(client: FlaskClient) -> None:
    token = link_for(make.account()).removeprefix("/inloggen/")

    digest = db.session.scalar(select(SignInLink.digest))

    assert digest is not None
    assert token not in digest
