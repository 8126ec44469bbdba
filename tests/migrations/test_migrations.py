"""Migrations make, from nothing, exactly what the models describe; and they can go back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from config import ROOT
from rok_events.app import create_app
from rok_events.db import Base, db
from tests.conftest import settings
from tests.migrations.schema import BOOKKEEPING, schema
from tests.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def empty(kind: str, folder: Path) -> Flask:
    """Return the application on an empty database of this kind."""
    folder.mkdir()
    if kind == "sqlite":
        return create_app(settings(f"sqlite:///{folder / 'test.db'}", folder))
    return create_app(settings(server().new_database(), folder))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database."""
    return str(request.param)


@pytest.fixture
def migrated(kind: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that was migrated from empty to head."""
    app = empty(kind, tmp_path / "migrated")
    with app.app_context():
        flask_migrate.upgrade()
        yield app
        db.engine.dispose()


def test_from_empty_to_head_equals_the_models(kind: str, migrated: Flask, tmp_path: Path) -> None:
    found = schema(db.engine)

    made = empty(kind, tmp_path / "made")
    with made.app_context():
        Base.metadata.create_all(db.engine)
        expected = schema(db.engine)
        db.engine.dispose()

    assert found == expected
    assert "registration" in found


def test_alembic_sees_nothing_left_to_do(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize(
    "change",
    [
        "DROP INDEX ix_registration_person_id",
        "ALTER TABLE registration ADD COLUMN colour VARCHAR(10)",
        "DROP TABLE seat",
    ],
)
def test_a_difference_is_found(migrated: Flask, change: str) -> None:
    before = schema(db.engine)
    with db.engine.begin() as connection:
        connection.execute(text(change))

    assert schema(db.engine) != before


def test_the_way_back_ends_with_an_empty_database(migrated: Flask) -> None:
    flask_migrate.downgrade(revision="base")

    assert schema(db.engine) == {}
    with db.engine.connect() as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {BOOKKEEPING}")).scalar() == 0  # noqa: S608


def test_a_database_at_head_stays_as_it_is(migrated: Flask) -> None:
    before = schema(db.engine)

    flask_migrate.upgrade()

    assert schema(db.engine) == before


def test_versions_follow_each_other() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    chain = [version.revision for version in script.walk_revisions()]

    assert chain[::-1] == [f"{number:04d}" for number in range(1, len(VERSIONS) + 1)]
    assert [path.name[:4] for path in VERSIONS] == chain[::-1]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_version_stands_alone(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {
        alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names
    }
    imported |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}

    assert {name for name in imported if name.startswith("rok_events")} == set()
    assert ast.get_docstring(tree)
