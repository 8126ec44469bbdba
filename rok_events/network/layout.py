"""Where organisations stand in the picture: stress majorisation that can stay put.

Each pair pulls towards a distance of its own, by the inverse square of that distance (Gansner,
Koren & North 2004, "Graph drawing by stress majorization", GD 2004, section 2). Who stood
somewhere before is also pulled back there (Brandes & Mader 2012, "A quantitative comparison of
stress-minimization approaches for offline dynamic graph drawing", GD 2011), so that two pictures
can be laid side by side. The same data give the same positions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rok_events.network import measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rok_events.network.presences import Floats, Ints

ANCHOR = 0.3
"""How hard an earlier position pulls, as a share of what all others pull together."""

_ITERATIONS = 150
_POWER = 0.25
_GAP = 0.35
"""The free space between parts of the network that have no tie, in mean distances."""

_GOLDEN = np.pi * (3 - np.sqrt(5))


def place(weights: Floats, before: Floats | None = None) -> Floats:
    """Return x and y for each organisation; not a number for one without ties.

    Strong ties are short. One unit is the mean distance between two organisations that are
    connected, so that positions of different days can be compared.

    Args:
        weights: symmetric n x n, with an empty diagonal.
        before: n x 2 earlier positions to stay near to; not a number for newcomers.
    """
    n = len(weights)
    before = np.full((n, 2), np.nan) if before is None else before
    places = np.full((n, 2), np.nan)
    ideal = ideal_distances(weights)
    standing: list[Ints] = []
    loose: list[Ints] = []
    for part in parts(weights):
        within = np.ix_(part, part)
        known = np.isfinite(before[part, 0])
        (standing if known.any() else loose).append(part)
        start = _start(ideal[within], weights[within], before[part])
        places[part] = majorise(ideal[within], start, before[part])
    _set_beside(places, standing, loose)
    return places


def ideal_distances(weights: Floats) -> Floats:
    """Return how far apart each pair should be: 1 on average, infinite where unconnected.

    A tie is as long as 1/weight to a low power, for weights differ a thousandfold where distances
    on paper cannot.
    """
    distance = measures.distances(measures.lengths(weights) ** _POWER)
    connected = np.isfinite(distance) & (distance > 0)
    return distance / distance[connected].mean() if connected.any() else distance


def stress(places: Floats, ideal: Floats) -> float:
    """Return the mean squared relative error of the distances of connected pairs."""
    pairs = np.isfinite(ideal) & (ideal > 0)
    errors = _apart(places)[pairs] / ideal[pairs] - 1
    return float((errors**2).mean())


def majorise(ideal: Floats, start: Floats, before: Floats) -> Floats:
    """Move a connected part from `start` towards its ideal distances, held by `before`."""
    oneself = np.eye(len(ideal))
    pull = 1 / (ideal + oneself) ** 2 - oneself
    anchored = np.isfinite(before[:, 0])
    hold = np.where(anchored, ANCHOR * pull.sum(axis=1).mean(), 0)
    held = hold[:, None] * np.where(anchored[:, None], before, 0)
    # Without anchors any shift is as good; adding a constant keeps the middle at 0.
    stiffness = np.diag(pull.sum(axis=1) + hold) - pull + (0 if anchored.any() else 1)
    inverse, tension = np.linalg.inv(stiffness), pull * ideal
    places = start
    for _ in range(_ITERATIONS):
        ratio = tension / np.maximum(_apart(places), 1e-9)
        places = inverse @ (ratio.sum(axis=1)[:, None] * places - ratio @ places + held)
    return places


def _apart(places: Floats) -> Floats:
    across, down = (axis[:, None] - axis for axis in places.T)
    distance: Floats = np.sqrt(across * across + down * down)
    return distance


def parts(weights: Floats) -> list[Ints]:
    """Return the connected parts of two organisations or more, the largest first."""
    from scipy.sparse import csgraph  # noqa: PLC0415 -- 0.4 s that starting need not wait for

    number, label = csgraph.connected_components(weights > 0, directed=False)
    parts = [np.flatnonzero(label == part) for part in range(number)]
    return sorted((part for part in parts if len(part) > 1), key=lambda part: (-len(part), part[0]))


def _start(ideal: Floats, weights: Floats, before: Floats) -> Floats:
    """Return where each begins: its old place, the middle of its partners, or by scaling."""
    known = np.isfinite(before[:, 0])
    if not known.any():
        return _scaled(ideal) + _spread(len(ideal))
    tied = (weights[:, known] > 0).astype(float)
    tied[~tied.any(axis=1)] = 1  # no partner stands anywhere: the middle of all that do
    middle = tied @ before[known] / tied.sum(axis=1)[:, None] + _spread(len(ideal))
    return np.where(known[:, None], before, middle)


def _scaled(ideal: Floats) -> Floats:
    """Return the two main axes of the distances (Torgerson 1952), the widest from left to right."""
    squares = ideal**2
    rows = squares.mean(axis=1)
    values, axes = np.linalg.eigh((rows[:, None] + rows[None, :] - squares - squares.mean()) / 2)
    axes = axes[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0))
    # The sign of an axis is arbitrary: its longest arm points right and up.
    arms = axes[np.abs(axes).argmax(axis=0), [0, 1]]
    turned: Floats = axes * np.where(arms < 0, -1, 1)
    return turned


def _spread(n: int) -> Floats:
    """Return small steps apart, so that no two begin in the same place."""
    number = np.arange(n)
    radius, angle = 0.05 * np.sqrt((number + 0.5) / n), number * _GOLDEN
    return np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)


def _set_beside(places: Floats, standing: list[Ints], loose: list[Ints]) -> None:
    """Move the parts that stood nowhere yet to free space, as near to the middle as can be."""
    taken = [_circle(places[part]) for part in standing]
    for part in loose:
        middle, radius = _circle(places[part])
        spot = next(
            spot
            for spot in _spots()
            if all(np.hypot(*(spot - other)) >= radius + size + _GAP for other, size in taken)
        )
        places[part] += spot - middle
        taken.append((spot, radius))


def _circle(places: Floats) -> tuple[Floats, float]:
    """Return the middle of some places, and how far the farthest is from it."""
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    return middle, float(np.hypot(*(places - middle).T).max())


def _spots() -> Iterator[Floats]:
    """Yield ever wider rings of spots round the middle, wider than high, as a page is."""
    reach = 0.0
    while True:
        for angle in np.arange(0, 2 * np.pi, np.pi / 12):
            yield reach * np.array([1.5 * np.cos(angle), np.sin(angle)])
        reach += 0.2
