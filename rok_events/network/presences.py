"""Who was in one room with whom: presences by contact group, as arrays.

A contact group is the finest room that is known: a table in its round, or the session. Where
some of a session's people have no table, the session itself is one more group of everybody, for
then there was a plenary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

NOBODY = -1
"""The organisation of a person who takes part without one."""

OTHERS = 0
"""The organisation that stands for all those too small to be shown."""


@dataclass(frozen=True, eq=False)
class Presences:
    """Who was where: a row per person and contact group, each once, as columns of equal length.

    Attributes:
        person, group, session: any numbers from 0 that tell them apart.
        organisation: the employer on that day, from 0, or `NOBODY`.
        day: the ordinal of the session's date.
    """

    person: Ints
    organisation: Ints
    group: Ints
    session: Ints
    day: Ints

    def only(self, rows: Ints) -> Presences:
        """Return these rows."""
        return Presences(
            self.person[rows],
            self.organisation[rows],
            self.group[rows],
            self.session[rows],
            self.day[rows],
        )

    def within(self, start: int, end: int) -> Presences:
        """Return those from one day up to, but not including, another, as ordinals."""
        return self.only(np.flatnonzero((start <= self.day) & (self.day < end)))

    def among(self, organisations: Ints) -> Presences:
        """Return them with the people of all other organisations as people without one."""
        there = np.isin(self.organisation, organisations)
        return replace(self, organisation=np.where(there, self.organisation, NOBODY))


@dataclass(frozen=True, eq=False)
class Seats:
    """Who was at which session and table, as columns: a row per person, session and table.

    `table` is 0 where it is not known; else as `Presences` says.
    """

    person: Ints
    organisation: Ints
    session: Ints
    table: Ints
    day: Ints


def contacts(seats: Seats, *, largest: int | None = None) -> Presences:
    """Return who was in which contact group.

    With `largest`, only tables count, and sessions of at most so many people.
    """
    seated = seats.table > 0
    plenary = np.isin(seats.session, seats.session[~seated])
    rows = np.concatenate((np.flatnonzero(plenary), np.flatnonzero(seated)))
    group = np.concatenate((2 * seats.session[plenary], 2 * seats.table[seated] + 1))
    found = Presences(
        seats.person[rows], seats.organisation[rows], group, seats.session[rows], seats.day[rows]
    )
    if seated.any():
        # Who had several tables was in the plenary once.
        found = found.only(np.unique(key(found.group, found.person), return_index=True)[1])
    if largest is None:
        return found
    number, size = numbered(found.group)
    return found.only(np.flatnonzero((found.group % 2 == 1) | (size[number] <= largest)))


def merge_small(presences: Presences, fewest: int) -> tuple[Presences, Ints]:
    """Put organisations of fewer than `fewest` people together as `OTHERS`.

    Where even all of them together are fewer, their people count as people without organisation.
    Also return which organisations these are.
    """
    people = people_of(presences)
    small = np.flatnonzero((people > 0) & (people < fewest))
    merged = np.isin(presences.organisation, small)
    together = len(numbered(presences.person[merged])[1])
    into = OTHERS if together >= fewest else NOBODY
    return replace(presences, organisation=np.where(merged, into, presences.organisation)), small


def key(one: Ints, other: Ints) -> Ints:
    """Return one number per pair of numbers from 0, ordered by the first."""
    return one * (int(other.max(initial=0)) + 1) + other


def people_of(presences: Presences) -> Ints:
    """Return how many different people each organisation has, by its id."""
    employed = presences.organisation != NOBODY
    organisation, person = presences.organisation[employed], presences.person[employed]
    first = np.unique(key(organisation, person), return_index=True)[1]
    return np.bincount(organisation[first])


def numbered(ids: Ints) -> tuple[Ints, Ints]:
    """Return ids as numbers from 0 without gaps, in their order, and how often each is there."""
    counts = np.bincount(ids)
    known = counts > 0
    return (np.cumsum(known) - 1)[ids], counts[known]
