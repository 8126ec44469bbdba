"""Signing in with a password: never alone, and without telling who has an account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import select

from rok_events import jobs
from rok_events.accounts import factor_rules, password_rules
from rok_events.accounts.factor_models import Lock, Password
from rok_events.accounts.models import SignIn
from rok_events.accounts.rules import Role, Way
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from tests import authenticators, make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.accounts.models import Account
    from tests.authenticators import App

PAGE = "/inloggen/wachtwoord"
NOOR = "noor@example.org"
RIGHT, WRONG = "fiets lamp kaas berg", "fiets lamp kaas dal"


@pytest.fixture
def noor(database: None) -> Account:
    """Somebody with a password."""
    account = make.account(Role.HOST, email=NOOR)
    make.saved(Password(account_id=account.id, digest=password_rules.digest(RIGHT), set_at=NOW))
    return account


@pytest.fixture
def phone(noor: Account) -> App:
    """The authenticator beside it."""
    return authenticators.add(noor)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were compared with what is kept, which is what takes time."""
    seen: list[str] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, kept: str, password: str) -> bool:
        seen.append(password)
        return bool(verify(hasher, kept, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    return seen


def give(client: FlaskClient, email: str, password: str) -> TestResponse:
    return client.post(PAGE, data={"email": email, "password": password})


def test_a_password_and_a_code_sign_in(client: FlaskClient, noor: Account, phone: App) -> None:
    form = {"email": " Noor@Example.org", "password": RIGHT}
    landed = client.post(f"{PAGE}?naar=/beheer/mail", data=form)

    assert landed.location == "/inloggen/code?naar=/beheer/mail"
    assert client.get("/mijn-account").status_code == 303

    answer = client.post(landed.location, data={"code": phone.code()})

    assert answer.location == "/beheer/mail"
    assert client.get("/mijn-account").status_code == 200
    assert db.session.scalars(select(SignIn.way)).all() == [Way.PASSWORD]


def test_who_pastes_or_lets_a_program_fill_in_is_not_hindered(client: FlaskClient) -> None:
    page = client.get(PAGE).text

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_no_page_tells_who_has_an_account_or_a_password(
    app: Flask, client: FlaskClient, phone: App, looked_at: list[str]
) -> None:
    make.account(email="geen@example.org")
    make.account(email="dicht@example.org", active=False)
    addresses = ("noor", "geen", "dicht", "niemand")
    queue, before = jobs.queue(app), jobs.queue(app).pending_count()

    answers = {
        name: [give(client, f"{name}@example.org", WRONG) for _ in range(11)] for name in addresses
    }

    work = {name: looked_at.count(WRONG) for name in addresses}
    pages = {
        name: [(one.status_code, one.text.replace(f"{name}@", "x@")) for one in found]
        for name, found in answers.items()
    }
    locks = db.session.execute(select(Lock.failures, Lock.until)).all()
    assert set(work.values()) == {4 * factor_rules.MOST_FAILURES}
    assert all(found == pages["niemand"] for found in pages.values())
    assert locks == [(10, NOW + timedelta(minutes=15))] * 4
    assert queue.pending_count() - before == 4


def test_a_password_without_a_second_factor_opens_nothing(
    client: FlaskClient, noor: Account
) -> None:
    assert give(client, NOOR, RIGHT).status_code == 422
    assert db.session.scalars(select(SignIn)).all() == []


def test_a_lock_shuts_the_password_and_leaves_the_link_and_tells_the_holder(
    app: Flask, client: FlaskClient, noor: Account, phone: App, looked_at: list[str]
) -> None:
    for _ in range(factor_rules.MOST_FAILURES):
        give(client, NOOR, WRONG)

    locked = give(client, NOOR, RIGHT)
    by_link = app.test_client()
    visitors.sign_in(by_link, noor)
    let_in = by_link.post("/inloggen/code", data={"code": phone.code()})

    assert "te vaak geprobeerd" in locked.text
    assert RIGHT not in looked_at
    assert let_in.status_code == 303
    (mail,) = db.session.scalars(select(OutgoingMail))
    assert (mail.recipient, mail.subject) == (
        NOOR,
        "Iemand probeerde in te loggen op het account",
    )


def test_a_lock_opens_and_is_forgotten_once_somebody_gets_in(
    client: FlaskClient, noor: Account, phone: App
) -> None:
    for _ in range(factor_rules.MOST_FAILURES):
        give(client, NOOR, WRONG)

    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        landed = give(client, NOOR, RIGHT)
        client.post(landed.location, data={"code": phone.code()})

    assert landed.location == "/inloggen/code"
    assert db.session.scalars(select(Lock)).all() == []


def test_failures_are_forgotten_after_a_quiet_day(client: FlaskClient, noor: Account) -> None:
    for _ in range(factor_rules.MOST_FAILURES - 1):
        give(client, NOOR, WRONG)
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        give(client, NOOR, WRONG)

    assert db.session.scalars(select(Lock.failures)).all() == [1]


def test_a_password_that_is_kept_in_an_old_way_is_kept_anew(
    client: FlaskClient, noor: Account, phone: App
) -> None:
    kept = db.session.get_one(Password, noor.id)
    kept.digest = old = PasswordHasher(time_cost=1, memory_cost=1024).hash(RIGHT)
    make.saved(kept)

    give(client, NOOR, RIGHT)

    newer = db.session.scalars(select(Password.digest)).one()
    assert newer != old
    assert password_rules.fits(newer, RIGHT)
    assert not password_rules.is_outdated(newer)


def test_one_character_may_be_typed_in_two_ways() -> None:
    kept = password_rules.digest("één café in de straat")

    assert password_rules.fits(kept, "e\u0301e\u0301n cafe\u0301 in de straat")


@pytest.mark.parametrize("kept", [None, "", "no digest"])
def test_nothing_fits_where_no_password_is_kept(kept: str | None, looked_at: list[str]) -> None:
    assert not password_rules.fits(kept, RIGHT)
    assert looked_at == [RIGHT]
