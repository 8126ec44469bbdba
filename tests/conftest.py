"""Fixtures for all tests: one app a run and database, one rolled-back transaction a test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import time_machine
from sqlalchemy import delete, event, update

from config import ROOT
from rok_events import jobs
from rok_events.accounts.rules import Role
from rok_events.app import create_app
from rok_events.audit import chain
from rok_events.audit.models import TrailHead
from rok_events.db import Base, db, transaction
from tests import make, visitors
from tests.pages import PageClient
from tests.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

pytest_plugins = ["tests.everything", "tests.races"]
NOW = datetime(2027, 1, 15, 10, tzinfo=UTC)
# How long an example takes is a matter of the machine.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def settings(database_url: str, folder: Path) -> dict[str, Any]:
    """Return the configuration of an application under test."""
    return {
        "SECRET_KEY": "test " * 8,
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
        "RATELIMIT_STORAGE_URI": "memory://",
        "SQLALCHEMY_DATABASE_URI": database_url,
        "PUBLIC_URL": "https://agenda.example.org",
        "SITE_NAME": "Netwerkagenda",
        "CONTACT_EMAIL": "organisatie@example.org",
        "QUEUE_URL": "memory:",
        "TRUSTED_PROXIES": 0,
        "MIGRATIONS_FOLDER": ROOT / "migrations",
        "MAIL_FOLDER": str(folder / "mail"),
        "MAIL_DEFAULT_SENDER": "agenda@example.org",
        "INBOX_URL": "",
    }


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests `make test` leaves out, and why; what was skipped stands in the summary."""
    if terminalreporter.config.option.markexpr == "not browser":
        terminalreporter.write_line(
            "Left out: the journeys in a browser, which need Chromium. `make journeys` plays them."
        )


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty database of each kind that we support."""
    folder = tmp_path_factory.mktemp("database")
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'test.db'}"
    return server().new_database()


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on an empty database."""
    app = create_app(settings(database_url, tmp_path_factory.mktemp("files")))
    app.test_client_class = PageClient
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _turn_round)
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def _turn_round(connection: Any, _record: object) -> None:
    """Let rows that nobody put in order come the other way round: no test may count on it."""
    connection.execute("PRAGMA reverse_unordered_selects = ON")


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """A database that forgets everything when the test ends."""
    with app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        db._app_engines[app][None] = connection  # type: ignore[assignment]
        yield
        db.session.remove()
        db._app_engines[app][None] = engine
        outer.rollback()
        connection.close()
        # Numbers of rows begin anew on SQLite: what was noted or queued of them must go too.
        jobs.queue(app).storage.flush_all()


@pytest.fixture
def clean(app: Flask) -> Iterator[None]:
    """An application context on tables that are really written, and emptied afterwards."""
    with app.app_context():
        yield
        db.session.rollback()
        with transaction():
            for table in reversed(Base.metadata.sorted_tables):
                # The trail needs the row that says where it ends.
                if table is not TrailHead.__table__:
                    db.session.execute(delete(table))
            db.session.execute(update(TrailHead).values(number=0, hash=chain.ORIGIN))
    jobs.queue(app).storage.flush_all()


@pytest.fixture
def client(app: Flask, database: None) -> FlaskClient:
    """A browser without a login, that checks every page it gets."""
    return app.test_client()


@pytest.fixture
def lead(client: FlaskClient) -> FlaskClient:
    """A browser in which a lead of every network has signed in."""
    visitors.sign_in(client, make.account(Role.LEAD))
    return client


@pytest.fixture
def queries(app: Flask, database: None) -> Iterator[list[str]]:
    """The queries that were made: `queries.clear()`, ask for a page, look at `len(queries)`."""
    made: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "SAVEPOINT" not in statement:
            made.append(statement)

    connection = db.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield made
    event.remove(connection, "before_cursor_execute", note)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    """Stop the clock at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield
