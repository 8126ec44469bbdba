"""Names beside their dots: which fit where, so that none covers another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.network.presences import Bools, Floats

LINE_HEIGHT = 1.15
_ASCENT = 0.78
_LINE, _LONGEST_LINE = 20, 23
"""So many letters a name has that stays on one line, and each of several lines at most."""

_NARROW = frozenset("fijlrtIJ1!|.,:;'()[]-/ ")
_WIDE = frozenset("mwMWGOQ@%&—")
_FAR = (6.0, 12.0, 22.0, 36.0, 54.0)
"""Distances from the dot to try, nearest first, for letters of 13 units."""

_LED = 2
"""From this distance on a fine line leads from the dot to its name."""

_CELL = 8.0
"""The fineness with which lines are seen."""

# Where the name stands from the dot (x, y), best first; each with its text anchor.
_SIDES = (
    (1.0, 0.0, "start"),
    (-1.0, 0.0, "end"),
    (0.0, 1.0, "middle"),
    (0.0, -1.0, "middle"),
    (0.75, 0.66, "start"),
    (0.75, -0.66, "start"),
    (-0.75, 0.66, "end"),
    (-0.75, -0.66, "end"),
    (0.38, 0.92, "start"),
    (-0.38, 0.92, "end"),
    (0.38, -0.92, "start"),
    (-0.38, -0.92, "end"),
)


_COSTS = np.add.outer([0.0, 10.0, 25.0, 55.0, 90.0], np.arange(len(_SIDES))).ravel()
"""How much a covered line must be spared for the name to move there."""


_MISREAD = 60.0
"""The same, for a name that stands nearer to another dot: it would be read as that one's."""


@dataclass(frozen=True)
class Dot:
    """What a name belongs to, and must not cover."""

    name: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Label:
    """A name in its place: `x` and the baseline `y` of the first line, in up to three lines.

    Where it stands far from its dot, `lead` is the path of a line that leads to it.
    """

    of: int
    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]
    lead: str = ""


def width(text: str, size: float) -> float:
    """Return about how wide a text is in letters of this size; rather too wide than too narrow."""
    letters = (0.32 if c in _NARROW else 0.92 if c in _WIDE else 0.6 for c in text)
    return size * sum(letters)


