"""A provider of identities for the tests of accounts, and a way to come from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts import provider_client
from rok_events.accounts.provider_rules import Provider
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, FakeProvider, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    Configure = Callable[..., Provider]


@pytest.fixture(scope="session")
def served() -> Iterator[FakeProvider]:
    """A provider that listens."""
    provider = FakeProvider()
    server = serve(provider)
    yield provider
    server.shutdown()


@pytest.fixture
def provider(served: FakeProvider, configure: Configure) -> FakeProvider:
    """A provider that tells the truth about nobody yet, configured here as "hier"."""
    vars(served).update(vars(FakeProvider(issuer=served.issuer)))
    configure(issuer=served.issuer)
    return served


@pytest.fixture
def configure(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Configure the one provider: `configure(issuer=…, roles=…)`."""

    def one(**wishes: object) -> Provider:
        known = {"name": "hier", "label": "Hier", "issuer": "http://127.0.0.1:9"}
        secret = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        provider = Provider(**known | secret | wishes)  # type: ignore[arg-type]
        monkeypatch.setitem(app.extensions, "providers", provider_client.clients([provider]))
        return provider

    return one
