"""Accounts on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from rok_events.accounts import queries
from rok_events.accounts.models import Account
from rok_events.accounts.rules import Role
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from tests import authenticators, make

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.usefixtures("database")


def test_create_prints_a_link_that_signs_in(app: Flask, client: FlaskClient) -> None:
    make.community(slug="rok-deventer")

    result = app.test_cli_runner().invoke(
        args=[
            *("accounts", "create", "noor@example.org"),
            *("--role", "organiser", "--community", "rok-deventer"),
        ]
    )

    assert result.exit_code == 0, result.output
    link = result.stdout.strip()
    assert link.startswith("https://agenda.example.org/inloggen/")
    assert client.post(urlsplit(link).path).location == "/beheer"


def test_create_twice_gives_two_links_and_one_account(app: Flask) -> None:
    arguments = ["accounts", "create", "noor@example.org", "--role", "host", "--name", "Noor"]

    first, second = (app.test_cli_runner().invoke(args=arguments) for _ in range(2))

    assert first.stdout != second.stdout
    account = db.session.scalars(select(Account)).one()
    assert (account.name, [grant.role for grant in account.grants]) == ("Noor", [Role.HOST])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("noor --role host", "Error: Fill in an e-mail address such as name@example.org."),
        (
            "noor@example.org --role host --community nergens",
            "Error: There is no network at this address.",
        ),
    ],
)
def test_what_makes_no_sense_gets_one_sentence(app: Flask, arguments: str, sentence: str) -> None:
    result = app.test_cli_runner().invoke(args=["accounts", "create", *arguments.split()])

    assert (result.exit_code, result.stdout, result.stderr.strip()) == (1, "", sentence)
    assert db.session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("arguments", ["", "noor@example.org", "noor@example.org --role koning"])
def test_wrong_usage_is_told_apart(app: Flask, arguments: str) -> None:
    result = app.test_cli_runner().invoke(args=["accounts", "create", *arguments.split()])

    assert result.exit_code == 2
    assert "Usage:" in result.stderr


def test_shut_keeps_somebody_out(app: Flask) -> None:
    make.account(email="noor@example.org")

    result = app.test_cli_runner().invoke(args=["accounts", "shut", "Noor@example.org"])

    assert result.exit_code == 0
    assert queries.find_open("noor@example.org") is None


def test_shutting_an_unknown_account_says_so(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["accounts", "shut", "noor@example.org"])

    assert result.exit_code == 1
    assert result.stderr.strip() == "Error: No account has the address noor@example.org."


def test_reset_takes_the_second_factor_away_and_prints_a_link(
    app: Flask, client: FlaskClient
) -> None:
    noor = make.account(Role.ADMINISTRATOR, email="noor@example.org")
    authenticators.add(noor)

    result = app.test_cli_runner().invoke(args=["accounts", "reset", "noor@example.org"])
    nobody = app.test_cli_runner().invoke(args=["accounts", "reset", "niemand@example.org"])

    assert result.exit_code == 0, result.output
    assert client.post(urlsplit(result.stdout.strip()).path).location == "/beheer"
    assert db.session.scalars(select(OutgoingMail.recipient)).all() == ["noor@example.org"]
    assert (nobody.exit_code, nobody.stderr) == (
        1,
        "Error: No account has the address niemand@example.org.\n",
    )