def lines(name: str, most: int = 3) -> tuple[str, ...]:
    """Return a name on at most so many lines about as long; cut off where it is too long."""
    longest = most * _LONGEST_LINE
    if len(name) > longest:
        name = name[: longest - 1].rstrip() + "…"
    most = 1 + (len(name) > _LINE) + (len(name) > 2 * _LONGEST_LINE)
    for wide in range(len(name) // most, len(name)):
        found = wrap(name, max(wide, 1), break_long_words=False, break_on_hyphens=False)
        if len(found) <= most:
            return tuple(found)
    return (name,)


class Ground:
    """What lies under the names: how much of a line each box would cover."""

    def __init__(self, points: Floats, area: tuple[float, float]) -> None:
        """Take notice of the lines, given as points at even distances."""
        self.area = area
        across, down = (int(side / _CELL) + 1 for side in area)
        counts = np.zeros((across + 1, down + 1))
        cells = np.clip((points / _CELL).astype(int), 0, (across - 1, down - 1))
        np.add.at(counts, (cells[:, 0] + 1, cells[:, 1] + 1), 1)
        # Summed over all cells above and to the left, so that a box is four look-ups.
        self._sums = counts.cumsum(axis=0).cumsum(axis=1)

    def under(self, boxes: Floats) -> Floats:
        """Return how many points lie under each box (left, top, right, bottom)."""
        limit = np.array(self._sums.shape) - 1
        low = np.clip(np.floor(boxes[:, :2] / _CELL).astype(int), 0, limit).T
        high = np.clip(np.ceil(boxes[:, 2:] / _CELL).astype(int), 0, limit).T
        sums = self._sums
        found: Floats = sums[*high] - sums[low[0], high[1]] - sums[high[0], low[1]] + sums[*low]
        return found


def arrange(dots: Sequence[Dot], size: float, ground: Ground) -> list[Label]:
    """Give the dots their names, the first ones first; leave out a name that fits nowhere.

    Args:
        dots: in order of importance.
        size: the height of the letters.
        ground: where lines run, which a name rather does not cover.
    """
    taken = np.array(
        [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in dots]
    ).reshape(-1, 4)
    middles = np.array([(dot.x, dot.y) for dot in dots])
    radii = np.array([dot.radius for dot in dots])
    placed = []
    for number, dot in enumerate(dots):
        others = np.delete(taken, number, axis=0)
        # A long name that has no room may have it when it is cut off.
        for written in dict.fromkeys((lines(dot.name), lines(dot.name, 2))):
            boxes, anchors = _candidates(dot, written, size)
            free = np.flatnonzero(_free(boxes, others, ground.area))
            if len(free):
                cost = 2 * ground.under(boxes[free]) + _COSTS[free]
                cost += _MISREAD * _is_nearer_another(boxes[free], middles, radii, number)
                best = int(free[cost.argmin()])
                taken = np.vstack((taken, boxes[best]))
                label = _label(number, boxes[best], anchors[best], written, size)
                is_far = best >= _LED * len(_SIDES)
                placed.append(replace(label, lead=_lead(dot, boxes[best])) if is_far else label)
                break
    return placed


def _candidates(dot: Dot, written: tuple[str, ...], size: float) -> tuple[Floats, list[str]]:
    """Return the boxes (left, top, right, bottom) in which the name could stand, best first."""
    wide = max(width(line, size) for line in written)
    high = len(written) * size * LINE_HEIGHT
    boxes, anchors = [], []
    for far in _FAR:
        reach = dot.radius + far * size / 13
        for across, down, anchor in _SIDES:
            shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            left = dot.x + across * reach - shift * wide
            top = dot.y + down * (reach + (high / 2 if anchor == "middle" else 0)) - high / 2
            boxes.append((left, top, left + wide, top + high))
            anchors.append(anchor)
    return np.array(boxes), anchors


def _free(boxes: Floats, taken: Floats, area: tuple[float, float]) -> Bools:
    """Tell which boxes touch nothing that is taken, and lie within the area."""
    apart = (boxes[:, None, :2] >= taken[:, 2:]) | (boxes[:, None, 2:] <= taken[:, :2])
    inside = (boxes[:, :2] >= 0) & (boxes[:, 2:] <= area)
    free: Bools = np.all(np.any(apart, axis=2), axis=1) & np.all(inside, axis=1)
    return free


def _is_nearer_another(boxes: Floats, middles: Floats, radii: Floats, number: int) -> Bools:
    """Tell which boxes are nearer to the edge of another dot than to that of their own."""
    across, down = (
        np.maximum(np.maximum(low[:, None] - at, at - high[:, None]), 0)
        for low, high, at in zip(boxes.T[:2], boxes.T[2:], middles.T, strict=True)
    )
    found: Bools = (np.hypot(across, down) - radii).argmin(axis=1) != number
    return found


def _label(of: int, box: Floats, anchor: str, written: tuple[str, ...], size: float) -> Label:
    left, top, right, _ = box.tolist()
    x = {"start": left, "middle": (left + right) / 2, "end": right}[anchor]
    return Label(of, round(x, 1), round(top + _ASCENT * size * LINE_HEIGHT, 1), anchor, written)


def _lead(dot: Dot, box: Floats) -> str:
    """Return the path from the edge of a dot to the nearest point of the box of its name."""
    middle = np.array((dot.x, dot.y))
    end = np.clip(middle, box[:2], box[2:])
    along = (end - middle) / max(np.hypot(*(end - middle)), 1e-9)
    (a, b), (c, d) = (middle + along * (dot.radius + 1)).round(1).tolist(), end.round(1).tolist()
    return f"M{a} {b}L{c} {d}"
