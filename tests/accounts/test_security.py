"""The safety of one's own account: an authenticator, recovery codes, a password."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from rok_events.accounts import factor_actions, factor_queries
from rok_events.accounts.factor_models import Authenticator, Password, RecoveryCode
from rok_events.accounts.rules import Role
from rok_events.audit.models import TrailRow
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.web import sealing
from tests import authenticators, make, visitors
from tests.authenticators import App
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.accounts.models import Account

SECURITY = "/mijn-account/beveiliging"
SET_UP = f"{SECURITY}/authenticator"
PASSWORD = "fiets lamp kaas berg"  # noqa: S105 -- somebody's password, in a test
SEALED = re.compile(r'name="sealed"[^>]*value="([^"]+)"')
CODES = re.compile(r'rok-code">([0-9a-z-]{19})<')


@pytest.fixture
def noor(client: FlaskClient) -> Account:
    """Somebody who has signed in by a link just now."""
    account = make.account(Role.HOST, email="noor@example.org", name="Noor de Wit")
    visitors.sign_in(client, account)
    return account


@pytest.fixture
def strong(client: FlaskClient) -> Account:
    """Somebody who has signed in with an authenticator just now."""
    account = make.account(Role.HOST, email="els@example.org")
    visitors.sign_in_with(client, account, authenticators.add(account))
    return account


def offered(client: FlaskClient) -> tuple[str, App]:
    """Return what the page of setting up holds: the sealed secret, and an app that has scanned."""
    page = client.get(SET_UP).text
    sealed = SEALED.search(page)
    assert sealed, page
    secret = sealing.unseal("authenticator-offered", sealed[1])
    assert secret is not None
    return sealed[1], App(secret.partition(b":")[2])


def count(table: type[Authenticator | Password | RecoveryCode]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def subjects() -> list[str]:
    return [*db.session.scalars(select(OutgoingMail.subject).order_by(OutgoingMail.id))]


def test_an_app_counts_once_it_shows_the_right_code(client: FlaskClient, noor: Account) -> None:
    sealed, app = offered(client)

    wrong = client.post(SET_UP, data={"sealed": sealed, "code": "000000"})
    before = count(Authenticator)
    right = client.post(SET_UP, data={"sealed": sealed, "code": app.code()})

    assert (wrong.status_code, before) == (422, 0)
    assert "Deze code klopt niet" in wrong.text
    assert (right.status_code, count(Authenticator)) == (200, 1)
    assert len(CODES.findall(right.text)) == 10
    assert "data:text/plain" in right.text
    assert subjects() == ["Er is een authenticator-app aan het account toegevoegd"]


@pytest.mark.usefixtures("noor")
def test_the_picture_says_what_the_letters_say(client: FlaskClient) -> None:
    page = client.get(SET_UP)

    assert 'src="data:image/svg+xml' in page.text
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_the_secret_is_kept_sealed(client: FlaskClient, noor: Account) -> None:
    sealed, app = offered(client)
    client.post(SET_UP, data={"sealed": sealed, "code": app.code()})

    kept = db.session.scalars(select(Authenticator.secret)).one()

    assert app.secret.hex() not in kept
    assert sealing.unseal(factor_actions.SEALED, kept) == app.secret
    assert sealing.unseal("something else", kept) is None


@pytest.mark.parametrize("whose", ["of somebody else", "too old", "made up", ""])
def test_a_secret_that_was_not_offered_here_just_now_is_refused(
    app: Flask, client: FlaskClient, noor: Account, whose: str
) -> None:
    other = app.test_client()
    visitors.sign_in(other, make.account())
    theirs, phone = offered(other)
    mine, mine_phone = offered(client)
    sealed = {"of somebody else": theirs, "too old": mine, "made up": "x" * 80, "": ""}[whose]
    late = timedelta(minutes=61) if whose == "too old" else timedelta()

    with time_machine.travel(NOW + late, tick=False):
        if whose == "too old":
            visitors.sign_in(client, noor)
        code = (mine_phone if whose == "too old" else phone).code()
        answer = client.post(SET_UP, data={"sealed": sealed, "code": code})

    assert (answer.status_code, answer.location) == (303, SET_UP)
    assert count(Authenticator) == 0


def test_the_first_app_ends_the_sessions_that_began_with_less(
    app: Flask, client: FlaskClient, noor: Account
) -> None:
    elsewhere = app.test_client()
    visitors.sign_in(elsewhere, noor)
    sealed, phone = offered(client)

    client.post(SET_UP, data={"sealed": sealed, "code": phone.code()})

    assert client.get("/mijn-account").status_code == 200
    assert elsewhere.get("/mijn-account").status_code == 303


def test_a_new_phone_takes_the_place_of_the_old(client: FlaskClient, strong: Account) -> None:
    sealed, phone = offered(client)

    answer = client.post(SET_UP, data={"sealed": sealed, "code": phone.code()})

    kept = db.session.scalars(select(Authenticator.secret)).one()
    assert answer.location == SECURITY
    assert sealing.unseal(factor_actions.SEALED, kept) == phone.secret
    assert count(RecoveryCode) == 1


def test_without_an_app_a_password_and_codes_on_paper_are_worth_nothing(
    client: FlaskClient, strong: Account
) -> None:
    client.post(f"{SECURITY}/wachtwoord", data={"password": PASSWORD, "again": PASSWORD})

    answer = client.post(f"{SET_UP}/verwijderen")

    assert answer.status_code == 303
    assert (count(Authenticator), count(Password), count(RecoveryCode)) == (0, 0, 0)
    assert "De authenticator-app is van het account verwijderd" in subjects()


def test_new_codes_on_paper_replace_those_of_before(client: FlaskClient, strong: Account) -> None:
    page = client.post(f"{SECURITY}/herstelcodes")
    codes = CODES.findall(page.text)

    assert len({*codes}) == 10
    assert factor_queries.codes_left(strong.id) == 10
    assert subjects() == ["Het account heeft nieuwe herstelcodes"]
    assert "Je hebt nog 10 codes" in client.get(SECURITY).text
    assert codes[0] not in client.get(SECURITY).text


def test_what_is_done_to_an_account_stands_in_its_trail(
    client: FlaskClient, strong: Account
) -> None:
    client.post(f"{SECURITY}/herstelcodes")

    told = db.session.scalars(select(TrailRow.thing).where(TrailRow.account_id == strong.id))
    assert "The account has new recovery codes" in [*told]


def test_a_password_asks_for_a_second_step_first(client: FlaskClient, noor: Account) -> None:
    page = client.get(f"{SECURITY}/wachtwoord")
    answer = client.post(f"{SECURITY}/wachtwoord", data={"password": PASSWORD, "again": PASSWORD})

    assert "alleen samen met een tweede stap" in page.text
    assert answer.status_code == 422
    assert count(Password) == 0


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("", "", "Vul een wachtwoord in"),
        ("elf tekens!", "elf tekens!", "minstens 12"),
        ("passwordpassword", "passwordpassword", "makkelijk te raden"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "makkelijk te raden"),
        ("welkom2026!!", "welkom2026!!", "makkelijk te raden"),
        ("Netwerkagenda-1", "Netwerkagenda-1", "makkelijk te raden"),
        ("els@example.org", "els@example.org", "makkelijk te raden"),
        (PASSWORD, PASSWORD + "!", "niet hetzelfde"),
        ("x" * 201, "x" * 201, "hoogstens 200"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(
    client: FlaskClient, strong: Account, password: str, again: str, said: str
) -> None:
    answer = client.post(f"{SECURITY}/wachtwoord", data={"password": password, "again": again})

    assert answer.status_code == 422
    assert said in answer.text
    assert count(Password) == 0


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "ontzettend-lange-zin-zonder-hoofdletter",
        "密码是一只很大的蓝色大象吗",
        "xK9$mfPq2vLw",
    ],
)
def test_nothing_but_length_is_asked_of_the_characters(
    client: FlaskClient, strong: Account, password: str
) -> None:
    data = {"password": password, "again": password}

    assert client.post(f"{SECURITY}/wachtwoord", data=data).status_code == 303
    assert password not in db.session.scalars(select(Password.digest)).one()


def test_another_password_ends_the_other_sessions(
    app: Flask, client: FlaskClient, strong: Account
) -> None:
    elsewhere = app.test_client()
    visitors.sign_in(elsewhere, strong)
    elsewhere.post("/inloggen/code", data={"code": authenticators.PAPER})
    data = {"password": PASSWORD, "again": PASSWORD}

    first = client.post(f"{SECURITY}/wachtwoord", data=data)
    still_in = elsewhere.get("/mijn-account").status_code
    client.post(f"{SECURITY}/wachtwoord", data=data)

    assert (first.status_code, still_in) == (303, 200)
    assert elsewhere.get("/mijn-account").status_code == 303
    assert client.get("/mijn-account").status_code == 200


def test_who_lost_everything_is_helped_and_told(app: Flask, client: FlaskClient) -> None:
    noor = make.account(Role.HOST, email="noor@example.org")
    page = f"/beheer/accounts/{noor.id}/herstellen"
    authenticators.add(noor)
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))
    theirs = app.test_client()
    visitors.sign_in(theirs, noor)
    theirs.post("/inloggen/code", data={"code": authenticators.PAPER})

    answer = client.post(page)

    assert answer.status_code == 303
    assert subjects()[-1] == "De tweede stap van het account is weggehaald"
    assert theirs.get("/mijn-account").status_code == 303
    assert visitors.sign_in(theirs, noor).location == "/beheer"


def test_a_code_is_sealed_anew_with_the_newest_key_when_it_is_used(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = make.account()
    phone = authenticators.add(noor)
    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "newer " * 8)
    visitors.sign_in(client, noor)
    unreadable = client.post("/inloggen/code", data={"code": phone.code()})
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])

    answer = client.post("/inloggen/code", data={"code": phone.code()})

    monkeypatch.delitem(app.config, "SECRET_KEY_FALLBACKS")
    kept = db.session.scalars(select(Authenticator.secret)).one()
    assert (unreadable.status_code, answer.status_code) == (422, 303)
    assert sealing.unseal(factor_actions.SEALED, kept) == phone.secret


def test_a_reset_takes_all_that_proves_who_somebody_is(strong: Account) -> None:
    with transaction():
        factor_actions.reset(strong)

    assert (count(Authenticator), count(Password), count(RecoveryCode)) == (0, 0, 0)
