"""A second factor that a role demands: set by an administrator, and led to by who has none."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.accounts.factor_models import Demand
from rok_events.accounts.rules import Role
from rok_events.db import db
from rok_events.web import sealing
from tests import authenticators, make, visitors
from tests.authenticators import App
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.accounts.models import Account

PAGE = "/beheer/accounts/tweede-stap"
SECURITY = "/mijn-account/beveiliging"
SET_UP = f"{SECURITY}/authenticator"
SEALED = re.compile(r'name="sealed"[^>]*value="([^"]+)"')


@pytest.fixture
def boss(client: FlaskClient) -> Account:
    """An administrator of all networks, who has signed in with an authenticator."""
    account = make.account(Role.ADMINISTRATOR, name="De baas")
    visitors.sign_in_with(client, account, authenticators.add(account))
    return account


@pytest.fixture
def demanded(database: None) -> None:
    """Organisers need a second factor."""
    make.saved(Demand(role=Role.ORGANISER))


@pytest.mark.usefixtures("boss")
def test_an_administrator_sees_who_has_none_and_sets_which_roles_need_one(
    client: FlaskClient,
) -> None:
    make.account(Role.ORGANISER, name="Zonder")
    strong = make.account(Role.ORGANISER, name="Met")
    authenticators.add(strong)
    make.account(Role.ORGANISER, name="Gesloten", active=False)

    before = client.get(PAGE)
    client.post(PAGE, data={"roles": ["organiser", "host"]})
    client.post(PAGE, data={"roles": ["organiser"]})

    assert "Zonder" in before.text
    assert "Met<" not in before.text
    assert "Gesloten" not in before.text
    assert db.session.scalars(select(Demand.role)).all() == [Role.ORGANISER]
    assert client.post(PAGE, data={"roles": ["baas"]}).status_code == 422


def test_of_one_network_an_administrator_may_look_and_not_touch(client: FlaskClient) -> None:
    here = make.community()
    make.account(Role.ORGANISER, here, name="Van hier")
    make.account(Role.ORGANISER, make.community(), name="Van elders")
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR, here))

    page = client.get(PAGE)

    assert "Van hier" in page.text
    assert "Van elders" not in page.text
    assert "Opslaan" not in page.text
    assert client.post(PAGE, data={"roles": ["host"]}).status_code == 403


@pytest.mark.usefixtures("boss")
def test_who_signed_in_long_ago_proves_it_first(client: FlaskClient) -> None:
    noor = make.account(Role.HOST)
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        answers = [
            client.post(PAGE, data={"roles": ["host"]}),
            client.post(f"/beheer/accounts/{noor.id}/herstellen"),
        ]

    assert all(one.location.startswith("/inloggen/nogmaals") for one in answers)
    assert db.session.scalars(select(Demand)).all() == []


@pytest.mark.usefixtures("demanded")
def test_who_has_none_is_led_to_set_it_up_and_reaches_nothing_else(client: FlaskClient) -> None:
    landed = visitors.sign_in(client, make.account(Role.ORGANISER), "/beheer/mail")

    led = client.get(landed.location)
    page = client.get(led.location)

    assert led.location == f"{SECURITY}?naar=%2Fbeheer%2Fmail"
    assert "Stel eerst een tweede stap in" in page.text
    for path in ("/beheer", "/beheer/accounts", "/inzicht", "/mijn-account"):
        assert client.get(path).location.startswith(SECURITY), path
    assert client.post("/mijn-account/naam", data={"name": "X"}).location.startswith(SECURITY)
    assert "/beheer" not in client.get("/").text
    assert client.get("/taal/en?naar=/").status_code == 303
    assert client.post("/uitloggen").location == "/"


@pytest.mark.usefixtures("demanded")
def test_once_it_is_set_up_the_work_goes_on_in_the_same_session(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(Role.ORGANISER))
    page = f"{SET_UP}?naar=/beheer/mail"
    sealed = SEALED.search(client.get(page).text)
    assert sealed
    secret = (sealing.unseal("authenticator-offered", sealed[1]) or b"").partition(b":")[2]

    codes = client.post(page, data={"sealed": sealed[1], "code": App(secret).code()})

    assert 'href="/beheer/mail"' in codes.text
    assert client.get("/beheer/mail").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_who_has_one_goes_straight_to_work(client: FlaskClient) -> None:
    noor = make.account(Role.ORGANISER)
    visitors.sign_in_with(client, noor, authenticators.add(noor))

    assert client.get("/beheer").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_the_only_one_that_is_needed_cannot_be_taken_away(client: FlaskClient) -> None:
    noor = make.account(Role.ORGANISER)
    visitors.sign_in_with(client, noor, authenticators.add(noor))

    refused = client.post(f"{SET_UP}/verwijderen")

    assert refused.status_code == 409
    assert "Voeg eerst een andere toe" in refused.text
    assert client.get("/beheer").status_code == 200


def test_a_demand_counts_at_the_next_click_and_signs_nobody_out(
    app: Flask, client: FlaskClient, boss: Account
) -> None:
    theirs = app.test_client()
    visitors.sign_in(theirs, make.account(Role.HOST))
    before = theirs.get("/beheer").status_code

    client.post(PAGE, data={"roles": ["host"]})

    assert before == 200
    assert theirs.get("/beheer").location.startswith(SECURITY)
    client.post(PAGE, data={})
    assert theirs.get("/beheer").status_code == 200
