"""Counting who took part, and what may be told of it. Fewer than three people are not told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from rok_events.network.presences import Bools, Ints

FEWEST = 3
"""Fewer people than this are as good as names."""


class Count(NamedTuple):
    """How many different people, how often present, at how many sessions."""

    people: int
    times: int
    sessions: int


@dataclass(frozen=True, eq=False)
class Presences:
    """Who was at which session, as columns of equal length: ids, and -1 for no organisation.

    `span` is the number of the period in which the session was, -1 before the first.
    """

    person: Ints
    organisation: Ints
    session: Ints
    span: Ints

    def only(self, rows: Bools) -> Presences:
        """Return these rows."""
        return Presences(
            self.person[rows], self.organisation[rows], self.session[rows], self.span[rows]
        )


def told(number: int, people: int | None = None) -> int | None:
    """Return a number that is about so many people, or is one of people; nothing where too few."""
    about = number if people is None else people
    return None if 0 < about < FEWEST else number


def parts_told(*parts: int) -> tuple[int | None, ...]:
    """Return the parts of a total; none of them where one would be about too few people.

    The total is told as well, so the others would give that one away.
    """
    return parts if all(told(part) is not None for part in parts) else (None,) * len(parts)


def count(presences: Presences) -> Count:
    """Count everybody."""
    (only,) = counts(presences, np.zeros_like(presences.person), 1)
    return only


def counts(presences: Presences, group: Ints, groups: int) -> list[Count]:
    """Count by group: `group` says of each presence in which it is, from 0; -1 is in none."""
    grouped = group >= 0
    presences, group = presences.only(grouped), group[grouped]
    columns = (
        _different(group, presences.person, groups),
        np.bincount(group, minlength=groups),
        _different(group, presences.session, groups),
    )
    return [Count(*row) for row in np.array(columns).T.tolist()]


def newcomers(presences: Presences, spans: int) -> list[int]:
    """Return how many people came for the first time in each period."""
    order = np.argsort(presences.span, kind="stable")
    _, first = np.unique(presences.person[order], return_index=True)
    began = presences.span[order][first]
    return [int(number) for number in np.bincount(began[began >= 0], minlength=spans)]


def merged(presences: Presences, group: Ints, groups: int) -> Ints:
    """Put groups of too few people together as one more, the last."""
    few = np.array(
        [told(one.people) is None for one in counts(presences, group, groups)], dtype=bool
    )
    return np.where((group >= 0) & np.append(few, False)[group], groups, group)


def absent(came: int, registered: int) -> float | None:
    """Return which part of those with a place did not come; nothing where nobody had one."""
    return 1 - came / registered if registered else None


def _different(group: Ints, thing: Ints, groups: int) -> Ints:
    """Count the different things in each group."""
    size = int(thing.max(initial=0)) + 1
    return np.bincount(np.unique(group * size + thing) // size, minlength=groups)
