"""Headers that keep pages to themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.web.links import public_url

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


def test_every_answer_has_a_strict_policy_with_a_fresh_nonce(client: FlaskClient) -> None:
    first, second = (client.get("/healthz").headers["Content-Security-Policy"] for _ in range(2))

    assert "default-src 'none'" in first
    assert "unsafe-inline" not in first
    assert first != second


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_is_kept_to_itself(client: FlaskClient, name: str, value: str) -> None:
    assert client.get("/healthz").headers[name] == value


def test_https_is_demanded_only_where_it_is_spoken(client: FlaskClient) -> None:
    plain = client.get("/healthz")
    secure = client.get("/healthz", base_url="https://agenda.example.org")

    assert "Strict-Transport-Security" not in plain.headers
    assert "max-age" in secure.headers["Strict-Transport-Security"]


def test_a_public_address_needs_no_request(app: Flask) -> None:
    with app.app_context():
        assert public_url("health.alive") == "https://agenda.example.org/healthz"
