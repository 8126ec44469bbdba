"""Adding rows by the thousand: what is not there yet, and nothing twice.

Most rows are written directly and not by the actions of their rooms, because those take some five
queries for each person and each activity: minutes for a file that should take seconds. History
needs none of what those actions guard: nobody gets a mail, a place or a calendar entry from it.
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import insert, inspect

from rok_events.db import Base, db, in_parts, unless_known

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence


Key = TypeVar("Key")


class Store:
    """Finds what is known, adds what is missing, and counts it by the name of the table.

    On a trial run nothing is added: what is missing gets a number below zero, under which nothing
    will be found either, so that all that depends on it counts as missing too.
    """

    def __init__(self, *, is_trial: bool) -> None:
        self.is_trial = is_trial
        self.added: Counter[str] = Counter()
        self._made_up = count(-1, -1)

    def complete(
        self,
        model: type[Base],
        keys: Collection[Key],
        find: Callable[[Collection[Key]], dict[Key, int]],
        add: Callable[[Sequence[Key]], object],
    ) -> dict[Key, int]:
        """Return the id that goes with each natural key, after adding what `find` misses.

        A constraint of the table guards the key, so that what somebody else adds meanwhile is
        found too.
        """
        known = find(keys)
        missing = [key for key in keys if key not in known]
        self.added[model.__tablename__] += len(missing)
        if self.is_trial:
            return known | {key: next(self._made_up) for key in missing}
        add(missing)
        return known | find(missing)

    def create(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add rows that have no natural key, and return their ids in the same order."""
        self.added[model.__tablename__] += len(rows)
        if self.is_trial or not rows:
            return [next(self._made_up) for _row in rows]
        returning = insert(model).returning(
            inspect(model).primary_key[0], sort_by_parameter_order=True
        )
        return list(db.session.scalars(returning, [*rows]))


def insert_missing(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, leaving out those that a unique constraint refuses."""
    if rows:
        db.session.execute(unless_known(model), [*rows])


def chunks(values: Collection[Key]) -> Iterator[Sequence[Key]]:
    """Yield a large collection in parts that fit in one query; made-up ids are left out."""
    real = [value for value in values if not (isinstance(value, int) and value < 0)]
    yield from in_parts(real)
