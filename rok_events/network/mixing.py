"""How much organisations of unlike sectors meet, beside what the sizes of sectors bring about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.network.presences import Floats, Ints

DEALS = 1000
"""How many times sectors are dealt out anew."""

_CELLS = 4_000_000
"""Cells of a full table in memory at a time."""


@dataclass(frozen=True)
class Mixing:
    """How much sectors meet: Newman's weight between each two, s x s; within one, on the diagonal.

    `index` is E-I, (outward - inward) / all, from -1 (all ties within a sector) to 1 (none). What
    it would be if sectors were dealt out anew is `expected`, on average, and 95 of 100 times
    between `low` and `high`. All four are empty where no organisations of a known sector met.
    """

    sectors: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    index: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def beside_chance(self) -> str:
        """Say in a sentence how the index stands beside what chance gives; nothing without one."""
        if self.index is None or self.low is None or self.high is None:
            return ""
        if self.index < self.low:
            return N_("So people meet their own sector more than chance would have it.")
        if self.index > self.high:
            return N_("So people meet other sectors more than chance would have it.")
        return N_("So that is what chance would have it too.")


def mix(weights: Floats, sectors: Sequence[str | None], seed: int = 0) -> Mixing:
    """Compare the ties between sectors with those within; organisations without one are left out.

    The E-I index is that of Krackhardt and Stern 1988, "Informal networks and organizational
    crises", Social Psychology Quarterly 51, 123. The same seed gives the same values.
    """
    known = np.array([n for n, sector in enumerate(sectors) if sector], dtype=np.int64)
    names, of = np.unique([str(sectors[n]) for n in known.tolist()], return_inverse=True)
    among = weights[np.ix_(known, known)]
    hot = np.eye(len(names))[of]
    between = hot.T @ among @ hot
    # Within a sector each pair stands there twice.
    np.fill_diagonal(between, between.diagonal() / 2)
    plain = tuple(names.tolist()), tuple(map(tuple, between.tolist()))
    if not between.any():
        return Mixing(*plain)
    inward = np.trace(between)
    total = np.triu(between).sum()
    dealt = np.sort((total - 2 * _inward(among, of, seed)) / total)
    low, high = np.quantile(dealt, (0.025, 0.975)).tolist()
    return Mixing(*plain, float((total - 2 * inward) / total), float(dealt.mean()), low, high)


def _inward(weights: Floats, sectors: Ints, seed: int) -> Floats:
    """Return how much weight lies within sectors each time that these are dealt out anew."""
    once = np.tile(sectors.astype(np.int16), (DEALS, 1))
    dealt = np.random.default_rng(seed).permuted(once, axis=1)
    one, other = np.nonzero(np.triu(weights))
    inward = np.zeros(DEALS)
    block = _CELLS // DEALS
    for start in range(0, len(one), block):
        a, b = one[start : start + block], other[start : start + block]
        inward += (dealt[:, a] == dealt[:, b]) @ weights[a, b]
    return inward
