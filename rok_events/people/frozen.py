"""Rows of any table as plain values that fit in JSON, and back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Enum

from rok_events.db import UTCDateTime

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Column, Table


def row(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row as JSON can keep them."""
    return {name: _plain(value) for name, value in values.items() if name in table.c}


def thawed(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values that were kept as the table takes them."""
    return {name: _thawed(table.c[name], value) for name, value in values.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 -- any column
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _thawed(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 -- any column
    if value is None:
        return None
    if isinstance(column.type, UTCDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    return value
