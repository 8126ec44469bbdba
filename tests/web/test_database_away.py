"""A database that is locked or gone: one clear sentence, and nothing half done."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, event, make_url, text

from rok_events.app import create_app
from rok_events.db import Base, db
from tests.conftest import settings
from tests.pages import PageClient
from tests.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

SENTENCE = "Er is niets gewijzigd. Probeer het straks nog een keer."


def application(url: str, folder: Path) -> Flask:
    """Return an application of its own, as an installation runs it."""
    app = create_app(settings(url, folder) | {"PROPAGATE_EXCEPTIONS": False})
    app.test_client_class = PageClient
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return app


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Flask]:
    """An application whose SQLite file is held by somebody else, and whose patience is short."""
    app = application(f"sqlite:///{tmp_path / 'app.db'}", tmp_path)
    with app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda c, _record: c.execute("PRAGMA busy_timeout=50"))
    holder = sqlite3.connect(tmp_path / "app.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield app
    holder.close()
    with app.app_context():
        db.engine.dispose()


def test_a_locked_database_says_so_and_pages_can_still_be_read(locked: Flask) -> None:
    client = locked.test_client()

    refused = client.post("/inloggen", data={"email": "noor@example.org"})

    assert refused.status_code == 503
    assert SENTENCE in refused.text
    assert client.get("/").status_code == 200


def test_a_database_that_is_gone_says_so(tmp_path: Path) -> None:
    url = make_url(server().new_database())
    app = application(url.render_as_string(hide_password=False), tmp_path)
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {url.database} WITH (FORCE)"))

    answer = client.get("/")

    assert answer.status_code == 503
    assert SENTENCE in answer.text
    assert str(url.database) not in answer.text
    assert client.get("/readyz").status_code == 503
    with app.app_context():
        db.engine.dispose()
    admin.dispose()
