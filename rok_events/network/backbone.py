"""What is more than chance: how often organisations were together, against what would be anyway.

A table has a row for each of n organisations and a column for each of m contact groups, and says
who was in which. `sessions[i, j]` is in how many columns i and j both are. All answers are upper
p-values: the chance of at least so many by chance alone, under one of four ideas of chance:

- hypergeometric: only the rows keep their sums (Tumminello et al. 2011, PLoS ONE 6, e17994; Neal
  2013, Social Networks 35, 87). Calls whole plenaries more than chance: for comparison only.
- sdsm: rows and columns keep their sums on average; in a module of its own.
- fdsm: rows and columns keep their sums (Zweig and Kaufmann 2011, Social Network Analysis and
  Mining 1, 187), over random tables.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from rok_events.network import rules, sdsm
from rok_events.network.presences import NOBODY, OTHERS, numbered

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.network.membership import Members
    from rok_events.network.presences import Bools, Floats, Ints, Presences

FEWEST_DRAWS = 1000

MOST_DRAWN = 2_000_000
"""How many rows of random tables are drawn at most: some minutes for the largest networks."""

BURN_IN = 10
"""How many times the usual number of trades come before the first draw."""

TRADES = 10
"""How many trades there are for each row between two draws; with five, draws are still alike."""

METHOD = f"fdsm {FEWEST_DRAWS} {MOST_DRAWN} {BURN_IN} {TRADES}, sdsm 1"
"""Another for every other answer to the same cells: so that none that was kept is taken for it."""


@dataclass(frozen=True, eq=False)
class Chance:
    """How ties compare with chance: p- and q-values, n x n, of these organisations.

    The q-values are those of all pairs, met or not (Benjamini and Hochberg).
    """

    organisations: Ints
    p: Floats
    q: Floats

    @classmethod
    def of(cls, organisations: Ints, p: Floats) -> Chance:
        """Correct p-values for how many pairs there are."""
        q = np.ones_like(p)
        pairs = np.triu_indices(len(p), 1)
        q[pairs] = q.T[pairs] = benjamini_hochberg(p[pairs])
        return cls(organisations, p, q)

    def packed(self) -> bytes:
        """Return it in little room, to keep."""
        pairs = self.p[np.triu_indices(len(self.p), 1)]
        return zlib.compress(
            self.organisations.astype("<i8").tobytes() + pairs.astype("<f8").tobytes()
        )

    @classmethod
    def unpacked(cls, content: bytes) -> Chance:
        """Return what was packed."""
        numbers = zlib.decompress(content)
        # n organisations and n (n - 1) / 2 pairs are n (n + 1) / 2 numbers.
        n = (math.isqrt(len(numbers) + 1) - 1) // 2
        p = np.ones((n, n))
        pairs = np.triu_indices(n, 1)
        p[pairs] = p.T[pairs] = np.frombuffer(numbers, "<f8", offset=8 * n)
        return cls.of(np.frombuffer(numbers, "<i8", n).astype(np.int64), p)


@dataclass(frozen=True, eq=False)
class Cells:
    """Which organisations were in which contact groups, n x m, and where they could have been."""

    organisations: Ints
    table: Bools
    free: Bools
    sessions: int

    @property
    def are_enough(self) -> bool:
        """Whether there is enough to tell more than chance from chance."""
        enough = len(self.organisations) >= rules.FEWEST_ORGANISATIONS
        return enough and self.sessions >= rules.FEWEST_SESSIONS

    @property
    def digest(self) -> str:
        """What tells these cells from all others."""
        parts = (self.organisations, self.table, self.free)
        known = b"".join(np.ascontiguousarray(part).tobytes() for part in parts)
        shape = f"{METHOD} {self.table.shape} {self.sessions} "
        return hashlib.sha256(shape.encode() + known).hexdigest()


def cells(presences: Presences, members: Members | None = None) -> Cells:
    """Return who was where, with a row for each organisation and a column for each contact group.

    `members` tells since when organisations could be at a session; nothing given, all always could.
    `OTHERS` are no organisation that could come or stay away, and are left out.
    """
    rows = np.flatnonzero((presences.organisation != NOBODY) & (presences.organisation != OTHERS))
    group, groups = numbered(presences.group[rows])
    ids, owner = np.unique(presences.organisation[rows], return_inverse=True)
    table = np.zeros((len(ids), len(groups)), dtype=bool)
    table[owner, group] = True
    session, day = np.zeros((2, len(groups)), dtype=np.int64)
    session[group], day[group] = presences.session[rows], presences.day[rows]
    free = np.ones_like(table) if members is None else members.since(ids, session) <= day
    return Cells(ids, table, free | table, len(np.unique(presences.session)))


def compare(cells: Cells, *, progress: Callable[[int], None] = lambda _done: None) -> Chance | None:
    """Compare who was together with chance; nothing where there is too little.

    Random tables are drawn as long as there are not too many organisations for that. `progress` is
    told how much is done of `steps`, and may stop the work by an error.
    """
    if not cells.are_enough:
        return None
    if is_drawn(cells):
        p = fdsm(cells.table, draws(len(cells.table)), free=cells.free, progress=progress)
    else:
        p = sdsm.sdsm(cells.table, cells.free, progress=progress)
    return Chance.of(cells.organisations, p)


def is_drawn(cells: Cells) -> bool:
    """Tell whether random tables are drawn, and not chances worked out."""
    return len(cells.organisations) <= rules.MOST_ORGANISATIONS


def steps(cells: Cells) -> int:
    """Return how many steps a comparison has."""
    n = len(cells.organisations)
    return draws(n) if is_drawn(cells) else n


def draws(n: int) -> int:
    """Return how many random tables are drawn for n organisations.

    So many that the smallest p-value, 1 / (draws + 1), still counts when it is corrected for all
    n (n - 1) / 2 pairs, if that does not take too long.
    """
    enough = math.ceil(n * (n - 1) / 2 / rules.SIGNIFICANT)
    return max(FEWEST_DRAWS, min(enough, MOST_DRAWN // max(n, 1)))


def hypergeometric(table: Bools) -> Floats:
    """Return p-values, n x n, where only the row sums are given."""
    shared, sums, columns = _shared(table), table.sum(axis=1), table.shape[1]
    return np.array(
        [
            [_hypergeometric(shared[i, j], sums[i], sums[j], columns) for j in range(len(sums))]
            for i in range(len(sums))
        ]
    ).reshape(shared.shape)


def fdsm(
    table: Bools,
    draws: int = FEWEST_DRAWS,
    seed: int = 0,
    *,
    free: Bools | None = None,
    progress: Callable[[int], None] = lambda _draws: None,
) -> Floats:
    """Return p-values, n x n, where rows and columns keep their sums, from random tables.

    The same seed gives the same values. `free` has a zero where a cell must stay empty: an
    organisation that was no member yet, or was not asked where only who is invited comes.
    `progress` is told after each draw, and may stop the work by an error. A p-value
    is never below 1 / (draws + 1).
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
