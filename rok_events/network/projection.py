"""From who was in which room to how strongly organisations are tied.

The definitions, for organisations A and B:

- sessions: sessions in which A and B shared a contact group;
- pairs: distinct pairs of people, i of A and j of B, who ever shared one;
- newman: the sum over groups g of a(A) a(B) / (n - 1), where a counts the people of an
  organisation in g and n everybody in g (Newman 2001, Physical Review E 64, 016132, eq. 2,
  for persons, added up per organisation);
- encounters: the sum of a(A) a(B) min(1, 7 / (n - 1)): at a table of eight all meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from rok_events.network.presences import NOBODY, first_rows, key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rok_events.network.presences import Floats, Ints, Presences

ENCOUNTERS_CAP = 7
"""How many others somebody can meet in one group: the rest of a table of eight."""

_BLOCK = 256
"""Rows of a product at a time, which bounds the memory."""


@dataclass(frozen=True, eq=False)
class Projection:
    """The ties of n organisations: symmetric n x n arrays with an empty diagonal.

    Attributes:
        organisations: the ids, ascending; rows and columns of the arrays stand for them.
        meetings, participants: how many sessions and people there were in all.
        present: sessions per organisation.
        people: distinct people per organisation.
        within: Newman's weight per organisation between its own people, each pair once.
        first_met, last_met: ordinals of days; 0 where there is no tie.
    """

    organisations: Ints
    meetings: int
    participants: int
    present: Ints
    people: Ints
    within: Floats
    sessions: Ints
    pairs: Ints
    newman: Floats
    encounters: Floats
    first_met: Ints
    last_met: Ints


def project(presences: Presences, organisations: Ints | None = None) -> Projection:
    """Add up the contacts of organisations; a person counts once per group.

    Whoever takes part without an organisation counts in the size of a group and makes no tie.
    `organisations` names those that count although they may never have been present.
    """
    everybody = presences.only(first_rows(key(presences.group, presences.person)))
    _, group, size = np.unique(everybody.group, return_inverse=True, return_counts=True)
    employed = np.flatnonzero(everybody.organisation != NOBODY)
    rows, group = everybody.only(employed), group[employed]
    ids = np.unique(rows.organisation if organisations is None else organisations)
    owner = np.searchsorted(ids, rows.organisation)
    n, others = len(ids), np.maximum(size - 1, 1)

    heads = _table(owner, group, (n, len(size)))
    newman = _product(heads, 1 / others)
    people = _Units.of(owner, rows.person, group)
    visits = _Units.of(owner, rows.session, group)
    sessions, first_met, last_met = _shared_visits(visits, visits.each(rows.day), n)
    return Projection(
        organisations=ids,
        meetings=len(np.unique(everybody.session)),
        participants=len(np.unique(everybody.person)),
        present=np.bincount(visits.owner, minlength=n),
        people=np.bincount(people.owner, minlength=n),
        # The diagonal has every ordered pair, and everybody with oneself.
        within=(newman.diagonal() - heads @ (1 / others)) / 2,
        sessions=sessions,
        pairs=_shared_people(people, n),
        newman=_hollow(newman),
        encounters=_hollow(_product(heads, np.minimum(1, ENCOUNTERS_CAP / others))),
        first_met=first_met,
        last_met=last_met,
    )


@dataclass(frozen=True, eq=False)
class _Units:
    """What an organisation has in groups: its people, or its visits to sessions.

    Attributes:
        owner: the organisation per unit, ascending.
        of_row: the unit per row.
        groups: units x groups; not zero where the unit was in the group.
    """

    owner: Ints
    of_row: Ints
    groups: sparse.csr_array[np.float64]

    @classmethod
    def of(cls, owner: Ints, thing: Ints, group: Ints) -> _Units:
        first, of_row = np.unique(key(owner, thing), return_index=True, return_inverse=True)[1:]
        shape = (len(first), int(group.max(initial=-1)) + 1)
        return cls(owner[first], of_row, _table(of_row, group, shape))

    def each(self, values: Ints) -> Ints:
        """Return the value of each unit, from values per row that are the same within one."""
        found = np.zeros(len(self.owner), dtype=np.int64)
        found[self.of_row] = values
        return found

    def meetings(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield units that shared a group, each pair of different owners once, in blocks."""
        for start in range(0, len(self.owner), _BLOCK):
            met = sparse.coo_array(self.groups[start : start + _BLOCK] @ self.groups[start:].T)
            one, other = met.row.astype(np.int64) + start, met.col.astype(np.int64) + start
            ordered = self.owner[one] < self.owner[other]
            yield one[ordered], other[ordered]


def _shared_people(people: _Units, n: int) -> Ints:
    count = np.zeros(n * n, dtype=np.int64)
    for one, other in people.meetings():
        count += np.bincount(people.owner[one] * n + people.owner[other], minlength=n * n)
    return _mirrored(count, n)


def _shared_visits(visits: _Units, day: Ints, n: int) -> tuple[Ints, Ints, Ints]:
    """Count the visits to the same session, with the first and the last day."""
    count, last = np.zeros((2, n * n), dtype=np.int64)
    first = np.full(n * n, np.iinfo(np.int64).max)
    for one, other in visits.meetings():
        tie = visits.owner[one] * n + visits.owner[other]
        count += np.bincount(tie, minlength=n * n)
        np.minimum.at(first, tie, day[one])
        np.maximum.at(last, tie, day[one])
    first[count == 0] = 0
    return _mirrored(count, n), _mirrored(first, n), _mirrored(last, n)


def _table(rows: Ints, columns: Ints, shape: tuple[int, int]) -> sparse.csr_array[np.float64]:
    """Count how often each row meets each column."""
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _product(heads: sparse.csr_array[np.float64], weights: Floats) -> Floats:
    """Return heads x weights x heads, transposed."""
    product = sparse.csr_array(heads @ sparse.diags_array(weights) @ heads.T)
    return product.toarray()


def _hollow(square: Floats) -> Floats:
    """Return a copy without its diagonal."""
    copy = square.copy()
    np.fill_diagonal(copy, 0)
    return copy


def _mirrored(upper: Ints, n: int) -> Ints:
    """Return the symmetric square of a flat upper triangle."""
    square = upper.reshape(n, n)
    return square + square.T
