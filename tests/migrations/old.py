"""A database as it was before a migration, with rows in it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import flask_migrate
from sqlalchemy import text

from rok_events.app import create_app
from rok_events.db import db
from tests.conftest import settings
from tests.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOTH = ["sqlite", "postgresql"]


@contextmanager
def database(kind: str, folder: Path, revision: str, filled: str) -> Iterator[None]:
    """Open a new database of some kind at a revision, filled by SQL statements."""
    url = f"sqlite:///{folder / 'test.db'}" if kind == "sqlite" else server().new_database()
    with create_app(settings(url, folder)).app_context():
        flask_migrate.upgrade(revision=revision)
        run(*filled.split(";\n"))
        yield
        db.engine.dispose()


def run(*statements: str) -> None:
    """Run SQL statements, and keep what they do."""
    with db.engine.begin() as connection:
        for statement in filter(str.strip, statements):
            connection.exec_driver_sql(statement)


def rows(statement: str) -> list[tuple[object, ...]]:
    """Return what a statement finds."""
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]
