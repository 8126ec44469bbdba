"""A seating: who sits at which table in which round, and what comes of that. Plain values only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rok_events.core import text
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    Chart: TypeAlias = Mapping[int, Mapping[int, str]]
    """The name of the table at which each guest sits, by the guest's id and the round."""

MOST_ROUNDS = 12


class Pair(NamedTuple):
    """Two organisations by their ids, the lower one first."""

    one: int
    other: int


def pair(a: int, b: int) -> Pair:
    """Return two organisations as a pair, whichever comes first."""
    return Pair(min(a, b), max(a, b))


class Guest(NamedTuple):
    """Somebody who sits at tables; `id` is that of their registration, or of their presence."""

    id: int
    person_id: int
    name: str
    email: str | None
    organisation_id: int | None
    organisation: str | None


@dataclass(frozen=True)
class Group:
    """A table in one round, and who sits there; `colleagues` are those who are not alone there."""

    label: str
    guests: Sequence[Guest]
    colleagues: frozenset[int]


@dataclass(frozen=True)
class Round:
    """One round: its tables, and who has none in it."""

    number: int
    groups: Sequence[Group]
    standing: Sequence[Guest]


def rounds(guests: Sequence[Guest], chart: Chart, number: int) -> list[Round]:
    """Return who sits together in each of a number of rounds, the tables in their order."""
    found = []
    for round_ in range(1, number + 1):
        seated: dict[str, list[Guest]] = defaultdict(list)
        standing: list[Guest] = []
        for guest in guests:
            label = chart.get(guest.id, {}).get(round_)
            (seated[label] if label else standing).append(guest)
        groups = [_group(label, seated[label]) for label in sorted(seated, key=in_order)]
        found.append(Round(round_, groups, standing))
    return found


def together(seated: Iterable[Round]) -> set[Pair]:
    """Return which organisations sit at one table, in one round or more."""
    found: set[Pair] = set()
    for one in seated:
        for group in one.groups:
            there = {guest.organisation_id for guest in group.guests if guest.organisation_id}
            found |= {Pair(*two) for two in combinations(sorted(there), 2)}
    return found


def last_round(chart: Chart) -> int:
    """Return the last round in which somebody sits; 0 if nobody does."""
    return max((round_ for seats in chart.values() for round_ in seats), default=0)


def in_order(label: str) -> tuple[bool, int, str]:
    """Return where a table stands among others: numbers first, and 9 before 10."""
    digits = "".join(sign for sign in label if sign.isdecimal())
    return not label.isdecimal(), int(digits[:9] or 0), text.folded(label)


def spelled(chart: Chart, known: Mapping[int, Iterable[str]]) -> dict[int, dict[int, str]]:
    """Return a chart in which a table has one name in a round, as it is known or as it came first.

    Names that differ in capitals, accents or spaces are one; without a name there is no table.
    """
    names = {(round_, text.folded(name)): name for round_, all_ in known.items() for name in all_}
    found: dict[int, dict[int, str]] = {}
    for id_, seats in chart.items():
        found[id_] = {}
        for round_, typed in seats.items():
            if label := text.one_line(typed):
                found[id_][round_] = names.setdefault((round_, text.folded(label)), label)
    return found


def stamp(chart: Chart) -> str:
    """Return a mark that two charts share only if they are the same."""
    rows = sorted((id_, *seat) for id_, seats in chart.items() for seat in seats.items())
    return sha256(repr(rows).encode()).hexdigest()[:16]


def refuse_planning(*, is_cancelled: bool, ends_at: datetime, now: datetime) -> None:
    """Refuse to plan tables where nobody will sit, or sat already.

    Raises:
        ConflictError: the session was cancelled, or is over.
    """
    if is_cancelled:
        raise ConflictError(N_("This session was cancelled: nobody will sit there."))
    if now >= ends_at:
        raise ConflictError(
            N_("This session is over, so its plan stays as it was. Note who sat where instead.")
        )


def _group(label: str, guests: Sequence[Guest]) -> Group:
    return Group(label, guests, frozenset(_colleagues(guests)))


def _colleagues(guests: Collection[Guest]) -> Iterable[int]:
    for guest in guests:
        own = [one for one in guests if one.organisation_id == guest.organisation_id]
        if guest.organisation_id and len(own) > 1:
            yield guest.id
