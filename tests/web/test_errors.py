"""Errors as pages: what happened, and what to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from rok_events.core.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from rok_events.core.text import N_

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def failing(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser that meets `error` at /healthz, as an installation would (not as a test)."""
    app: Flask = client.application
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", 0)
    return client


def fail_with(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def view() -> str:
        raise error

    view.__dict__["access"] = "public"
    monkeypatch.setitem(client.application.view_functions, "health.alive", view)


@pytest.mark.parametrize(
    ("kind", "status"),
    [(NotFoundError, 404), (ForbiddenError, 403), (ConflictError, 409), (InvalidError, 422)],
)
def test_the_domain_says_no_in_one_sentence(
    failing: FlaskClient, monkeypatch: pytest.MonkeyPatch, kind: type[DomainError], status: int
) -> None:
    fail_with(failing, monkeypatch, kind(N_("“%(title)s” is full."), title="<b>Hechting</b>"))

    answer = failing.get("/healthz")

    assert answer.status_code == status
    assert "“&lt;b&gt;Hechting&lt;/b&gt;” is full." in answer.text


def test_an_unknown_page_is_a_page(client: FlaskClient) -> None:
    answer = client.get("/bestaat-niet")

    assert answer.status_code == 404
    assert "Deze pagina bestaat niet" in answer.text


def test_a_database_that_is_away_is_told_with_when_to_come_back(
    failing: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(failing, monkeypatch, OperationalError("SELECT", {}, Exception("locked by X")))

    answer = failing.get("/healthz")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "Er is niets gewijzigd" in answer.text
    assert "locked by X" not in answer.text


def test_a_fault_of_ours_tells_no_secrets(
    failing: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(failing, monkeypatch, ZeroDivisionError("secret"))

    answer = failing.get("/healthz")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Er ging hier iets mis" in answer.text
