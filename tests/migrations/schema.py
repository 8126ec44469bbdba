"""What a database looks like, read from the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

if TYPE_CHECKING:
    from sqlalchemy import Engine

BOOKKEEPING = "alembic_version"


def schema(engine: Engine) -> dict[str, dict[str, list[str]]]:
    """Return every table's columns, keys, constraints and indexes, in words that can be compared.

    Check constraints are among them, which Alembic's own comparison leaves out.
    """
    look = inspect(engine)
    return {
        table: {
            "columns": [_column(column) for column in look.get_columns(table)],
            "primary key": [_words(dict(look.get_pk_constraint(table)))],
            "foreign keys": sorted(map(_words, look.get_foreign_keys(table))),
            "unique": sorted(map(_words, look.get_unique_constraints(table))),
            "checks": sorted(map(_words, look.get_check_constraints(table))),
            "indexes": sorted(map(_words, look.get_indexes(table))),
        }
        for table in sorted(look.get_table_names())
        if table != BOOKKEEPING
    }


def _column(found: Any) -> str:
    kept = ("name", "nullable", "default")
    return _words({name: found[name] for name in kept} | {"type": repr(found["type"])})


def _words(found: Any) -> str:
    plain = {name: _words(v) if isinstance(v, dict) else str(v) for name, v in found.items()}
    return str(sorted(plain.items()))
