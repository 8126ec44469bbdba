"""What all files of the graph share: which values they hold, and how a number is written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from rok_events.core import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_QUOTE = {'"': "&quot;"}

DIGITS = 12
"""Significant digits of every number, so that two runs give the same bytes."""

ORGANISATION = {
    "sector": "string",
    "sessions": "integer",
    "people": "integer",
    "degree": "integer",
    "strength": "double",
    "betweenness": "double",
}
TIE = {
    "sessions": "integer",
    "pairs_of_people": "integer",
    "newman": "double",
    "encounters": "double",
    "first_met_on": "string",
    "last_met_on": "string",
    "p_value": "double",
    "q_value": "double",
    "significant": "boolean",
}
"""Values by name with their types, as XML calls these."""


def rounded(value: float) -> float:
    """Return a number with twelve significant digits."""
    return float(f"{value:.{DIGITS}g}")


def values(of: Mapping[str, object]) -> dict[str, object]:
    """Return values as JSON knows them: numbers rounded, days as text."""
    return {name: _plain(value) for name, value in of.items()}


def written(value: object) -> str:
    """Return a value as XML writes it."""
    if isinstance(value, str):
        return escape(text.one_line(value), _QUOTE)
    return str(value).lower() if isinstance(value, bool) else str(value)


def tag(name: str, attributes: Mapping[str, object], *, is_open: bool = False) -> str:
    """Return a tag of XML that stands alone, or that is open for what it holds."""
    named = "".join(f' {key}="{written(value)}"' for key, value in attributes.items())
    return f"<{name}{named}>" if is_open else f"<{name}{named} />"


def document(lines: Iterable[str]) -> bytes:
    """Return a whole XML document of its lines."""
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', *lines, "")).encode()


def _plain(value: object) -> object:
    if isinstance(value, float):
        return rounded(value)
    return value if value is None or isinstance(value, (int, str)) else str(value)
