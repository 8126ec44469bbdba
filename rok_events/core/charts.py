"""Charts: from numbers to where each bar, line and word stands; `components/charts.html` draws.

A chart is as wide as a phone, so that its letters keep their size there; beside another it fills
half a page. A value that is not told, because it is about too few people, is `None`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Value: TypeAlias = float | None

WIDTH, HEIGHT = 360.0, 210.0
_LEFT, _RIGHT, _TOP, _FLOOR = 38.0, 354.0, 12.0, 182.0
_GAP = 0.3
"""The part of a column's room that stays open between two columns."""

_MOST_TICKS = 4
_LETTER = 7.5
"""About the width of a letter; two words under the axis need some room between them as well."""


@dataclass(frozen=True)
class Series:
    """Values under one name, one for each label of the chart."""

    name: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Bar:
    """A part of a column, of the series with this number."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A series as a line: a path, broken where a value is not told, and a dot for each value."""

    series: int
    path: str
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Chart:
    """Everything that stands in a chart.

    `ticks` are heights with their numbers, `labels` places along the axis with their words.
    """

    names: tuple[str, ...]
    ticks: tuple[tuple[float, float], ...]
    labels: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    width: float = WIDTH
    height: float = HEIGHT
    left: float = _LEFT
    right: float = _RIGHT
    floor: float = _FLOOR


def columns(labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Stack the series in a column for each label; a label may be empty."""
    sums = [sum(one.values[place] or 0 for one in series) for place in range(len(labels))]
    top = _top(sums)
    room = (_RIGHT - _LEFT) / max(len(labels), 1)
    bars = []
    for place in range(len(labels)):
        y = _FLOOR
        for number, one in enumerate(series):
            high = (one.values[place] or 0) / top * (_FLOOR - _TOP)
            y -= high
            if high:
                x = _LEFT + room * (place + _GAP / 2)
                bars.append(
                    Bar(
                        number,
                        _rounded(x),
                        _rounded(y),
                        _rounded(room * (1 - _GAP)),
                        _rounded(high),
                    )
                )
    return Chart(_names(series), _ticks(top), _labels(labels), bars=tuple(bars))


def lines(labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Draw a line for each series."""
    top = _top([value or 0 for one in series for value in one.values])
    where = _places(len(labels))
    drawn = []
    for number, one in enumerate(series):
        dots = [
            None if value is None else (_rounded(x), _height(value, top))
            for x, value in zip(where, one.values, strict=True)
        ]
        told = tuple(dot for dot in dots if dot is not None)
        drawn.append(Line(number, "".join(_strokes(dots)), told))
    return Chart(_names(series), _ticks(top), _labels(labels), lines=tuple(drawn))


def _strokes(dots: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    for is_told, run in groupby(dots, key=lambda dot: dot is not None):
        if is_told:
            yield "M" + "L".join(f"{dot[0]} {dot[1]}" for dot in run if dot is not None)


def step(most: float) -> int:
    """Return the distance between ticks, so that few reach `most`: 1, 2 or 5, or ten times that."""
    size = 1
    while True:
        for times in (1, 2, 5):
            if times * size * _MOST_TICKS >= most:
                return times * size
        size *= 10


def _top(values: Sequence[float]) -> float:
    """Return the height of the axis: a whole number of steps."""
    most = max(values, default=0) or 1
    size = step(most)
    return float(-(-most // size) * size)


def _ticks(top: float) -> tuple[tuple[float, float], ...]:
    size = step(top)
    return tuple((_height(value, top), value) for value in range(0, int(top) + 1, size))


def _height(value: float, top: float) -> float:
    return _rounded(_FLOOR - value / top * (_FLOOR - _TOP))


def _places(number: int) -> list[float]:
    room = (_RIGHT - _LEFT) / max(number, 1)
    return [_LEFT + room * (place + 0.5) for place in range(number)]


def _labels(labels: Sequence[str]) -> tuple[tuple[float, str], ...]:
    """Return the words under the axis, without those that would touch the one before."""
    found: list[tuple[float, str]] = []
    free = 0.0
    for x, text in zip(_places(len(labels)), labels, strict=True):
        half = len(text) * _LETTER / 2
        if text and x - half >= free:
            found.append((_rounded(x), text))
            free = x + half + _LETTER
    return tuple(found)


def _names(series: Sequence[Series]) -> tuple[str, ...]:
    return tuple(one.name for one in series)


def _rounded(value: float) -> float:
    return round(value, 1)
