"""The figures of a weighted network of organisations.

Weights are symmetric n x n arrays with an empty diagonal; organisations without ties count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csgraph

if TYPE_CHECKING:
    from rok_events.network.presences import Floats, Ints

_SOURCES = 128
"""Sources of shortest paths at a time, which bounds the memory."""


def ties(weights: Floats) -> int:
    """Count the pairs that are tied."""
    return int(np.count_nonzero(weights)) // 2


def isolates(weights: Floats) -> int:
    """Count the organisations without a tie."""
    return int(np.count_nonzero(degree(weights) == 0))


def density(weights: Floats) -> float:
    """Return the share of all pairs that are tied; 0.0 below two organisations."""
    n = len(weights)
    return 2 * ties(weights) / (n * (n - 1)) if n > 1 else 0.0


def degree(weights: Floats) -> Ints:
    """Count each organisation's partners."""
    return np.asarray(np.count_nonzero(weights, axis=1), dtype=np.int64)


def strength(weights: Floats) -> Floats:
    """Add up each organisation's ties."""
    return np.asarray(weights.sum(axis=1))


def lengths(weights: Floats) -> Floats:
    """Return 1/weight per tie, and infinity where there is none."""
    with np.errstate(divide="ignore"):
        return 1 / weights


def distances(length: Floats) -> Floats:
    """Return the lengths of the shortest paths, from lengths per tie (infinity: none)."""
    return csgraph.shortest_path(np.ma.masked_invalid(length), method="D", directed=False)


def betweenness(weights: Floats) -> Floats:
    """Return the share of shortest paths between all others that pass through each organisation.

    A tie is 1/weight long. Equally short paths share, as in Brandes 2001, "A faster algorithm
    for betweenness centrality", Journal of Mathematical Sociology 25(2); all sources at once.
    Lengths are summed from the source on and compared as they are, as networkx does: who opens
    the export there finds the same figures.

    Returns:
        0.0 to 1.0 per organisation; 0.0 below three organisations.
    """
    n = len(weights)
    length = lengths(weights)
    path = distances(length)
    start, end = np.nonzero(np.isfinite(length) & (length <= path))
    through = np.zeros(n)
    for first in range(0, n, _SOURCES):
        block = path[first : first + _SOURCES]
        via = block[:, start] + length[start, end]
        source, tie = np.nonzero(np.isfinite(via) & (via <= block[:, end]))
        before, after = source * n + start[tie], source * n + end[tie]
        sources = np.arange(len(block)) * (n + 1) + first
        through += _dependencies(before, after, sources, block.size).reshape(-1, n).sum(axis=0)
    return through / max((n - 1) * (n - 2), 1)


def _dependencies(before: Ints, after: Ints, sources: Ints, size: int) -> Floats:
    """Return how much each node matters to each source, from the steps of shortest paths.

    A node is numbered apart for each source, so that all sources go through one list of steps:
    forward once per tie that a path may have, to count paths, and back to hand out shares.
    """
    arriving = np.zeros(size)
    arriving[sources] = 1
    paths, hops = arriving, 0
    while arriving.any():
        arriving = _sums(after, arriving[before], size)
        paths, hops = paths + arriving, hops + 1
    share = paths[before] / paths[after]
    depending = np.zeros(size)
    for _ in range(hops):
        depending = _sums(before, share * (1 + depending[after]), size)
    depending[sources] = 0
    return depending


def _sums(where: Ints, values: Floats, size: int) -> Floats:
    return np.bincount(where, weights=values, minlength=size).astype(float)
