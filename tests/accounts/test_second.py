"""The second factor: on the way in, and once more before a change that matters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from rok_events.accounts import actions, factor_actions, factor_rules
from rok_events.accounts.factor_models import RecoveryCode
from rok_events.accounts.models import SignIn
from rok_events.accounts.rules import Role
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from tests import authenticators, make, visitors
from tests.authenticators import PAPER, App
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.accounts.models import Account

SECURITY = "/mijn-account/beveiliging"
LATER = timedelta(minutes=11)


@pytest.fixture
def noor(database: None) -> Account:
    """Somebody with an authenticator."""
    return make.account(Role.HOST, email="noor@example.org")


@pytest.fixture
def app_of_noor(noor: Account) -> App:
    """The authenticator on her phone."""
    return authenticators.add(noor)


def is_in(client: FlaskClient) -> bool:
    return client.get("/mijn-account").status_code == 200


def subjects() -> list[str]:
    return [*db.session.scalars(select(OutgoingMail.subject).order_by(OutgoingMail.id))]


@pytest.mark.parametrize("paper", [False, True], ids=["of the app", "on paper"])
def test_a_link_and_a_code_sign_in(
    client: FlaskClient, noor: Account, app_of_noor: App, *, paper: bool
) -> None:
    landed = visitors.sign_in(client, noor, "/beheer/mail")

    assert landed.location == "/inloggen/code?naar=/beheer/mail"
    assert not is_in(client)
    assert noor.signed_in_at is None

    code = PAPER if paper else app_of_noor.code()
    answer = client.post(landed.location, data={"code": f" {code[:3]} {code[3:]}"})

    assert (answer.status_code, answer.location) == (303, "/beheer/mail")
    assert is_in(client)
    assert noor.signed_in_at == NOW


def test_a_code_on_paper_works_once_and_the_holder_hears_of_it(
    client: FlaskClient, app: Flask, noor: Account, app_of_noor: App
) -> None:
    visitors.sign_in(client, noor)
    client.post("/inloggen/code", data={"code": PAPER.upper().replace("-", "")})
    other = app.test_client()
    visitors.sign_in(other, noor)

    again = other.post("/inloggen/code", data={"code": PAPER})

    assert again.status_code == 422
    assert "Deze herstelcode klopt niet" in again.text
    assert subjects() == ["Er is een herstelcode van het account gebruikt"]
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0


def test_a_code_of_the_app_works_once(
    client: FlaskClient, app: Flask, noor: Account, app_of_noor: App
) -> None:
    code = app_of_noor.code()
    visitors.sign_in(client, noor)
    client.post("/inloggen/code", data={"code": code})
    thief = app.test_client()
    visitors.sign_in(thief, noor)

    answers = [
        thief.post("/inloggen/code", data={"code": one}).status_code
        for one in (code, app_of_noor.code(-timedelta(seconds=30)))
    ]

    assert answers == [422, 422]
    assert not is_in(thief)


@pytest.mark.parametrize("code", ["", "12345", "١٢٣٤٥٦", "x" * 61, "' OR 1=1 --", "\x00"])
def test_a_wrong_code_comes_back_with_a_sentence(
    client: FlaskClient, noor: Account, app_of_noor: App, code: str
) -> None:
    visitors.sign_in(client, noor)

    answer = client.post("/inloggen/code", data={"code": code})

    assert answer.status_code == 422
    assert "code" in answer.text
    assert not is_in(client)


def test_the_cookie_of_before_the_code_is_worth_nothing_afterwards(
    client: FlaskClient, app: Flask, noor: Account, app_of_noor: App
) -> None:
    visitors.sign_in(client, noor)
    cookie = client.get_cookie("session")
    assert cookie is not None
    client.post("/inloggen/code", data={"code": app_of_noor.code()})
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)

    replayed = thief.post("/inloggen/code", data={"code": PAPER})

    assert (replayed.status_code, replayed.location) == (303, "/inloggen")
    assert not is_in(thief)
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 1


@pytest.mark.parametrize("end", ["too late", "shut", "inactive", "reset"])
def test_who_takes_too_long_or_has_no_account_any_more_is_out(
    client: FlaskClient, noor: Account, app_of_noor: App, end: str
) -> None:
    visitors.sign_in(client, noor)
    if end == "shut":
        with transaction():
            actions.shut(noor.email)
    elif end == "inactive":
        noor.active = False
        make.saved(noor)
    elif end == "reset":
        with transaction():
            factor_actions.reset(noor)

    with time_machine.travel(NOW + (LATER if end == "too late" else timedelta()), tick=False):
        asked = client.get("/inloggen/code")
        answer = client.post("/inloggen/code", data={"code": app_of_noor.code()})

    assert (asked.status_code, asked.location) == (303, "/inloggen")
    assert (answer.status_code, answer.location) == (303, "/inloggen")
    assert not is_in(client)


def test_half_a_session_is_in_no_list_and_opens_nothing(
    client: FlaskClient, app: Flask, noor: Account, app_of_noor: App
) -> None:
    visitors.sign_in_with(client, noor, app_of_noor)
    visitors.sign_in(app.test_client(), noor)

    assert client.get("/mijn-account").text.count("Daar uitloggen") == 0


@pytest.mark.parametrize("naar", ["//elders.example.org", "https://elders.example.org", "/\\e"])
@pytest.mark.parametrize("page", ["/inloggen/code", "/inloggen/nogmaals"])
def test_no_code_leads_to_another_site(
    client: FlaskClient, noor: Account, app_of_noor: App, page: str, naar: str
) -> None:
    visitors.sign_in(client, noor)
    if page.endswith("nogmaals"):
        client.post("/inloggen/code", data={"code": PAPER})

    answer = client.post(page, query_string={"naar": naar}, data={"code": app_of_noor.code()})

    assert answer.status_code == 303
    assert answer.location in {"/beheer", SECURITY}


def test_without_a_first_factor_the_page_for_the_second_leads_back(client: FlaskClient) -> None:
    assert client.get("/inloggen/code").location == "/inloggen"
    assert client.post("/inloggen/code", data={"code": "123456"}).location == "/inloggen"


def test_a_change_that_matters_asks_once_more_who_signed_in_a_while_ago(
    client: FlaskClient, noor: Account, app_of_noor: App
) -> None:
    visitors.sign_in_with(client, noor, app_of_noor)

    with time_machine.travel(NOW + LATER, tick=False):
        asked = client.get(f"{SECURITY}/authenticator")
        changed = client.post(f"{SECURITY}/authenticator/verwijderen")
        wrong = client.post(asked.location, data={"code": "000000"})
        answer = client.post(asked.location, data={"code": app_of_noor.code()})
        offered = client.get(answer.location)

    assert asked.location == f"/inloggen/nogmaals?naar={SECURITY}/authenticator"
    assert changed.location.startswith("/inloggen/nogmaals")
    assert wrong.status_code == 422
    assert answer.location == f"{SECURITY}/authenticator"
    assert offered.status_code == 200


def test_who_has_no_second_factor_proves_it_by_a_new_link(client: FlaskClient) -> None:
    noor = make.account(email="noor@example.org")
    visitors.sign_in(client, noor)

    with time_machine.travel(NOW + LATER, tick=False):
        asked = client.get(f"{SECURITY}/authenticator").location
        page = client.get(asked)
        client.post(asked.replace("nogmaals", "nogmaals/link"))
        text = db.session.scalars(select(OutgoingMail.text)).one()
        link = next(word for word in text.split() if "/inloggen/" in word)
        landed = client.post(link.removeprefix("https://agenda.example.org"))
        offered = client.get(landed.location)

    assert "Mail mij een link" in page.text
    assert landed.location == f"{SECURITY}/authenticator"
    assert offered.status_code == 200


def test_after_too_many_wrong_codes_none_is_good_for_a_while(
    client: FlaskClient, app: Flask, noor: Account, app_of_noor: App
) -> None:
    visitors.sign_in(client, noor)
    wrong = [
        client.post("/inloggen/code", data={"code": "000000"}).status_code
        for _ in range(factor_rules.MOST_FAILURES)
    ]

    locked = client.post("/inloggen/code", data={"code": app_of_noor.code()})
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        later = app.test_client()
        visitors.sign_in(later, noor)
        let_in = later.post("/inloggen/code", data={"code": app_of_noor.code()})

    assert set(wrong) == {422}
    assert locked.status_code == 422
    assert "te vaak geprobeerd" in locked.text
    assert not is_in(client)
    assert let_in.status_code == 303
    assert subjects() == ["Iemand probeerde in te loggen op het account"]
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 2
