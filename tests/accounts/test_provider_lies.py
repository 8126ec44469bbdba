"""Nobody comes in by what a provider did not say, said to somebody else, or said long ago."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from joserfc import jwk
from sqlalchemy import select

from rok_events.accounts import provider_client
from rok_events.accounts.models import SignIn
from rok_events.accounts.rules import Role
from rok_events.db import db
from tests import make
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, KEY
from tests.accounts.test_passkeys import is_signed_in
from tests.accounts.test_providers import NOOR, START, come, identities
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.accounts.conftest import Configure
    from tests.accounts.provider import FakeProvider

NOW_SECONDS = int(NOW.timestamp())
OTHER_KEY = jwk.RSAKey.generate_key(2048, {"kid": "1"})
FAILED = "Inloggen met Hier is niet gelukt"


@pytest.fixture(autouse=True)
def _known(database: None, provider: FakeProvider) -> None:
    """Somebody whom the provider would let in, if it told the truth."""
    make.account(Role.ADMINISTRATOR, email="noor@example.org")
    provider.person = NOOR


def said_on_the_page(client: FlaskClient) -> str:
    return client.get("/inloggen").text.partition("<main")[2]


def assert_nobody_came_in(client: FlaskClient) -> None:
    assert not is_signed_in(client)
    assert identities() == []
    assert db.session.scalars(select(SignIn)).all() == []


def test_the_truth_lets_in(client: FlaskClient, provider: FakeProvider) -> None:
    come(client, provider)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({"iss": "https://elders.example.org"}, id="another issuer"),
        pytest.param({"iss": None}, id="no issuer"),
        pytest.param({"aud": "een andere site"}, id="for another site"),
        pytest.param({"aud": "een andere site", "azp": CLIENT_ID}, id="said to be for us"),
        pytest.param({"aud": [CLIENT_ID, "een andere"], "azp": "een andere"}, id="by another site"),
        pytest.param({"aud": None}, id="for nobody"),
        pytest.param({"nonce": "een andere"}, id="an answer to another question"),
        pytest.param({"nonce": None}, id="an answer to no question"),
        pytest.param({"exp": NOW_SECONDS - 121}, id="too old"),
        pytest.param({"exp": None}, id="good for ever"),
        pytest.param({"nbf": NOW_SECONDS + 121}, id="not good yet"),
        pytest.param({"iat": NOW_SECONDS + 121}, id="made in the future"),
        pytest.param({"sub": None}, id="about nobody"),
        pytest.param({"sub": ""}, id="about an empty name"),
        pytest.param({"sub": ["u-1"]}, id="about a list"),
        pytest.param({"sub": "u" * 256}, id="about a very long name"),
    ],
)
def test_a_token_that_lies_lets_nobody_in(
    client: FlaskClient, provider: FakeProvider, lie: dict[str, Any]
) -> None:
    provider.signed = lie

    answer = come(client, provider)

    assert answer.location == "/inloggen"
    assert FAILED in said_on_the_page(client)
    assert_nobody_came_in(client)


@pytest.mark.parametrize("off", [{"exp": NOW_SECONDS - 110}, {"iat": NOW_SECONDS + 110}])
def test_a_clock_may_be_two_minutes_off(
    client: FlaskClient, provider: FakeProvider, off: dict[str, Any]
) -> None:
    provider.signed = off

    come(client, provider)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        pytest.param("none", KEY, id="signed by nobody"),
        pytest.param("HS256", jwk.OctKey.import_key(CLIENT_SECRET * 2), id="by our own secret"),
        pytest.param("HS256", jwk.OctKey.import_key("x" * 40), id="by a shared key"),
        pytest.param("RS256", OTHER_KEY, id="by another key"),
    ],
)
def test_a_token_must_be_signed_by_the_provider_alone(
    client: FlaskClient, provider: FakeProvider, algorithm: str, key: Any
) -> None:
    provider.algorithm, provider.key = algorithm, key

    come(client, provider)

    assert FAILED in said_on_the_page(client)
    assert_nobody_came_in(client)


@pytest.mark.parametrize("lie", [{"id_token": None}, {"id_token": "x"}, {"id_token": 1}])
def test_an_answer_without_a_token_lets_nobody_in(
    client: FlaskClient, provider: FakeProvider, lie: dict[str, Any]
) -> None:
    provider.answer = lie

    come(client, provider)

    assert FAILED in said_on_the_page(client)
    assert_nobody_came_in(client)


def test_claims_of_somebody_else_let_nobody_in(client: FlaskClient, provider: FakeProvider) -> None:
    provider.more = {"sub": "u-2"}

    come(client, provider)

    assert_nobody_came_in(client)


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({"state": "een andere"}, id="another state"),
        pytest.param({"state": ""}, id="no state"),
        pytest.param({"iss": "https://elders.example.org"}, id="of another provider"),
        pytest.param({"iss": ""}, id="of nobody, where it promised its name"),
        pytest.param({"code": "verzonnen"}, id="a made-up code"),
        pytest.param({"code": ""}, id="no code"),
        pytest.param({"error": "access_denied"}, id="an error"),
    ],
)
def test_coming_back_with_something_else_lets_nobody_in(
    client: FlaskClient, provider: FakeProvider, lie: dict[str, str]
) -> None:
    away = client.get(START)

    answer = client.get(provider.sign_in(away.location, **lie))

    assert answer.location == "/inloggen"
    assert FAILED in said_on_the_page(client)
    assert_nobody_came_in(client)


def test_coming_back_works_once(client: FlaskClient, provider: FakeProvider) -> None:
    back = provider.sign_in(client.get(START).location)
    client.get(back)
    client.post("/uitloggen")

    client.get(back)

    assert "Dit duurde te lang" in said_on_the_page(client)
    assert not is_signed_in(client)


def test_a_trip_that_came_to_nothing_is_over(client: FlaskClient, provider: FakeProvider) -> None:
    away = client.get(START).location
    client.get(provider.sign_in(away, error="access_denied"))

    client.get(provider.sign_in(away))

    assert_nobody_came_in(client)


def test_a_code_is_good_only_with_the_secret_of_the_browser_that_went_for_it(
    client: FlaskClient, provider: FakeProvider
) -> None:
    stolen = parse_qs(urlsplit(provider.sign_in(client.get(START).location)).query)["code"][0]

    client.get(provider.sign_in(client.get(START).location, code=stolen))

    assert_nobody_came_in(client)


def test_another_browser_does_not_come_in(
    client: FlaskClient, app: Flask, provider: FakeProvider
) -> None:
    back = provider.sign_in(client.get(START).location)
    other = app.test_client()

    other.get(back)

    assert_nobody_came_in(other)


def test_coming_back_takes_a_quarter_of_an_hour_at_most(
    client: FlaskClient, provider: FakeProvider
) -> None:
    back = provider.sign_in(client.get(START).location)

    with time_machine.travel(NOW + timedelta(minutes=15, seconds=1), tick=False):
        client.get(back)
        page = said_on_the_page(client)

    assert "Dit duurde te lang" in page
    assert_nobody_came_in(client)


def test_an_answer_of_one_provider_does_not_count_for_another(
    client: FlaskClient, app: Flask, provider: FakeProvider, configure: Configure
) -> None:
    here = configure(issuer=provider.issuer)
    other = configure(issuer=provider.issuer, name="daar", label="Daar")
    app.extensions["providers"] = provider_client.clients([here, other])
    back = provider.sign_in(client.get(START).location)

    client.get(back.replace("/hier/", "/daar/"))

    assert_nobody_came_in(client)
    assert "/token" not in provider.asked


@pytest.mark.parametrize(
    ("naar", "landing"),
    [
        ("//elders.example.org", "/beheer"),
        ("https://elders.example.org", "/beheer"),
        ("/beheer/mail", "/beheer/mail"),
    ],
)
def test_only_pages_of_ours_are_gone_on_to(
    client: FlaskClient, provider: FakeProvider, naar: str, landing: str
) -> None:
    assert come(client, provider, f"{START}?naar={naar}").location == landing
