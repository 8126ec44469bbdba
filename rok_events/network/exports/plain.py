"""What all files of the graph share: which values they hold, and how a number is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree import ElementTree as ET

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
    return str(value).lower() if isinstance(value, bool) else str(value)


def document(root: ET.Element) -> bytes:
    """Return a whole XML document, indented."""
    from xml.etree import ElementTree as ET  # noqa: PLC0415 -- the one place that writes it

    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _plain(value: object) -> object:
    if isinstance(value, float):
        return rounded(value)
    return value if value is None or isinstance(value, int) else str(value)
