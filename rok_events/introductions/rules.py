"""Who should meet next: pairs that work for the same families and were not together yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rok_events.seating.rules import Pair

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rok_events.network.presences import Bools, Floats

MOST = 60
"""How many pairs are named: enough to choose from, few enough to read."""


class Witness(NamedTuple):
    """A partner of both, and how often each was together with it."""

    partner: int
    one: int
    other: int

    @property
    def least(self) -> int:
        """How often both were with it, at the least."""
        return min(self.one, self.other)


@dataclass(frozen=True)
class Candidate:
    """A pair that should meet; `common` are their common partners, the strongest first."""

    pair: Pair
    common: Sequence[Witness]


def candidates(
    sectors: Mapping[int, str | None],
    sessions: Mapping[Pair, int],
    should_know: Collection[frozenset[str]],
) -> list[Candidate]:
    """Return who should meet, those with the most in common first.

    Args:
        sectors: the sector of each organisation of the community, by its id.
        sessions: how many sessions two of them shared, where they did.
        should_know: sectors that should know each other, one set a pair, of one sector if its own
            organisations should. Where there is none, all different sectors should, and who has
            nobody in common is left out.
    """
    ids = sorted(sectors)
    together = _table(ids, sessions)
    evidence = _evidence(together)
    eligible = (together == 0) & _sectors_match([sectors[id_] for id_ in ids], should_know)
    if not should_know:
        eligible &= evidence > 0
    one, other = np.nonzero(np.triu(eligible, 1))
    order = np.argsort(-evidence[one, other], kind="stable")[:MOST]
    return [
        Candidate(Pair(ids[a], ids[b]), _witnesses(ids, together, a, b))
        for a, b in zip(one[order].tolist(), other[order].tolist(), strict=True)
    ]


def _table(ids: Sequence[int], sessions: Mapping[Pair, int]) -> Floats:
    place = {id_: number for number, id_ in enumerate(ids)}
    together = np.zeros((len(ids), len(ids)))
    for (a, b), number in sessions.items():
        if a in place and b in place:
            together[place[a], place[b]] = together[place[b], place[a]] = number
    return together


def _evidence(together: Floats) -> Floats:
    """Return how much two have in common: the mean of both, for each partner of both, added up.

    The mean is the geometric one, of how often each was with that partner.
    """
    half = np.sqrt(together)
    found: Floats = (half @ half).round(9)
    return found


def _sectors_match(sectors: Sequence[str | None], should_know: Collection[frozenset[str]]) -> Bools:
    """Tell of each two organisations whether their sectors should know each other."""
    known = sorted({sector for sector in sectors if sector})
    number = np.array([known.index(sector) if sector else -1 for sector in sectors], dtype=np.int64)
    wanted = np.zeros((len(known) + 1, len(known) + 1), dtype=bool)
    for a, one in enumerate(known):
        for b, other in enumerate(known):
            wanted[a, b] = frozenset({one, other}) in should_know if should_know else a != b
    found: Bools = wanted[number[:, None], number]
    return found


def _witnesses(ids: Sequence[int], together: Floats, a: int, b: int) -> list[Witness]:
    both = np.flatnonzero((together[a] > 0) & (together[b] > 0))
    found = [Witness(ids[k], int(together[a, k]), int(together[b, k])) for k in both.tolist()]
    return sorted(found, key=lambda one: (-one.least, -(one.one + one.other), one.partner))
