"""The network over time: which ties are new, last, or have gone to sleep, quarter by quarter."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from rok_events.core.periods import months_later
from rok_events.network.presences import NOBODY, OTHERS, key, numbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rok_events.network.presences import Ints, Presences

QUARTER, YEAR = 3, 12
"""In months."""


class Phase(IntEnum):
    """How a tie stands at the end of a quarter.

    New in the quarter in which two organisations first met; lasting for as long as they met in the
    twelve months up to its end; dormant when that is longer ago.
    """

    NOT_YET = 0
    NEW = 1
    LASTING = 2
    DORMANT = 3


class Counts(NamedTuple):
    """How many ties there are of each phase."""

    new: int
    lasting: int
    dormant: int


@dataclass(frozen=True, eq=False)
class Timeline:
    """The ties of q quarters.

    Attributes:
        quarters: the first day of each quarter, ascending, without gaps.
        a, b: the ids of the organisations of each of m ties, a < b, in the order of both.
        phases: m x q, as `Phase`.
        present: how many organisations were present in each quarter.
    """

    quarters: tuple[date, ...]
    a: Ints
    b: Ints
    phases: npt.NDArray[np.int8]
    present: tuple[int, ...]

    def at(self, quarter: int) -> Mapping[tuple[int, int], Phase]:
        """Return the phase of each tie that there is at the end of a quarter, by both ids."""
        ties = zip(self.a.tolist(), self.b.tolist(), self.phases[:, quarter].tolist(), strict=True)
        return {(a, b): Phase(phase) for a, b, phase in ties if phase}

    @property
    def counts(self) -> tuple[Counts, ...]:
        """How many ties are new, lasting and dormant in each quarter."""
        per_phase = [(self.phases == phase).sum(axis=0).tolist() for phase in [*Phase][1:]]
        return tuple(Counts(*numbers) for numbers in zip(*per_phase, strict=True))

    def since(self, day: date) -> Timeline:
        """Return the quarters from the one that holds this day on."""
        start = sum(first < quarter_of(day) for first in self.quarters)
        phases = self.phases[:, start:]
        there = phases.any(axis=1)
        return Timeline(
            self.quarters[start:],
            self.a[there],
            self.b[there],
            phases[there],
            self.present[start:],
        )


@dataclass(frozen=True, eq=False)
class Met:
    """When organisations met: ordinals of days, n x n, 0 where they never did."""

    organisations: Ints
    first: Ints
    last: Ints


def met(presences: Presences) -> Met:
    """Return when organisations met for the first and for the last time."""
    rows = _shown(presences)
    ids, who = np.unique(rows.organisation, return_inverse=True)
    first, last = np.zeros((2, len(ids), len(ids)), dtype=np.int64)
    meetings = _meetings(rows, who)
    for day, here in meetings:
        last[here[:, None], here] = day
    for day, here in reversed(meetings):
        first[here[:, None], here] = day
    return Met(ids, np.triu(first, 1), np.triu(last, 1))


def build(presences: Presences) -> Timeline:
    """Follow the ties from the first quarter in which somebody was present to the last.

    `presences` are those of all time, or what is old counts as new. Small organisations taken
    together are nobody's partner.
    """
    rows = _shown(presences)
    if not rows.day.size:
        nothing = np.zeros(0, dtype=np.int64)
        return Timeline((), nothing, nothing, np.zeros((0, 0), dtype=np.int8), ())
    quarters = _quarters(int(rows.day.min()), int(rows.day.max()))
    ends = np.array([months_later(first, QUARTER).toordinal() for first in quarters])
    known = met(rows)
    ids, who = known.organisations, np.searchsorted(known.organisations, rows.organisation)
    one, other = np.nonzero(known.first)
    phases = _phases(_meetings(rows, who), (one, other), known.first, ends)
    visits = np.unique(key(np.searchsorted(ends, rows.day, side="right"), who)) // len(ids)
    present = np.bincount(visits, minlength=len(quarters)).tolist()
    return Timeline(quarters, ids[one], ids[other], phases, tuple(present))


def persistence(presences: Presences, until: date) -> float | None:
    """Return the share of the ties of the year before the last that were seen again in the last.

    The last year is the one up to, but not including, `until`. Nothing is returned where there
    was no tie to see again.
    """
    edges = [months_later(until, -months).toordinal() for months in (2 * YEAR, YEAR, 0)]
    before, after = (_pairs(presences.within(*year)) for year in pairwise(edges))
    return len(before & after) / len(before) if before else None


def _pairs(presences: Presences) -> set[tuple[int, int]]:
    known = met(presences)
    one, other = (known.organisations[ends].tolist() for ends in np.nonzero(known.first))
    return {*zip(one, other, strict=True)}


def quarter_of(day: date) -> date:
    """Return the first day of the quarter that holds a day."""
    return day.replace(month=day.month - (day.month - 1) % QUARTER, day=1)


def _shown(presences: Presences) -> Presences:
    organisation = presences.organisation
    return presences.only(np.flatnonzero((organisation != NOBODY) & (organisation != OTHERS)))


def _quarters(first: int, last: int) -> tuple[date, ...]:
    """Return the quarters from the one of the first day to the one of the last."""
    quarters = [quarter_of(date.fromordinal(first))]
    while (after := months_later(quarters[-1], QUARTER)).toordinal() <= last:
        quarters.append(after)
    return tuple(quarters)


def _meetings(rows: Presences, who: Ints) -> list[tuple[int, Ints]]:
    """Return the day of each contact group and the organisations in it, in the order of days."""
    group, sizes = numbered(rows.group)
    each = np.unique(key(group, who), return_index=True)[1]
    each = each[np.argsort(rows.day[each], kind="stable")]
    starts = np.flatnonzero(np.diff(group[each], prepend=-1))
    days = rows.day[each[starts]].tolist()
    return [*zip(days, np.split(who[each], starts[1:]), strict=True)] if len(sizes) else []


def _phases(
    meetings: Sequence[tuple[int, Ints]], ties: tuple[Ints, Ints], first: Ints, ends: Ints
) -> npt.NDArray[np.int8]:
    """Return how each tie stands at the end of each quarter."""
    begun = np.searchsorted(ends, first[ties], side="right")
    phases = np.zeros((len(begun), len(ends)), dtype=np.int8)
    last, left = np.zeros_like(first), deque(meetings)
    for quarter, end in enumerate(ends.tolist()):
        while left and left[0][0] < end:
            day, here = left.popleft()
            last[here[:, None], here] = day
        awake = months_later(date.fromordinal(end), -YEAR).toordinal()
        phases[:, quarter] = np.select(
            [begun > quarter, begun == quarter, last[ties] < awake],
            [Phase.NOT_YET, Phase.NEW, Phase.DORMANT],
            Phase.LASTING,
        )
    return phases
