"""Many at once with one link, or one code: one signs in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import delete, select

from rok_events.accounts import actions, factor_rules, rules
from rok_events.accounts.factor_models import Authenticator, Lock, RecoveryCode
from rok_events.accounts.models import Account, Grant, SignIn, SignInLink
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from tests import authenticators, visitors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

AT_ONCE = 6
TABLES = (Authenticator, RecoveryCode, Lock, SignIn, SignInLink, Grant, Account, OutgoingMail)


@pytest.fixture
def noor(app: Flask) -> Iterator[Account]:
    """An account that every connection can see."""
    with app.app_context():
        with transaction():
            account = actions.create("noor@example.org", rules.Role.HOST)
        yield account
        with transaction():
            for table in TABLES:
                db.session.execute(delete(table))


def together(clients: list[FlaskClient], do: Callable[[FlaskClient], int]) -> list[int]:
    """Let each do the same at one moment, and return what became of it."""
    ready = Barrier(len(clients))

    def one(client: FlaskClient) -> int:
        ready.wait()
        return do(client)

    with ThreadPoolExecutor(len(clients)) as threads:
        return sorted(threads.map(one, clients))


def test_of_many_presses_at_once_one_signs_in(app: Flask, noor: Account) -> None:
    with transaction():
        link = urlsplit(actions.sign_in_link(noor.id)).path
    clients = [app.test_client() for _ in range(AT_ONCE)]

    answers = together(clients, lambda client: client.post(link).status_code)

    assert answers == [303] + [410] * (AT_ONCE - 1)


@pytest.mark.parametrize("paper", [False, True], ids=["of the app", "on paper"])
def test_one_code_at_once_in_many_browsers_gives_one_session(
    app: Flask, noor: Account, *, paper: bool
) -> None:
    phone = authenticators.add(noor)
    db.session.commit()
    clients = [app.test_client() for _ in range(AT_ONCE)]
    for client in clients:
        visitors.sign_in(client, noor)
    code = {"code": authenticators.PAPER if paper else phone.code()}

    answers = together(clients, lambda one: one.post("/inloggen/code", data=code).status_code)

    whole = select(SignIn.id).where(SignIn.proved_at.is_not(None))
    assert answers == [303] + [422] * (AT_ONCE - 1)
    assert len(db.session.scalars(whole).all()) == 1


def test_guesses_at_once_are_all_counted(app: Flask, noor: Account) -> None:
    """One after the other would be locked out after ten; so are those that come together."""
    authenticators.add(noor)
    db.session.commit()
    clients = [app.test_client() for _ in range(AT_ONCE)]
    for client in clients:
        visitors.sign_in(client, noor)

    for _ in range(3):
        together(clients, lambda one: one.post("/inloggen/code", data={"code": "0"}).status_code)

    assert db.session.scalars(select(Lock.failures)).all() == [factor_rules.MOST_FAILURES]
