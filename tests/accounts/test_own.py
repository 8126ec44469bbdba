"""One's own account: the name, and where one is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts import sign_in_queries
from rok_events.accounts.models import SignIn
from rok_events.accounts.rules import Role
from rok_events.db import db
from tests import make, visitors

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.accounts.models import Account

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def noor(client: FlaskClient) -> Account:
    """Whoever is signed in."""
    account = make.account(Role.HOST, make.community(name="ROK Deventer"), name="Noor")
    visitors.sign_in(client, account)
    return account


def test_a_stranger_is_asked_to_sign_in_first(client: FlaskClient) -> None:
    answer = client.get("/mijn-account")

    assert answer.status_code == 303
    assert answer.location == "/inloggen?naar=/mijn-account"


def test_the_header_says_who_is_signed_in_and_leads_to_their_account(
    client: FlaskClient, noor: Account
) -> None:
    answer = client.get("/")

    assert noor.name in answer.text
    assert 'href="/mijn-account"' in answer.text


def test_the_page_tells_the_roles_and_where_one_is_signed_in(
    app: Flask, client: FlaskClient, noor: Account
) -> None:
    elsewhere = app.test_client()
    elsewhere.environ_base["HTTP_USER_AGENT"] = FIREFOX
    visitors.sign_in(elsewhere, noor)

    page = client.get("/mijn-account").text

    assert "ROK Deventer" in page
    assert "gastheer of gastvrouw" in page
    assert "Firefox, Linux" in page
    assert page.count("Hier ben je nu") == 1
    assert page.count("Daar uitloggen") == 1


@pytest.mark.usefixtures("noor")
def test_a_new_name_is_what_the_pages_say(client: FlaskClient) -> None:
    answer = client.post("/mijn-account/naam", data={"name": "  Noor\nde Wit "})

    assert answer.status_code == 303
    assert "Noor de Wit" in client.get("/").text


@pytest.mark.usefixtures("noor")
def test_a_name_that_is_too_long_is_said_to_be(client: FlaskClient) -> None:
    answer = client.post("/mijn-account/naam", data={"name": "x" * 201})

    assert answer.status_code == 422
    assert "hoogstens 200 tekens" in answer.text


@pytest.mark.parametrize("one", [True, False])
def test_signing_out_elsewhere_leaves_one_signed_in_here(
    app: Flask, client: FlaskClient, noor: Account, *, one: bool
) -> None:
    elsewhere = app.test_client()
    visitors.sign_in(elsewhere, noor)
    session = sign_in_queries.sessions(noor.id, make.LONG_AGO)[0]
    which = f"{session.id}/" if one else ""

    client.post(f"/mijn-account/sessies/{which}beeindigen")

    assert elsewhere.get("/mijn-account").status_code == 303
    assert client.get("/mijn-account").status_code == 200


@pytest.mark.usefixtures("noor")
def test_the_session_of_somebody_else_stays(client: FlaskClient) -> None:
    session = make.session(make.account())

    client.post(f"/mijn-account/sessies/{session.id}/beeindigen")

    assert db.session.get(SignIn, session.id) is not None
