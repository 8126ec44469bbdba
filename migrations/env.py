"""How migrations run: in one transaction, on the application's database, for both kinds of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import click
from alembic import context
from sqlalchemy import Enum

from rok_events.db import Base, UTCDateTime, db

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations import MigrateOperation
    from sqlalchemy import Connection


def render(kind: str, item: object, _context: AutogenContext) -> str | bool:
    """Write our own column types as the plain ones they are: versions never import the house."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def same_type(
    _context: object, _column: object, _table_column: object, found: Any, model: Any
) -> bool | None:
    """Tell Alembic when not to look: a state is plain text of the same length."""
    if isinstance(model, Enum):
        return bool(getattr(found, "length", None) != model.length)
    return None


def keep_empty_out(_context: object, _revision: object, scripts: list[MigrateOperation]) -> None:
    """Write no migration when nothing has changed."""
    script: Any = scripts[0]
    if getattr(context.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        scripts[:] = []
        click.echo("The models and the database are the same: no migration was written.")


def applied(**told: Any) -> None:
    """Say which migration was applied."""
    step = told["step"]
    if step.is_upgrade:
        click.echo(f"Migrated to {step.up_revision_id}: {step.up_revision.doc}")
    else:
        click.echo(f"Went back from {step.up_revision_id}")


def migrate(connection: Connection) -> None:
    """Run the migrations that were asked for."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=same_type,
        render_item=render,
        render_as_batch=True,
        transactional_ddl=True,
        process_revision_directives=keep_empty_out,
        on_version_apply=applied,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Connect; on SQLite look after foreign keys, which would empty tables that are rebuilt."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        cursor = connection.connection.cursor()
        if is_sqlite:
            # Only outside a transaction does SQLite listen to this.
            cursor.execute("PRAGMA foreign_keys=OFF")
        migrate(connection)
        if is_sqlite:
            broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
            cursor.execute("PRAGMA foreign_keys=ON")
            if broken:
                msg = f"rows refer to rows that are gone: {broken[:5]}"
                raise RuntimeError(msg)


main()
