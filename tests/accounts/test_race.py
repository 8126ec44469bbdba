"""Two presses at once on one sign-in link: one signs in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import delete

from rok_events.accounts import actions, rules
from rok_events.accounts.models import Account, Grant, SignIn, SignInLink
from rok_events.db import db, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

import pytest

AT_ONCE = 8


@pytest.fixture
def link(app: Flask) -> Iterator[str]:
    """The path of a sign-in link that every connection can see."""
    with app.app_context():
        with transaction():
            account = actions.create("noor@example.org", rules.Role.HOST)
            path = urlsplit(actions.sign_in_link(account.id)).path
        yield path
        with transaction():
            for table in (SignIn, SignInLink, Grant, Account):
                db.session.execute(delete(table))


def test_of_many_presses_at_once_one_signs_in(app: Flask, link: str) -> None:
    together = Barrier(AT_ONCE)

    def press(_number: int) -> int:
        client = app.test_client()
        together.wait()
        return client.post(link).status_code

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = sorted(threads.map(press, range(AT_ONCE)))

    assert answers == [303] + [410] * (AT_ONCE - 1)
