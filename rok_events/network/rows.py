"""Signs with a text, set in rows: a legend, and organisations that stand apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.network import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

# In heights of a letter: the gap between signs, the height of a row, the radius of a sign, and
# from where a sign begins to its text.
_GAP, _ROW, _RADIUS, _INDENT = 1.7, 2.0, 0.46, 1.54

_MIDDLE = 0.36
"""From the baseline of a letter to its middle."""


@dataclass(frozen=True)
class Rows:
    """Signs of this `radius` with their texts, down to `bottom`."""

    spots: tuple[tuple[float, float], ...]
    names: tuple[labels.Label, ...]
    radius: float
    bottom: float


def rows(texts: Sequence[str], top: float, width: float, letters: float) -> Rows:
    """Set signs with these texts in rows as wide as a picture, in letters of this height."""
    gap, row, radius, indent = (letters * part for part in (_GAP, _ROW, _RADIUS, _INDENT))
    x, y = gap, top + row / 2
    spots, names = [], []
    for number, text in enumerate(texts):
        wide = indent + labels.width(text, letters) + gap
        if x + wide > width and x > gap:
            x, y = gap, y + row
        spots.append((round(x + radius, 1), round(y, 1)))
        at = round(x + indent, 1), round(y + letters * _MIDDLE, 1)
        names.append(labels.Label(number, *at, "start", (text,)))
        x += wide
    bottom = round(y + row / 2, 1) if texts else top
    return Rows(tuple(spots), tuple(names), round(radius, 1), bottom)
