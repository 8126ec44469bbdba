"""Signing in cannot be tried without end, whoever tries and from wherever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.app import create_app
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.web.limits import limiter, origin
from tests import make
from tests.conftest import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def limited(app: Flask, database: None, tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser at an application on the same database, that counts."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    counting = create_app(settings(url, tmp_path) | {"RATELIMIT_ENABLED": True})
    db._app_engines[counting][None] = db._app_engines[app][None]
    yield counting.test_client()
    limiter.reset()
    limiter.enabled = False


def ask(client: FlaskClient, email: str, origin: str = "192.0.2.1") -> int:
    answer = client.post(
        "/inloggen", data={"email": email}, environ_overrides={"REMOTE_ADDR": origin}
    )
    return answer.status_code


def test_one_address_gets_five_links_a_quarter_however_it_is_written(
    limited: FlaskClient,
) -> None:
    make.account(email="noor@example.org")
    spellings = ["noor@example.org", "NOOR@example.org", " noor@example.org "] * 2

    answers = [ask(limited, email, f"192.0.2.{n}") for n, email in enumerate(spellings)]

    assert answers == [200] * 5 + [429]
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 5


def test_an_unknown_address_is_counted_just_so(limited: FlaskClient) -> None:
    answers = [ask(limited, "niemand@example.org", f"192.0.2.{n}") for n in range(6)]

    assert answers == [200] * 5 + [429]


def test_one_place_asks_for_ten_links_a_minute(limited: FlaskClient) -> None:
    answers = [ask(limited, f"naam{n}@example.org") for n in range(11)]

    assert answers == [200] * 10 + [429]
    assert ask(limited, "naam@example.org", "192.0.2.2") == 200


def test_guessing_links_stops_too(limited: FlaskClient) -> None:
    answers = [limited.post(f"/inloggen/gok{n}").status_code for n in range(21)]

    assert answers == [410] * 20 + [429]


@pytest.mark.parametrize("page", ["/inloggen/wachtwoord", "/inloggen/code"])
def test_one_place_tries_twenty_passwords_or_codes_a_minute(
    limited: FlaskClient, page: str
) -> None:
    answers = [limited.post(page).status_code for _ in range(21)]

    assert 429 not in answers[:20]
    assert answers[20] == 429


def test_too_often_is_said_in_words(limited: FlaskClient) -> None:
    for _ in range(5):
        ask(limited, "noor@example.org")

    answer = limited.post("/inloggen", data={"email": "noor@example.org"})

    assert answer.status_code == 429
    assert "Wacht een paar minuten" in answer.text
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_house_counts_as_one(app: Flask, address: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert origin() == counted
