"""What to report of the network in a period: values, beside those of the period before it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rok_events.core.periods import months_later
from rok_events.network import fragility, measures, mixing, timeline
from rok_events.network.figure_words import MEANINGS, Figure
from rok_events.network.planned import Outcome
from rok_events.network.presences import NOBODY, OTHERS, key, numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.network.mixing import Mixing
    from rok_events.network.planned import Plans
    from rok_events.network.presences import Bools, Floats, Ints, Presences
    from rok_events.network.projection import Projection
    from rok_events.network.timeline import Met

MOST_BRIDGES = 5
BRIDGE = 0.05
"""Through a bridge pass at least so many of the shortest paths, or it is the only way to others."""


@dataclass(frozen=True)
class Bridge:
    """An organisation that others need to reach each other.

    `share` is the part of the shortest paths between all others that pass through it; without it
    `cut_off` organisations have no way left to the rest.
    """

    organisation: int
    share: float
    cut_off: int


@dataclass(frozen=True)
class Core:
    """The organisations that each met at least `least` others of these: the innermost k-core."""

    least: int
    organisations: frozenset[int]


@dataclass(frozen=True)
class Figures:
    """All figures of a period; ties are the ids of both organisations, the lower one first."""

    figures: Mapping[str, Figure]
    newcomers: frozenset[int]
    isolates: frozenset[int]
    new_ties: frozenset[tuple[int, int]]
    dormant: frozenset[tuple[int, int]]
    fragile: frozenset[tuple[int, int]]
    bridges: tuple[Bridge, ...]
    mixing: Mixing
    core: Core
    new_per_quarter: Mapping[date, int]


@dataclass(frozen=True, eq=False)
class Window:
    """A period of the network, from `since` (or ever) up to, but not including, `until`.

    Attributes:
        projection: the ties as they are shown; small organisations together are `OTHERS`.
        ever: who was where up to the end, also before it began, of all organisations.
        sectors: of the organisations that are shown, by id.
        plans: what was planned at tables, and who sat there.
    """

    projection: Projection
    ever: Presences
    sectors: Mapping[int, str | None]
    since: date | None
    until: date
    plans: Plans | None = None

    @cached_property
    def presences(self) -> Presences:
        """Who was where in the period."""
        start = self.since.toordinal() if self.since else 0
        return self.ever.within(start, self.until.toordinal())

    @cached_property
    def shown(self) -> Ints:
        """The organisations that are shown by name."""
        return np.setdiff1d(self.projection.organisations, [OTHERS])

    @cached_property
    def met(self) -> Met:
        """When organisations met, of all time."""
        return timeline.met(self.ever.among(self.shown))

    @cached_property
    def together(self) -> int:
        """How many organisations were in one group with another, the small ones counted too."""
        here = self.presences.only(np.flatnonzero(self.presences.organisation != NOBODY))
        group, organisation = np.divmod(
            np.unique(key(here.group, here.organisation)), int(here.organisation.max(initial=0)) + 1
        )
        number, organisations = numbered(group)
        return len(np.unique(organisation[organisations[number] > 1]))

    @cached_property
    def at_tables(self) -> Outcome | None:
        """What became of the table plans of the period; nothing where none can be compared."""
        if self.plans is None:
            return None
        start = self.since.toordinal() if self.since else 0
        return self.plans.outcome(self.shown, start, self.until.toordinal())

    @property
    def year_before(self) -> int:
        """The day from which on a tie counts as awake, twelve months before the end."""
        return months_later(self.until, -timeline.YEAR).toordinal()

    @property
    def begun(self) -> int:
        """The day from which on a tie counts as new: of the period, or of the last year."""
        return self.since.toordinal() if self.since else self.year_before

    def new_ties(self) -> Bools:
        """Tell which organisations met for the first time; over `met`."""
        return (self.met.first >= self.begun) & (self.met.first < self.until.toordinal())

    def dormant(self) -> Bools:
        """Tell which have not met for twelve months; over `met`."""
        return (self.met.first > 0) & (self.met.last < self.year_before)

    def fragile(self) -> Bools:
        """Tell which ties hang on one person; over the organisations of the projection."""
        ids = self.projection.organisations
        shown = ids != OTHERS
        hangs = np.zeros((len(ids), len(ids)), dtype=bool)
        among = fragility.fragile(self.presences.among(self.shown), self.shown)
        hangs[np.ix_(shown, shown)] = among
        return hangs & (self.projection.newman > 0)

    def newcomers(self) -> Ints:
        """Return the organisations that were present for the first time."""
        if self.since is None:
            return np.zeros(0, dtype=np.int64)
        before = self.ever.within(0, self.since.toordinal())
        return np.setdiff1d(_present(self.presences), _present(before))

    def mixing(self) -> Mixing:
        """Return how much sectors meet."""
        ids = self.projection.organisations.tolist()
        return mixing.mix(self.projection.newman, [self.sectors.get(id_) for id_ in ids])


def report(now: Window, before: Window | None, betweenness: Floats) -> Figures:
    """Return the figures of a period beside those of the period before.

    `betweenness` is that of the organisations of the present projection.
    """
    mixed, cores = now.mixing(), measures.cores(now.projection.newman)
    values = _values(now, mixed, cores)
    earlier: Mapping[str, float | None] = {}
    if before is not None:
        earlier = _values(before, before.mixing(), measures.cores(before.projection.newman))
    ids = now.projection.organisations
    apart = (measures.degree(now.projection.newman) == 0) & (ids != OTHERS)
    innermost = (cores == cores.max(initial=0)) & (cores > 0) & (ids != OTHERS)
    return Figures(
        figures={
            name: Figure(name, meaning, values[name], earlier.get(name))
            for name, meaning in MEANINGS.items()
        },
        newcomers=frozenset(now.newcomers().tolist()) & frozenset(now.shown.tolist()),
        isolates=frozenset(ids[apart].tolist()),
        new_ties=_pairs(now.met.organisations, now.new_ties()),
        dormant=_pairs(now.met.organisations, now.dormant()),
        fragile=_pairs(ids, np.triu(now.fragile())),
        bridges=_bridges(now, betweenness),
        mixing=mixed,
        core=Core(int(cores.max(initial=0)), frozenset(ids[innermost].tolist())),
        new_per_quarter=_per_quarter(now),
    )


def _values(window: Window, mixed: Mixing, cores: Ints) -> dict[str, float | None]:
    """Return the value of each figure, by the names of `MEANINGS`."""
    ids, weights = window.projection.organisations, window.projection.newman
    n, ties = len(weights), measures.ties(weights)
    at_tables = window.at_tables._asdict() if window.at_tables else dict.fromkeys(Outcome._fields)
    return {
        "present": len(_present(window.presences)),
        "newcomers": None if window.since is None else len(window.newcomers()),
        "isolates": measures.isolates(weights),
        "ties": ties,
        "density": measures.density(weights),
        "partners": 2 * ties / n if n else None,
        "new_ties": int(window.new_ties().sum()),
        "persistence": timeline.persistence(window.ever.among(window.shown), window.until),
        "dormant": int(window.dormant().sum()),
        "mixing": mixed.index,
        "bridges": int((measures.cut_points(weights) & (ids != OTHERS)).sum()),
        "fragile": int(window.fragile().sum()) // 2,
        "core": int((cores == cores.max()).sum()) if cores.any() else 0,
        "centralisation": measures.centralisation(weights),
        **at_tables,
    }


def _bridges(window: Window, betweenness: Floats) -> tuple[Bridge, ...]:
    """Return at most five: first who is the only way for most others, then by shortest paths."""
    ids, weights = window.projection.organisations, window.projection.newman
    cuts = measures.cut_points(weights)
    found = [
        Bridge(int(ids[n]), float(betweenness[n]), measures.cut_off(weights, n) if cuts[n] else 0)
        for n in np.flatnonzero((ids != OTHERS) & (cuts | (betweenness >= BRIDGE))).tolist()
    ]
    found.sort(key=lambda bridge: (-bridge.cut_off, -bridge.share, bridge.organisation))
    return tuple(found[:MOST_BRIDGES])


def _per_quarter(window: Window) -> Mapping[date, int]:
    """Count the new ties of each quarter of the period in which there were any."""
    days = window.met.first[window.new_ties() if window.since else window.met.first > 0]
    return dict(sorted(Counter(map(_quarter, days.tolist())).items()))


def _quarter(ordinal: int) -> date:
    return timeline.quarter_of(date.fromordinal(ordinal))


def _present(presences: Presences) -> Ints:
    return np.setdiff1d(presences.organisation, [NOBODY])


def _pairs(ids: Ints, ties: Bools) -> frozenset[tuple[int, int]]:
    one, other = np.nonzero(ties)
    return frozenset(zip(ids[one].tolist(), ids[other].tolist(), strict=True))
