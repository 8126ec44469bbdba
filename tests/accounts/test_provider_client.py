"""Going to a provider: only to one that is there, and that says what it should of itself."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from rok_events.accounts import provider_rules
from tests import make
from tests.accounts.test_provider_lies import FAILED, said_on_the_page
from tests.accounts.test_providers import NOOR, START, come
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.accounts.conftest import Configure
    from tests.accounts.provider import FakeProvider


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({"issuer": "https://elders.example.org"}, id="another issuer"),
        pytest.param({"issuer": None}, id="no issuer"),
        pytest.param({"token_endpoint": None}, id="nowhere to ask"),
        pytest.param({"jwks_uri": "ftp://127.0.0.1/"}, id="an address that is not safe"),
    ],
)
def test_a_provider_that_says_strange_things_of_itself_is_not_gone_to(
    client: FlaskClient, provider: FakeProvider, lie: dict[str, Any]
) -> None:
    provider.metadata = lie

    answer = client.get(START)

    assert answer.location == "/inloggen"
    assert FAILED in said_on_the_page(client)


def test_with_tls_every_address_must_have_tls(configure: Configure) -> None:
    provider = configure(issuer="https://hier.example.org")
    told = {name: f"https://hier.example.org/{name}" for name in provider_rules.ASKED}

    provider_rules.checked(told | {"issuer": provider.issuer}, provider)
    with pytest.raises(ValueError, match="token_endpoint"):
        provider_rules.checked(
            told | {"issuer": provider.issuer, "token_endpoint": "http://hier.example.org"},
            provider,
        )


def test_a_provider_that_is_away_is_told_and_other_ways_work(
    client: FlaskClient, configure: Configure
) -> None:
    configure()

    answer = client.get(START)

    assert answer.location == "/inloggen"
    page = said_on_the_page(client)
    assert "Hier geeft nu geen antwoord" in page
    assert "E-mailadres" in page


def test_a_provider_that_is_silent_is_not_waited_for(
    client: FlaskClient, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rok_events.accounts.provider_rules.TIMEOUT_SECONDS", (0.2, 0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configure(issuer=f"http://127.0.0.1:{silent.getsockname()[1]}")

        client.get(START)

    assert "Hier geeft nu geen antwoord" in said_on_the_page(client)


def test_a_provider_that_is_away_is_left_alone_for_a_while(
    client: FlaskClient, provider: FakeProvider
) -> None:
    provider.metadata = {"issuer": None}
    client.get(START)
    provider.metadata = {}

    early = client.get(START)
    with time_machine.travel(NOW + timedelta(seconds=21), tick=False):
        later = client.get(START)

    assert early.location == "/inloggen"
    assert later.location.startswith(provider.issuer)


def test_what_a_provider_publishes_is_asked_once_and_when_needed(
    client: FlaskClient, provider: FakeProvider
) -> None:
    client.get("/inloggen")
    before = [*provider.asked]
    make.account(email="noor@example.org")
    provider.person = NOOR

    come(client, provider)
    client.post("/uitloggen")
    client.get(START)

    assert before == []
    assert provider.asked.count("/.well-known/openid-configuration") == 1


def test_an_unknown_provider_is_no_page(client: FlaskClient) -> None:
    assert client.get("/inloggen/bij/niemand").status_code == 404


def test_a_provider_may_say_everything_in_its_token(
    client: FlaskClient, provider: FakeProvider
) -> None:
    make.account(email="noor@example.org")
    provider.person, provider.metadata = NOOR, {"userinfo_endpoint": None}

    come(client, provider)

    assert "/userinfo" not in provider.asked
    assert client.get("/mijn-account").status_code == 200
