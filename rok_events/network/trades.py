"""Random tables with the same margins: the curveball, by trades between two rows.

Two rows of a table of zeros and ones pool what only one of them has, and each takes back as much
as it brought, drawn by lot: margins stay as they are, and after enough trades every such table is
as likely as any other (Strona et al. 2014, Nature Communications 5, 4114; Carstens 2015, Physical
Review E 91, 042812). Cells that must stay empty are never pooled.

Whole numbers only, and a generator of our own: compiled or not, a seed gives the same tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.network.presences import Bools, Ints

    Kernel = TypeVar("Kernel", bound=Callable[..., Any])

try:
    from numba import njit
except ImportError:  # then it takes longer

    def njit(**_options: bool) -> Callable[[Kernel], Kernel]:  # type: ignore[no-redef]
        """Leave functions as they are."""
        return lambda function: function


WORD = 62
"""Columns in a word: as many bits as keep every number above zero."""


def packed(table: Bools) -> Ints:
    """Return the rows of a table as words of bits: n x ceil(m / WORD)."""
    n, m = table.shape
    words = np.zeros((n, -(-m // WORD)), dtype=np.int64)
    for column in range(m):
        words[:, column // WORD] |= table[:, column].astype(np.int64) << (column % WORD)
    return words


def together(rows: Ints) -> Ints:
    """Return how many columns each two rows share: n x n, with the row sums on the diagonal."""
    shared = np.zeros((len(rows), len(rows)), dtype=np.int64)
    for word in rows.T:
        shared += np.bitwise_count(word[:, None] & word)
    return shared


def seeded(seed: int) -> Ints:
    """Return the state of a generator: L'Ecuyer's LFSR113 (1999, Math. of Comp. 68, 225)."""
    state = np.random.default_rng(seed).integers(256, 2**32, 4)
    return state.astype(np.int64)


@njit(cache=True)
def _below(limit: int, state: Ints) -> int:
    """Draw a number from 0 up to, but not including, `limit`."""
    a, b, c, d = state[0], state[1], state[2], state[3]
    a = ((a & 0xFFFFFFFE) << 18 & 0xFFFFFFFF) ^ ((a << 6 & 0xFFFFFFFF ^ a) >> 13)
    b = ((b & 0xFFFFFFF8) << 2 & 0xFFFFFFFF) ^ ((b << 2 & 0xFFFFFFFF ^ b) >> 27)
    c = ((c & 0xFFFFFFF0) << 7 & 0xFFFFFFFF) ^ ((c << 13 & 0xFFFFFFFF ^ c) >> 21)
    d = ((d & 0xFFFFFF80) << 13 & 0xFFFFFFFF) ^ ((d << 3 & 0xFFFFFFFF ^ d) >> 12)
    state[0], state[1], state[2], state[3] = a, b, c, d
    drawn: int = ((a ^ b ^ c ^ d) * limit) >> 32
    return drawn


@njit(cache=True)
def _bits(word: int) -> int:
    """Count the bits of a word."""
    word -= (word >> 1) & 0x5555555555555555
    word = (word & 0x3333333333333333) + ((word >> 2) & 0x3333333333333333)
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F
    word += word >> 8
    word += word >> 16
    return (word + (word >> 32)) & 0x7F


@njit(cache=True)
def trade(rows: Ints, free: Ints, state: Ints, times: int) -> None:
    """Let rows trade so many times, in place; `free` are the cells that need not stay empty."""
    n, words = rows.shape
    for _ in range(times):
        one = _below(n, state)
        other = _below(n - 1, state)
        if other >= one:
            other += 1
        pool = brought = 0
        for w in range(words):
            differs = (rows[one, w] ^ rows[other, w]) & free[one, w] & free[other, w]
            pool += _bits(differs)
            brought += _bits(differs & rows[one, w])
        if brought in (0, pool):
            continue
        for w in range(words):
            differs = (rows[one, w] ^ rows[other, w]) & free[one, w] & free[other, w]
            taken = 0
            rest = differs
            while rest:
                bit = rest & -rest
                rest ^= bit
                if _below(pool, state) < brought:
                    taken |= bit
                    brought -= 1
                pool -= 1
            rows[one, w] = (rows[one, w] & ~differs) | taken
            rows[other, w] = (rows[other, w] & ~differs) | (differs ^ taken)
