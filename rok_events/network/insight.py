"""Asking for the graph: from filters to what a page, a file or a figure shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rok_events.communities import queries as communities
from rok_events.core.text import N_
from rok_events.network import drawing, queries, timeline
from rok_events.network.graph import Graph, Named, build, positions
from rok_events.network.presences import OTHERS, contacts, merge_small
from rok_events.network.projection import project
from rok_events.network.rules import (
    FEWEST_PAIRS,
    FEWEST_PEOPLE,
    LARGEST_TABLE,
    Filters,
    Groups,
    UnknownCommunityError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from rok_events.network.backbone import Chance
    from rok_events.network.drawing import Picture
    from rok_events.network.presences import Presences
    from rok_events.network.timeline import Timeline

    Comparison = Callable[[Presences], Chance | None]

OTHERS_NAME = N_("Other organisations")


@dataclass(frozen=True, eq=False)
class Insight:
    """An answer: the graph, and how many organisations it shows as one because they are small.

    `places` are those of all organisations that could be in it at some time. `history` is who was
    where up to the end of the period, also before it began, of the organisations that it shows.
    """

    filters: Filters
    graph: Graph
    merged: int
    places: Mapping[int, tuple[float, float]]
    history: Presences

    def picture(self) -> Picture:
        """Draw the graph so that each organisation stands where it stands at any other time."""
        return drawing.draw(self.graph, sectors=queries.sectors(), frame=[*self.places.values()])

    @cached_property
    def timeline(self) -> Timeline:
        """The quarters of the period; a tie is new when it is new of all time, however weak."""
        found = timeline.build(self.history)
        return found.since(self.filters.since) if self.filters.since else found


def within(filters: Filters, allowed: Collection[int] | None) -> Collection[int] | None:
    """Return the ids of the communities that are asked for; `None` for all.

    Raises:
        UnknownCommunityError: there is no such community, or it is not among those allowed.
    """
    if filters.community is None:
        return allowed
    found = communities.find(filters.community)
    if found is None or (allowed is not None and found.id not in allowed):
        raise UnknownCommunityError(filters.community)
    return (found.id,)


def ask(
    filters: Filters, asked: Collection[int] | None, compare: Comparison | None = None
) -> Insight:
    """Answer in full, for whoever runs the house. `asked` are communities; `None` means all.

    `compare` also tells how ties compare with chance, which takes a while.
    """
    return _answer(filters, asked, compare, fewest_people=0, fewest_pairs=1, others="")


def ask_publishable(
    filters: Filters,
    asked: Collection[int] | None,
    others: str,
    compare: Comparison | None = None,
) -> Insight:
    """Answer without what points at persons.

    Organisations of one or two people are put together under the name `others`; one of which
    nobody came stays, for nothing is told of anyone.
    """
    return _answer(
        filters,
        asked,
        compare,
        fewest_people=FEWEST_PEOPLE,
        fewest_pairs=FEWEST_PAIRS,
        others=others,
    )


def _answer(
    filters: Filters,
    asked: Collection[int] | None,
    compare: Comparison | None,
    *,
    fewest_people: int,
    fewest_pairs: int,
    others: str,
) -> Insight:
    largest = LARGEST_TABLE if filters.groups is Groups.TABLES else None
    seats = queries.seats(replace(filters, since=None), asked)
    ever = contacts(seats, largest=largest)
    since = filters.since.toordinal() if filters.since else 0
    rows = ever.only(np.flatnonzero(ever.day >= since)) if since else ever
    presences, small = merge_small(rows, fewest_people)
    chance = compare(presences) if compare else None
    names = queries.names(filters, asked, np.unique(seats.organisation[seats.day >= since]))
    for id_ in small.tolist():
        del names[id_]
    if (presences.organisation == OTHERS).any():
        names[OTHERS] = Named(others)
    if filters.sector:
        names = {id_: one for id_, one in names.items() if one.sector == filters.sector}
    shown = np.array([*names], dtype=np.int64)
    projection = project(presences.among(shown), shown).hiding(fewest_pairs)
    if filters.minimum:
        projection = projection.only(projection.by(filters.weight) >= filters.minimum)
    stand = queries.places(asked, fewest_people)
    graph = build(projection, names, weight=filters.weight, places=stand)
    if chance:
        graph = graph.against(chance)
    return Insight(filters, graph, len(small), stand, ever.among(shown))


def new_places(*, move: bool) -> dict[int, tuple[float, float]]:
    """Return where all organisations with ties stand, or would if all may `move` a little."""
    projection = project(contacts(queries.seats(Filters(), None)))
    found = positions(projection, queries.places(None), move=move)
    return {
        id_: (x, y)
        for id_, (x, y) in zip(projection.organisations.tolist(), found.tolist(), strict=True)
        if not np.isnan(x)
    }
