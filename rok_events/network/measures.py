"""The figures of a weighted network of organisations.

Weights are symmetric n x n arrays with an empty diagonal; organisations without ties count.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from rok_events.network.presences import Bools, Floats, Ints


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
    from scipy.sparse import csgraph  # noqa: PLC0415 -- 0.4 s that starting need not wait for

    tied = np.isfinite(length)
    start, end = np.nonzero(tied)
    ties = csr_array((length[tied], (start, end)), shape=length.shape)
    return csgraph.dijkstra(ties, directed=True)


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
    before, after = _steps(length)
    through = _dependencies(before, after, np.arange(n) * (n + 1), n * n).reshape(n, n)
    return np.asarray(through.sum(axis=0)) / max((n - 1) * (n - 2), 1)


def centralisation(weights: Floats) -> float:
    """Return how far all ties are those of one organisation: 1.0 for a star, 0.0 if all have alike.

    Freeman 1979, "Centrality in social networks", Social Networks 1, 215: the differences with the
    largest degree over the most that they can be.
    """
    n, degrees = len(weights), degree(weights)
    differences = float((degrees.max(initial=0) - degrees).sum())
    return differences / max((n - 1) * (n - 2), 1)


def cores(weights: Floats) -> Ints:
    """Return the largest k for which each organisation has k partners that have k of these too.

    Seidman 1983, "Network structure and minimum degree", Social Networks 5, 269.
    """
    tied = weights > 0
    left, degrees = np.ones(len(weights), dtype=bool), degree(weights)
    found, k = np.zeros(len(weights), dtype=np.int64), 0
    while left.any():
        k = max(k, int(degrees[left].min()))
        falls = left & (degrees <= k)
        found[falls] = k
        left &= ~falls
        degrees = degrees - np.count_nonzero(tied[:, falls], axis=1)
    return found


def cut_points(weights: Floats) -> Bools:
    """Tell without which organisations some others have no way left to each other.

    Hopcroft and Tarjan 1973, "Efficient algorithms for graph manipulation", Communications of the
    ACM 16, 372.
    """
    partners = [np.flatnonzero(row).tolist() for row in weights]
    found, low = np.zeros(len(weights), dtype=bool), dict[int, int]()
    for root in range(len(weights)):
        if root not in low:
            _explore(root, partners, low, found)
    return found


def _explore(root: int, partners: list[list[int]], low: dict[int, int], found: Bools) -> None:
    """Walk all there is from `root`, and note who lies on the only way to what comes after."""
    reached = low[root] = len(low)
    at = {root: reached}
    path, branches = [(root, iter(partners[root]))], 0
    while path:
        node, ahead = path[-1]
        for after in ahead:
            if after not in low:
                at[after] = low[after] = len(low)
                path.append((after, iter(partners[after])))
                break
            low[node] = min(low[node], at[after])
        else:
            path.pop()
            if path:
                before = path[-1][0]
                low[before] = min(low[before], low[node])
                found[before] |= low[node] >= at[before]
                branches += before == root
    found[root] = branches > 1


def cut_off(weights: Floats, without: int) -> int:
    """Count who has no way left to most others once an organisation is gone."""
    from scipy.sparse import csgraph  # noqa: PLC0415 -- see `distances`

    linked = csgraph.connected_components(csr_array(weights))[1]
    rest = np.flatnonzero((linked == linked[without]) & (np.arange(len(weights)) != without))
    parts = csgraph.connected_components(csr_array(weights[np.ix_(rest, rest)]))[1]
    return len(rest) - int(np.bincount(parts, minlength=1).max())


def _steps(length: Floats) -> tuple[Ints, Ints]:
    """Return every step of a shortest path: from and to a node, numbered apart for each source."""
    n = len(length)
    from_source = distances(length)
    # A row per node, a column per source; what is not a number equals nothing, so that the
    # unreachable drop out.
    reach = np.where(np.isfinite(from_source), from_source, np.nan).T.copy()
    start, end = np.nonzero(np.isfinite(length))
    long = length[start, end, None]
    bounds = np.searchsorted(start, np.arange(n + 1)).tolist()
    found = [np.zeros(0, dtype=np.int64)]
    for node, (low, high) in enumerate(pairwise(bounds)):
        arrives = reach[node] + long[low:high] == reach[end[low:high]]
        found.append(np.flatnonzero(arrives) + low * n)
    tie, source = np.divmod(np.concatenate(found), max(n, 1))
    return source * n + start[tie], source * n + end[tie]


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
