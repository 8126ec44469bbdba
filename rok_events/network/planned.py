"""Meetings at tables as they were planned, beside what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rok_events.network import timeline
from rok_events.network.presences import contacts
from rok_events.network.rules import LARGEST_TABLE

if TYPE_CHECKING:
    from rok_events.network.presences import Bools, Ints, Seats


class Outcome(NamedTuple):
    """How many pairs of organisations were planned at one table, and how many of these sat there.

    A pair counts once for each session. The new ones had never been at one table before, or in a
    group as small as one.
    """

    planned_pairs: int
    planned_met: int
    planned_new: int
    planned_new_met: int


@dataclass(frozen=True, eq=False)
class Plans:
    """All that was planned, and all who were where, of all time."""

    planned: Seats
    sat: Seats

    def outcome(self, shown: Ints, start: int, end: int) -> Outcome | None:
        """Return what became of plans from one day up to, but not including, another, as ordinals.

        Only organisations that are `shown` make pairs, and only sessions count that have a plan and
        of which it is known who sat where; where there is none, there is nothing to tell.
        """
        planned, sat = self.planned, self.sat
        ours = np.unique(planned.session[(start <= planned.day) & (planned.day < end)])
        if not ours.size:
            return None
        seated = (sat.table > 0) & np.isin(sat.session, ours)
        if not seated.any():
            return None
        wanted = _pairs(planned, np.isin(planned.session, sat.session[seated]), shown)
        met = _pairs(sat, seated, shown)
        new = self._new(wanted, shown)
        return Outcome(len(wanted), len(wanted & met), len(new), len(new & met))

    def _new(self, pairs: set[_Pair], shown: Ints) -> set[_Pair]:
        """Return those that had not met in a small group before the day of their session."""
        before = timeline.met(contacts(self.sat, largest=LARGEST_TABLE).among(shown))
        place = {id_: number for number, id_ in enumerate(before.organisations.tolist())}
        day = dict(zip(self.planned.session.tolist(), self.planned.day.tolist(), strict=True))
        return {
            pair
            for pair in pairs
            if not (pair.one in place and pair.other in place)
            or not 0 < before.first[place[pair.one], place[pair.other]] < day[pair.session]
        }


class _Pair(NamedTuple):
    """Two organisations, the lower id first, at one table of a session."""

    session: int
    one: int
    other: int


def _pairs(seats: Seats, rows: Bools, shown: Ints) -> set[_Pair]:
    """Return which organisations share a table in some rows."""
    here = np.flatnonzero(rows & np.isin(seats.organisation, shown))
    there: dict[tuple[int, int], set[int]] = {}
    columns = (seats.session, seats.table, seats.organisation)
    for session, table, organisation in zip(*(one[here].tolist() for one in columns), strict=True):
        there.setdefault((session, table), set()).add(organisation)
    return {
        _Pair(session, *two)
        for (session, _table), ids in there.items()
        for two in combinations(sorted(ids), 2)
    }
