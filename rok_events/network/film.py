"""The network quarter by quarter, on places that stay: what is drawn of each tie, and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rok_events.network.timeline import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rok_events.network.drawing import Dot, Picture
    from rok_events.network.presences import Ints
    from rok_events.network.timeline import Counts, Timeline

Pair = tuple[int, int]
Box = tuple[float, float, float, float]

MOST_PANELS = 12
"""So many pictures of a quarter fit on one page."""

_COLUMNS, _GUTTER, _TITLE, _EDGE = 4, 16.0, 22.0, 24.0


@dataclass(frozen=True)
class Panel:
    """One quarter as a small picture, drawn at `x` and `y`: a path per phase, and one of dots."""

    quarter: date
    counts: Counts
    x: float
    y: float
    paths: Mapping[str, str]
    dots: str


@dataclass(frozen=True)
class Multiples:
    """Quarters side by side, in `width` x `height`.

    Each is the part `box` (left, top, width, height) of the picture, times `scale`.
    """

    width: float
    height: float
    scale: float
    box: Box
    panels: tuple[Panel, ...]
    is_crowded: bool


def film(timeline: Timeline, into: Mapping[int, int]) -> dict[Pair, Sequence[int]]:
    """Return the phase in each quarter of every tie in a picture, by both ids.

    Where one sign stands `into` several organisations are put, a tie is new when all that is in it
    is, and dormant when nothing is awake.
    """
    together: dict[Pair, list[Ints]] = defaultdict(list)
    for a, b, phases in zip(timeline.a.tolist(), timeline.b.tolist(), timeline.phases, strict=True):
        one, other = sorted((into.get(a, a), into.get(b, b)))
        if one != other:
            together[one, other].append(phases)
    return {pair: _one_of(np.array(several)).tolist() for pair, several in together.items()}


def joined(shots: Mapping[Pair, Sequence[int]]) -> dict[int, int]:
    """Return the quarter in which each organisation has its first tie, by its id."""
    found: dict[int, int] = {}
    for pair, phases in shots.items():
        first = next((n for n, phase in enumerate(phases) if phase), len(phases))
        for id_ in pair:
            found[id_] = min(first, found.get(id_, first))
    return found


def multiples(
    picture: Picture, timeline: Timeline, shots: Mapping[Pair, Sequence[int]]
) -> Multiples:
    """Draw the last quarters side by side, each organisation in its place in the picture."""
    first = max(len(timeline.quarters) - MOST_PANELS, 0)
    begun = joined(shots)
    last = len(timeline.quarters)
    there = [dot for dot in picture.dots if begun.get(dot.organisation.id, last) < last]
    box = _around(there, picture)
    wide = (picture.width - (_COLUMNS - 1) * _GUTTER) / _COLUMNS
    scale = wide / box[2]
    high = _TITLE + box[3] * scale + _GUTTER
    panels = tuple(
        Panel(
            timeline.quarters[quarter],
            timeline.counts[quarter],
            round(place % _COLUMNS * (wide + _GUTTER), 1),
            round(place // _COLUMNS * high + _TITLE, 1),
            _paths(picture, shots, quarter),
            "".join(
                f"M{dot.x:.0f} {dot.y:.0f}h0"
                for dot in there
                if begun[dot.organisation.id] <= quarter
            ),
        )
        for place, quarter in enumerate(range(first, len(timeline.quarters)))
    )
    rows = -(-len(panels) // _COLUMNS)
    high = round(rows * high, 1)
    return Multiples(picture.width, high, round(scale, 4), box, panels, picture.is_crowded)


def _around(dots: Sequence[Dot], picture: Picture) -> Box:
    """Return the part of a picture in which these dots lie, neither narrow nor flat."""
    if not dots:
        return 0.0, 0.0, picture.width, picture.floor
    at = np.array([(dot.x, dot.y) for dot in dots])
    low, high = at.min(axis=0) - _EDGE, at.max(axis=0) + _EDGE
    wide, tall = (high - low).tolist()
    wide = max(wide, 1.2 * tall, picture.width / 3)
    tall = max(tall, wide / 2)
    x, y = ((low + high) / 2).tolist()
    return round(x - wide / 2, 1), round(y - tall / 2, 1), round(wide, 1), round(tall, 1)


def _one_of(several: Ints) -> Ints:
    """Return the phases of several ties as those of one."""
    awake = (several == Phase.NEW) | (several == Phase.LASTING)
    fresh = (several == Phase.NEW).any(axis=0) & (several <= Phase.NEW).all(axis=0)
    asleep = (several == Phase.DORMANT).any(axis=0)
    return np.select(
        [fresh, awake.any(axis=0), asleep],
        [Phase.NEW, Phase.LASTING, Phase.DORMANT],
        Phase.NOT_YET,
    )


def _paths(picture: Picture, shots: Mapping[Pair, Sequence[int]], quarter: int) -> dict[str, str]:
    """Return one path of all ties of each phase; what is new lies on top."""
    found = {Phase.DORMANT: "", Phase.LASTING: "", Phase.NEW: ""}
    for line in picture.lines:
        phase = Phase(shots[line.a, line.b][quarter]) if (line.a, line.b) in shots else None
        if phase:
            found[phase] += line.path
    return {phase.name.lower(): path for phase, path in found.items()}
