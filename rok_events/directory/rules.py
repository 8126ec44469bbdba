"""Rules of the directory: who may be seen, working lives without overlap, and who may be one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from rok_events.core.errors import ForbiddenError, InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rok_events.people.rules import Stint

ALIKE = 86
"""How much two names must share, 100 being all, to be those of one person perhaps."""


MOST_AT_ONCE = 2_000
"""How many rows are merged in the request, in a quarter of a second; the worker does more."""


def weight(steps: Iterable[Mapping[str, Any]]) -> int:
    """Return how much it is to take the steps of a merge back: rows that stood aside weigh more."""
    return sum(len(step["rows"]) if step["do"] == "move" else 10 for step in steps)


def refuse_others(seen: Collection[int] | None, known_in: Collection[int]) -> None:
    """Refuse to decide about somebody who is known in a community that is not for the visitor.

    `seen` are the communities of which the visitor may see the people; `None` is every one.

    Raises:
        ForbiddenError: they are.
    """
    if seen is not None and not {*known_in} <= {*seen}:
        raise ForbiddenError(
            N_("One of these two is known in a network that is not yours. Ask an administrator.")
        )


def refuse_period(stint: Stint, others: Iterable[Stint]) -> None:
    """Refuse work that ends before it begins, or while somebody works somewhere else.

    Raises:
        InvalidError: one of these is so; its field is that of the day.
    """
    if stint.ends_on is not None and stint.ends_on <= stint.starts_on:
        raise InvalidError(N_("The last day comes before the first."), field="last_day")
    for other in others:
        if other.holds(stint.starts_on):
            raise InvalidError(
                N_("On this day somebody works somewhere else already. End that first."),
                field="starts_on",
            )
        if stint.holds(other.starts_on):
            raise InvalidError(
                N_("Other work begins before this day. Choose an earlier last day."),
                field="last_day",
            )


def alike(names: Sequence[str]) -> set[tuple[int, int]]:
    """Return which names may be those of one person, by their places: a slip, or an initial.

    Names are given as `core.text.key` makes them.
    """
    words = [name.split() for name in names]
    sorted_names = [" ".join(sorted(one)) for one in words]
    scores = process.cdist(sorted_names, sorted_names, scorer=fuzz.ratio, score_cutoff=ALIKE)
    found = {
        (int(one), int(other))
        for one, other in zip(*scores.nonzero(), strict=True)
        if one < other and words[one]
    }
    surnames: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, (first, *rest) in enumerate(one or [""] for one in words):
        if first and rest:
            surnames[first[0], *rest].append(place)
    return found | {
        (min(one, other), max(one, other))
        for group in surnames.values()
        for one in group
        for other in group
        if one != other and len(words[one][0]) == 1
    }
