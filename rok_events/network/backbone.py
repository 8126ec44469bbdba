"""What is more than chance: how often organisations were together, against what would be anyway.

A table has a row for each of n organisations and a column for each of m contact groups, and says
who was in which. `sessions[i, j]` is in how many columns i and j both are. All answers are upper
p-values: the chance of at least so many by chance alone, under one of four ideas of chance:

- hypergeometric: only the rows keep their sums (Tumminello et al. 2011, PLoS ONE 6, e17994; Neal
  2013, Social Networks 35, 87). Calls whole plenaries more than chance: for comparison only.
- sdsm: rows and columns keep their sums on average (Neal 2014, Social Networks 39, 84), with the
  chances of the bipartite configuration model (Saracco et al. 2015, Scientific Reports 5, 10595).
- fdsm: rows and columns keep their sums (Zweig and Kaufmann 2011, Social Network Analysis and
  Mining 1, 187), over random tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from rok_events.network import rules
from rok_events.network.presences import NOBODY, OTHERS, numbered

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.network.presences import Bools, Floats, Ints, Presences

DRAWS = 1000

BURN_IN = 10
"""How many times the usual number of trades come before the first draw."""

TRADES = 10
"""How many trades there are for each row between two draws; with five, draws are still alike."""

_ROUNDS, _CLOSE = 1000, 1e-10


@dataclass(frozen=True, eq=False)
class Chance:
    """How ties compare with chance, by `fdsm`: p- and q-values, n x n, of these organisations.

    The q-values are those of all pairs, met or not (Benjamini and Hochberg).
    """

    organisations: Ints
    p: Floats
    q: Floats


def compare(
    presences: Presences, *, progress: Callable[[int], None] = lambda _draws: None
) -> Chance | None:
    """Compare who was together with chance; nothing where there is too little, or too much.

    `OTHERS` are no organisation that could come or stay away, and are left out.
    """
    rows = np.flatnonzero((presences.organisation != NOBODY) & (presences.organisation != OTHERS))
    group, groups = numbered(presences.group[rows])
    ids, owner = np.unique(presences.organisation[rows], return_inverse=True)
    meetings = len(np.unique(presences.session))
    enough = rules.FEWEST_ORGANISATIONS <= len(ids) <= rules.MOST_ORGANISATIONS
    if not enough or meetings < rules.FEWEST_SESSIONS:
        return None
    table = np.zeros((len(ids), len(groups)), dtype=bool)
    table[owner, group] = True
    p = fdsm(table, progress=progress)
    q = np.ones_like(p)
    pairs = np.triu_indices(len(ids), 1)
    q[pairs] = q.T[pairs] = benjamini_hochberg(p[pairs])
    return Chance(ids, p, q)


def hypergeometric(table: Bools) -> Floats:
    """Return p-values, n x n, where only the row sums are given."""
    shared, sums, columns = _shared(table), table.sum(axis=1), table.shape[1]
    return np.array(
        [
            [_hypergeometric(shared[i, j], sums[i], sums[j], columns) for j in range(len(sums))]
            for i in range(len(sums))
        ]
    ).reshape(shared.shape)


def bicm(table: Bools) -> Floats:
    """Return how likely each cell is, n x m, where the margins are right on average.

    The cell of row i and column k is x_i y_k / (1 + x_i y_k); the equations of the margins are
    solved for the logarithms of x and y by Newton's method, one unknown for all rows of one sum.

    Raises:
        ValueError: they were not solved.
    """
    chances = table.astype(float)
    rows, columns = np.arange(len(table)), np.arange(table.shape[1])
    while True:
        # A row or column that is full or empty is certain; without it another may be.
        part = table[np.ix_(rows, columns)]
        unsure = part.any(axis=1) & ~part.all(axis=1), part.any(axis=0) & ~part.all(axis=0)
        if all(kind.all() for kind in unsure):
            break
        rows, columns = rows[unsure[0]], columns[unsure[1]]
    if part.size:
        chances[np.ix_(rows, columns)] = _solved(part.sum(axis=1), part.sum(axis=0))
    return chances


def sdsm(table: Bools, chances: Floats | None = None) -> Floats:
    """Return p-values, n x n, where the margins are right on average; exact.

    `chances` are those of `bicm` unless given; a cell that must stay empty has none.
    """
    chances = bicm(table) if chances is None else chances
    shared = _shared(table)
    n = len(table)
    p = np.ones((n, n))
    for i in range(n - 1):
        tails = poisson_binomial(chances[i] * chances[i + 1 :])
        p[i, i + 1 :] = p[i + 1 :, i] = tails[np.arange(n - i - 1), shared[i, i + 1 :]]
    return p


def poisson_binomial(chances: Floats) -> Floats:
    """Return the chance of at least 0, 1, ... m successes, r x (m + 1), of r x m unlike tries.

    Adds one try after another (the recursion of Barlow and Heidtmann 1984).
    """
    tries = chances.shape[-1]
    exactly = np.zeros((*chances.shape[:-1], tries + 1))
    exactly[..., 0] = 1
    for k in range(tries):
        chance = chances[..., k, None]
        exactly[..., 1 : k + 2] = (
            exactly[..., 1 : k + 2] * (1 - chance) + exactly[..., : k + 1] * chance
        )
        exactly[..., 0] *= 1 - chance[..., 0]
    at_least: Floats = np.cumsum(exactly[..., ::-1], axis=-1)[..., ::-1]
    return np.minimum(at_least, 1)


def fdsm(
    table: Bools,
    draws: int = DRAWS,
    seed: int = 0,
    *,
    free: Bools | None = None,
    progress: Callable[[int], None] = lambda _draws: None,
) -> Floats:
    """Return p-values, n x n, where rows and columns keep their sums, from random tables.

    The same seed gives the same values. `free` has a zero where a cell must stay empty: an
    organisation that was not a member yet, or was not invited. `progress` is told after each
    draw, and may stop the work by an error. A p-value is never below 1 / (draws + 1).
    """
    from rok_events.network import trades  # noqa: PLC0415 -- the compiler takes half a second

    rows, state = trades.packed(table), trades.seeded(seed)
    open_cells = trades.packed(np.ones_like(table) if free is None else free | table)
    seen = trades.together(rows)
    often = np.ones_like(seen)
    if len(table) > 1:
        trades.trade(rows, open_cells, state, BURN_IN * TRADES * len(table))
        for draw in range(draws):
            trades.trade(rows, open_cells, state, TRADES * len(table))
            often += trades.together(rows) >= seen
            progress(draw + 1)
    return often / (draws + 1)


def benjamini_hochberg(p: Floats) -> Floats:
    """Return q-values of p-values, in their order (Benjamini and Hochberg 1995, JRSS B 57, 289)."""
    if not len(p):
        return p
    order = np.argsort(p)
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return q


def _shared(table: Bools) -> Ints:
    numbers = table.astype(np.int64)
    return np.asarray(numbers @ numbers.T)


def _hypergeometric(at_least: int, one: int, other: int, columns: int) -> float:
    """Return the chance that rows of these sums share at least so many columns."""
    k = np.arange(max(at_least, one + other - columns, 0), min(one, other) + 1)
    logs = _choose(one, k) + _choose(columns - one, other - k) - _choose(columns, np.array(other))
    return min(float(np.exp(logs).sum()), 1.0)


def _choose(n: int, k: Ints) -> Floats:
    return np.asarray(
        scipy.special.gammaln(n + 1)
        - scipy.special.gammaln(k + 1)
        - scipy.special.gammaln(n - k + 1)
    )


def _solved(rows: Ints, columns: Ints) -> Floats:
    """Solve the equations of the margins, and return the chances of the cells."""
    x, of_row, rows_alike = np.unique(rows, return_inverse=True, return_counts=True)
    y, of_column, columns_alike = np.unique(columns, return_inverse=True, return_counts=True)
    alike = np.outer(rows_alike, columns_alike)
    wanted = np.concatenate((x * rows_alike, y * columns_alike)).astype(float)
    total = rows.sum()
    logs = np.log(np.concatenate((x, y)) / np.sqrt(total))
    size, last = 1.0, np.inf
    for _ in range(_ROUNDS):
        chances = scipy.special.expit(logs[: len(x), None] + logs[len(x) :])
        expected = chances * alike
        missing = wanted - np.concatenate((expected.sum(axis=1), expected.sum(axis=0)))
        worst = float(np.abs(missing).max())
        if worst < _CLOSE * total:
            found: Floats = chances[of_row][:, of_column]
            return found
        size = size / 2 if worst > last else min(1.0, size * 2)
        last = worst
        slope = expected * (1 - chances)
        sums = np.diag(slope.sum(axis=1)), np.diag(slope.sum(axis=0))
        # Solved by least squares: all x may grow as all y shrink.
        step = np.linalg.lstsq(np.block([[sums[0], slope], [slope.T, sums[1]]]), missing)[0]
        logs += size * step
    msg = "the margins of this table cannot be met"
    raise ValueError(msg)
