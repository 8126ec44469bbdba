"""Chances of cells where the margins of a table are right on average, and what they say of pairs.

The bipartite configuration model (Saracco et al. 2015, Scientific Reports 5, 10595), and on top of
it SDSM (Neal 2014, Social Networks 39, 84), also with cells that must stay empty (Neal and Neal
2024, PLoS ONE 18, e0295973). `free` has a zero for these; nothing given, every cell is free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.network.presences import Bools, Floats, Ints

_ROUNDS, _CLOSE = 1000, 1e-10


def bicm(table: Bools, free: Bools | None = None) -> Floats:
    """Return how likely each cell is, n x m, where the margins are right on average.

    The free cell of row i and column k is x_i y_k / (1 + x_i y_k); the equations of the margins are
    solved for the logarithms of x and y by Newton's method, one unknown for rows that are alike.

    Raises:
        ValueError: they were not solved.
    """
    open_cells = np.ones_like(table) if free is None else free | table
    chances = table.astype(float)
    rows, columns = np.arange(len(table)), np.arange(table.shape[1])
    while True:
        # A row or column that is full or empty is certain; without it another may be.
        at = np.ix_(rows, columns)
        part, shut = table[at], ~open_cells[at]
        unsure = [part.any(axis=n) & ~(part | shut).all(axis=n) for n in (1, 0)]
        if all(kind.all() for kind in unsure):
            break
        rows, columns = rows[unsure[0]], columns[unsure[1]]
    if part.size:
        chances[at] = _solved(part, ~shut)
    return chances


def sdsm(
    table: Bools,
    free: Bools | None = None,
    *,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Floats:
    """Return p-values, n x n, where the margins are right on average; exact.

    `progress` is told how many rows are done, and may stop the work by an error.
    """
    chances, numbers = bicm(table, free), table.astype(np.int64)
    shared = numbers @ numbers.T
    n = len(table)
    p = np.ones((n, n))
    for i in range(n):
        met = np.flatnonzero(shared[i, i + 1 :]) + i + 1
        there = np.flatnonzero(chances[i])
        p[i, met] = p[met, i] = at_least(
            chances[i, there] * chances[np.ix_(met, there)], shared[i, met]
        )
        progress(i + 1)
    return p


def at_least(chances: Floats, wanted: Ints) -> Floats:
    """Return the chance of at least so many successes in each row of r x m unlike tries.

    Adds one try after another (the recursion of Barlow and Heidtmann 1984), and counts no further
    than is wanted.
    """
    most = int(wanted.max(initial=0))
    # Fewer successes than these, exactly; more are all alike.
    exactly = np.zeros((len(chances), most + 1))
    exactly[:, 0] = 1
    for chance in chances.T[..., None]:
        exactly[:, 1:] += (exactly[:, :-1] - exactly[:, 1:]) * chance
        exactly[:, :1] *= 1 - chance
    fewer = np.cumsum(exactly, axis=1)[np.arange(len(wanted)), wanted - 1]
    return np.where(wanted > 0, np.clip(1 - fewer, 0, 1), 1)


def _solved(part: Bools, free: Bools) -> Floats:
    """Solve the equations of the margins, and return the chances of the cells."""
    kinds = [_alike(part, free), _alike(part.T, free.T)]
    (rows, of_row, rows_alike), (columns, of_column, columns_alike) = kinds
    alike = np.outer(rows_alike, columns_alike) * free[np.ix_(rows, columns)]
    x, y = part.sum(axis=1)[rows], part.sum(axis=0)[columns]
    wanted = np.concatenate((x * rows_alike, y * columns_alike)).astype(float)
    total = part.sum()
    logs = np.log(np.concatenate((x, y)) / np.sqrt(total))
    size, last = 1.0, np.inf
    for _ in range(_ROUNDS):
        chances = scipy.special.expit(logs[: len(x), None] + logs[len(x) :])
        expected = chances * alike
        missing = wanted - np.concatenate((expected.sum(axis=1), expected.sum(axis=0)))
        worst = float(np.abs(missing).max())
        if worst < _CLOSE * total:
            return np.asarray((chances[of_row][:, of_column]) * free)
        size = size / 2 if worst > last else min(1.0, size * 2)
        last = worst
        logs += size * _step(expected * (1 - chances), missing)
    msg = "the margins of this table cannot be met"
    raise ValueError(msg)


def _alike(table: Bools, free: Bools) -> tuple[Ints, Ints, Ints]:
    """Return one row of each kind, the kind of each row, and how many there are of each kind.

    Rows are alike that hold as much and are free in the same cells.
    """
    kinds = np.column_stack((table.sum(axis=1), np.packbits(free, axis=1)))
    _, first, of, counts = np.unique(
        kinds, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    return first, of, counts


def _step(slope: Floats, missing: Floats) -> Floats:
    """Return Newton's step for the logarithms of rows and columns.

    Solved by least squares, for the rows first: all x may grow as all y shrink.
    """
    n = len(slope)
    by_row, by_column = slope.sum(axis=1), np.maximum(slope.sum(axis=0), np.finfo(float).tiny)
    per_column = slope / by_column
    rest = np.diag(by_row) - per_column @ slope.T
    rows = np.linalg.lstsq(rest, missing[:n] - per_column @ missing[n:])[0]
    return np.concatenate((rows, (missing[n:] - slope.T @ rows) / by_column))
