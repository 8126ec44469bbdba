"""How sectors look: a colour and a shape each, so that neither is needed alone."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = -1
"""The number of organisations without a sector."""

COLOURS = (
    "#0b7d74",
    "#b8560f",
    "#2364aa",
    "#8a3a8c",
    "#4a7c1f",
    "#b9324a",
    "#7d5a29",
    "#5b55b5",
)
"""Readable on a white page; `sectors.css` has their counterparts for a dark one."""

QUIET = "#6b645a"

# Round shapes of about one area, about 0 0, with a radius of about 1.
SHAPES = (
    "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
    "M-.9-.9H.9V.9H-.9z",
    "M0-1.3L1.3 0L0 1.3L-1.3 0z",
    "M0-1.35L1.3.9H-1.3z",
    "M0 1.35L1.3-.9H-1.3z",
    "M-1.12 0L-.56-.97H.56L1.12 0L.56.97H-.56z",
    "M-.42-1.2H.42V-.42H1.2V.42H.42V1.2H-.42V.42H-1.2V-.42H-.42z",
    "M0-1.15L1.09-.36L.68.93H-.68L-1.09-.36z",
)
_REACHES = (1.0, 1.0, 1.3, 1.35, 1.35, 1.12, 1.2, 1.15)
"""How far each shape reaches from its middle, across or down."""


@dataclass(frozen=True)
class Style:
    """The look of one sector; `name` is that of its colour in style sheets.

    `reach` is how far its shape reaches from the middle, in radii.
    """

    name: str
    colour: str
    shape: str
    reach: float = 1.0


OTHERS = Style("others", "#ffffff", SHAPES[0])
"""The look of several small organisations together: hollow, for it is not one."""


def style(sector: int) -> Style:
    """Return the look of the sector with this number; the first 64 differ."""
    if sector == UNKNOWN:
        return Style("none", QUIET, SHAPES[0])
    number = sector % len(COLOURS)
    shape = (sector + sector // 8) % len(SHAPES)
    return Style(str(number), COLOURS[number], SHAPES[shape], _REACHES[shape])
