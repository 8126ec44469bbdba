"""Fixtures of the mail tests: an application that sends to a server of the test."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Protocol

import pytest
import time_machine
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from rok_events.db import Base, prepare_sqlite
from tests.mail import worlds
from tests.mail.worlds import World
from tests.postgres import server as postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


class Server(Protocol):
    """Tells the application which mail server to use."""

    def __call__(self, port: int, *, host: str = "127.0.0.1", tls: str = "") -> None:
        """Use the server at a port; `tls` is empty, "starttls" or "implicit"."""


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Let the application send by SMTP, with half a second of patience."""

    def use(port: int, *, host: str = "127.0.0.1", tls: str = "") -> None:
        monkeypatch.setitem(app.config, "MAIL_FOLDER", None)
        monkeypatch.setitem(app.config, "MAIL_TIMEOUT", 0.5)
        monkeypatch.setitem(app.config, "MAIL_SERVER", host)
        monkeypatch.setitem(app.config, "MAIL_PORT", port)
        monkeypatch.setitem(app.config, "MAIL_USE_TLS", tls == "starttls")
        monkeypatch.setitem(app.config, "MAIL_USE_SSL", tls == "implicit")

    return use


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Sixty mails in a database of their own."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'kill.db'}" if is_sqlite else postgres().new_database()
    engine = create_engine(url)
    if is_sqlite:
        prepare_sqlite(engine)
    Base.metadata.create_all(engine)
    # The worker lives in the present.
    now = time_machine.escape_hatch.datetime.datetime.now(UTC)
    with Session(engine) as session, session.begin():
        session.add_all(
            worlds.mail(number, now - timedelta(minutes=1)) for number in range(worlds.MAILS)
        )
    yield World(url, engine, tmp_path)
    engine.dispose()
