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

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from scipy import sparse

from rok_events.network.presences import NOBODY, key, numbered
from rok_events.network.rules import Weight

if TYPE_CHECKING:
    from rok_events.network.presences import Bools, Floats, Ints, Presences

ENCOUNTERS_CAP = 7
"""How many others somebody can meet in one group: the rest of a table of eight."""

_CELLS = 4_000_000
"""Cells of a full table in memory at a time."""

Table: TypeAlias = "sparse.csr_array[np.float64]"
Square = TypeVar("Square", "Ints", "Floats")


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

    def by(self, weight: Weight) -> Floats:
        """Return the strength that was asked for."""
        return {
            Weight.NEWMAN: self.newman,
            Weight.SESSIONS: self.sessions.astype(float),
            Weight.PAIRS: self.pairs.astype(float),
            Weight.ENCOUNTERS: self.encounters,
        }[weight]

    def hiding(self, fewest_pairs: int) -> Projection:
        """Return it without telling of ties of fewer pairs of people how many they are."""
        return replace(self, pairs=np.where(self.pairs >= fewest_pairs, self.pairs, 0))

    def only(self, tied: Bools) -> Projection:
        """Return it with these of its ties; a symmetric n x n array."""
        return replace(
            self,
            sessions=self.sessions * tied,
            pairs=self.pairs * tied,
            newman=self.newman * tied,
            encounters=self.encounters * tied,
            first_met=self.first_met * tied,
            last_met=self.last_met * tied,
        )


def project(presences: Presences, organisations: Ints | None = None) -> Projection:
    """Add up the contacts of organisations.

    Whoever takes part without an organisation counts in the size of a group and makes no tie.
    `organisations` names those that count although they may never have been present.
    """
    group, size = numbered(presences.group)
    employed = np.flatnonzero(presences.organisation != NOBODY)
    rows, group = presences.only(employed), group[employed]
    ids = np.unique(rows.organisation if organisations is None else organisations)
    owner = np.searchsorted(ids, rows.organisation)
    n, others = len(ids), np.maximum(size - 1, 1)

    heads = _table(owner, group, (n, len(size)))
    newman = _product(heads, 1 / others)
    session, day = np.zeros((2, len(size)), dtype=np.int64)
    session[group], day[group] = rows.session, rows.day
    first_met, last_met = _first_and_last(heads, day)
    visits, meetings = numbered(presences.session)
    person, person_of_row = _distinct(owner, rows.person)
    return Projection(
        organisations=ids,
        meetings=len(meetings),
        participants=len(numbered(presences.person)[1]),
        present=np.diff(_table(owner, visits[employed], (n, len(meetings))).indptr),
        people=np.bincount(person, minlength=n),
        # The diagonal has every ordered pair, and everybody with oneself.
        within=(newman.diagonal() - heads @ (1 / others)) / 2,
        sessions=_shared_sessions(heads, session),
        pairs=_shared_people(_table(person_of_row, group, (len(person), len(size))), person, n),
        newman=_hollow(newman),
        encounters=_hollow(_product(heads, np.minimum(1, ENCOUNTERS_CAP / others))),
        first_met=first_met,
        last_met=last_met,
    )


def newman_weights(presences: Presences) -> tuple[Ints, Floats]:
    """Return the organisations that were present, and Newman's weight between each two of them."""
    group, size = numbered(presences.group)
    employed = np.flatnonzero(presences.organisation != NOBODY)
    owner, visits = numbered(presences.organisation[employed])
    ids = np.flatnonzero(np.bincount(presences.organisation[employed]))
    heads = _table(owner, group[employed], (len(visits), len(size)))
    return ids, _hollow(_product(heads, 1 / np.maximum(size - 1, 1)))


def _shared_sessions(heads: Table, session: Ints) -> Ints:
    """Count the sessions in which two organisations shared a group; `session` is per group."""
    visits = heads.sign()
    shared = _product(visits, np.ones(len(session))).astype(np.int64)
    _, several, groups = np.unique(session, return_inverse=True, return_counts=True)
    for number in np.flatnonzero(groups > 1):
        # Who sat at two tables of one session together were in one session together.
        tables = visits[:, np.flatnonzero(several == number)].toarray()
        here = np.flatnonzero(tables.any(axis=1))
        times = tables[here] @ tables[here].T
        shared[np.ix_(here, here)] -= np.maximum(times - 1, 0).astype(np.int64)
    return _hollow(shared)


def _first_and_last(heads: Table, day: Ints) -> tuple[Ints, Ints]:
    """Return the first and the last day on which two organisations shared a group."""
    n, here = heads.shape[0], _members(heads)
    first, last = np.zeros((2, n, n), dtype=np.int64)
    order = np.argsort(day).tolist()
    for group in order:
        last[here[group][:, None], here[group]] = day[group]
    for group in reversed(order):
        first[here[group][:, None], here[group]] = day[group]
    return _hollow(first), _hollow(last)


def _shared_people(presence: Table, owner: Ints, n: int) -> Ints:
    """Count the pairs of people of two organisations who shared a group."""
    people, here = len(owner), _members(presence)
    theirs, their_starts = np.unique(owner, return_index=True)
    pairs = np.zeros((n, n), dtype=np.int64)
    block = max(_CELLS // max(people, 1), 1)
    for start in range(0, people, block):
        edges = np.array((start, start + block))
        ours, our_starts = np.unique(owner[start : start + block], return_index=True)
        met = np.zeros((min(block, people - start), people), dtype=np.int8)
        for there in here:
            low, high = there.searchsorted(edges)
            met[there[low:high, None] - start, there] = 1
        met_ours = np.add.reduceat(met, our_starts, axis=0, dtype=np.int32)
        pairs[ours[:, None], theirs] += np.add.reduceat(met_ours, their_starts, axis=1)
    return _hollow(pairs)


def _members(table: Table) -> list[Ints]:
    """Return the rows that each column holds."""
    by_column = table.tocsc()
    rows, ends = by_column.indices.astype(np.int64), by_column.indptr.tolist()
    return [rows[start:end] for start, end in pairwise(ends)]


def _distinct(owner: Ints, thing: Ints) -> tuple[Ints, Ints]:
    """Return the owner of each different thing of an owner, ascending, and the thing per row."""
    _, first, of_row = np.unique(key(owner, thing), return_index=True, return_inverse=True)
    return owner[first], of_row


def _table(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Table:
    """Count how often each row meets each column."""
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _product(heads: Table, weights: Floats) -> Floats:
    """Return heads x weights x heads, transposed."""
    weighted = heads.copy()
    weighted.data *= weights[heads.indices]
    return sparse.csr_array(weighted @ heads.T).toarray()


def _hollow(square: Square) -> Square:
    """Return a copy without its diagonal."""
    copy = square.copy()
    np.fill_diagonal(copy, 0)
    return copy
