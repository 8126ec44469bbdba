"""Asking for the graph: from filters to what a page, a file or a figure shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from rok_events.communities import queries as communities
from rok_events.core import clock, periods
from rok_events.core.memory import Memory
from rok_events.core.text import N_
from rok_events.network import (
    backbone,
    comparison_actions,
    comparison_queries,
    figures,
    plan_queries,
    queries,
    timeline,
)
from rok_events.network.backbone import Chance
from rok_events.network.figures import Window
from rok_events.network.graph import Graph, Named, build, positions
from rok_events.network.planned import Plans
from rok_events.network.presences import OTHERS, contacts, merge_small
from rok_events.network.projection import newman_weights, project
from rok_events.network.rules import (
    FEWEST_PAIRS,
    FEWEST_PEOPLE,
    LARGEST_TABLE,
    Filters,
    Groups,
    UnknownCommunityError,
)
from rok_events.network.scopes import Compared, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from rok_events.network.backbone import Cells
    from rok_events.network.figures import Figures
    from rok_events.network.presences import Presences, Seats
    from rok_events.network.projection import Projection
    from rok_events.network.timeline import Timeline

    Comparison = Callable[[Cells], Chance | None]

OTHERS_NAME = N_("Other organisations")

MOST_BYTES = 256_000_000
"""So much each process may remember of answers; the latest one may be larger."""

_TIE_BYTES = 350
"""About what a tie of a graph takes."""


@dataclass(frozen=True, eq=False)
class Insight:
    """An answer: the graph, and how many organisations it shows as one because they are small.

    `places` are those of all organisations that could be in it at some time; `compared` tells
    whether the ties of the graph tell how they compare with chance; `serial` is of this answer
    alone. What takes longer than the graph is worked out when it is asked for: what to report,
    and the quarters.
    """

    filters: Filters
    graph: Graph
    merged: int
    places: Mapping[int, tuple[float, float]]
    window: Window
    before: Callable[[], Window | None]
    compared: Compared
    serial: int = field(init=False, default_factory=count().__next__)

    @cached_property
    def timeline(self) -> Timeline:
        """The quarters of the period; a tie is new when it is new of all time, however weak."""
        found = timeline.build(self.window.ever.among(self.window.shown))
        return found.since(self.window.since) if self.window.since else found

    @property
    def size(self) -> int:
        """About how many bytes it takes, with all that may be worked out from it."""
        projection, ever = self.window.projection, self.window.ever
        # When organisations met; who was there of all time, in the period, and as it was read.
        met, presences = 2 * projection.first_met.nbytes, 3 * _bytes(ever)
        return _bytes(projection) + met + presences + _TIE_BYTES * len(self.graph.ties)

    @cached_property
    def figures(self) -> Figures:
        """What to report of the period, beside the period of the same length before it."""
        between = np.array([one.betweenness for one in self.graph.organisations])
        return figures.report(self.window, self.before(), between)


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
    return _answer(_Question.of(filters, asked), compare)


def ask_publishable(
    filters: Filters,
    asked: Collection[int] | None,
    others: str,
    compare: Comparison | None = None,
) -> Insight:
    """Answer without what points at persons.

    Organisations of one or two people are put together under the name `others`; one of which
    nobody came stays, for nothing is told of anyone. How ties compare with chance is told if it is
    known, and else the worker is asked for it; `compare` works it out at once.
    """
    question = _Question.of(filters, asked, FEWEST_PEOPLE, FEWEST_PAIRS, others)
    if compare:
        return _answer(question, compare)
    scope = Scope.of(filters, asked)
    state = comparison_queries.state(scope)
    # Who asks the same of the same version gets the same.
    version = (state.version, clock.today()) if state.changed_at else None
    answer = remembered.find(question, version) if version else None
    known = answer or _answer(question)
    if state.digest and known.compared is Compared.WORKING:
        known = _against(known, scope, state.digest)
    if version and known is not answer:
        remembered.keep(question, known, known.size, version)
    if known.compared is Compared.WORKING:
        comparison_actions.ask(scope)
    return known


def progress(filters: Filters, asked: Collection[int] | None) -> float:
    """Return how much is done of the comparison that `ask_publishable` waits for, from 0 to 1."""
    return comparison_actions.progress(Scope.of(filters, asked))


def cells(scope: Scope) -> Cells:
    """Return which organisations were where, to compare what `ask_publishable` shows."""
    question = _Question.of(scope.filters, scope.communities, FEWEST_PEOPLE)
    presences = _contacts(question, queries.seats(scope.filters, scope.communities))
    return backbone.cells(merge_small(presences, FEWEST_PEOPLE)[0], comparison_queries.members())


@dataclass(frozen=True)
class _Question:
    """What is asked of which communities, and how few people and pairs may be told of."""

    filters: Filters
    asked: frozenset[int] | None
    fewest_people: int
    fewest_pairs: int
    others: str

    @classmethod
    def of(
        cls,
        filters: Filters,
        asked: Collection[int] | None,
        fewest_people: int = 0,
        fewest_pairs: int = 1,
        others: str = "",
    ) -> _Question:
        communities = None if asked is None else frozenset(asked)
        return cls(filters, communities, fewest_people, fewest_pairs, others)


@dataclass(frozen=True, eq=False)
class _View:
    """What is shown of a period: with the names, and whoever is small put together."""

    window: Window
    names: Mapping[int, Named]
    presences: Presences
    merged: int


remembered = Memory[Insight](MOST_BYTES)
"""The latest answers of this process."""


def _bytes(columns: Presences | Projection) -> int:
    """Return what the arrays of a value take."""
    return sum(value.nbytes for value in vars(columns).values() if isinstance(value, np.ndarray))


def _against(answer: Insight, scope: Scope, digest: str) -> Insight:
    """Tell how the ties compare with chance, if that is still kept."""
    content = comparison_queries.content(scope.key, digest)
    if content is None:
        return answer
    graph = answer.graph.against(Chance.unpacked(content))
    return replace(answer, graph=graph, compared=Compared.KNOWN)


def _answer(question: _Question, compare: Comparison | None = None) -> Insight:
    filters = question.filters
    ever = replace(filters, since=None)
    seats = queries.seats(ever, question.asked)
    plans = Plans(plan_queries.planned(ever, question.asked), seats)
    last = date.fromordinal(int(seats.day.max(initial=1)))
    now = max(clock.today(), last) + timedelta(days=1)
    until = filters.until or now
    view = _view(question, plans, until, now)
    stand = queries.places(question.asked, question.fewest_people)
    graph = build(view.window.projection, view.names, weight=filters.weight, places=stand)
    cells = backbone.cells(view.presences, comparison_queries.members() if compare else None)
    compared = Compared.WORKING if cells.are_enough else Compared.TOO_LITTLE
    if compare and (chance := compare(cells)):
        graph, compared = graph.against(chance), Compared.KNOWN

    def before() -> Window | None:
        if filters.since is None:
            return None
        start = periods.before(filters.since, until)
        earlier = replace(filters, since=start, until=filters.since)
        return _view(replace(question, filters=earlier), plans, filters.since, now).window

    return Insight(filters, graph, view.merged, stand, view.window, before, compared)


def _contacts(question: _Question, seats: Seats) -> Presences:
    is_small = question.filters.groups is Groups.TABLES
    return contacts(seats, largest=LARGEST_TABLE if is_small else None)


def _view(question: _Question, plans: Plans, until: date, now: date) -> _View:
    """Show the period that is asked for; without an end it lasts up to `until`.

    Who had a place at a session before `now` and met nobody there stands apart; who has one at a
    session to come does not: they could not have met anybody.
    """
    filters, seats = question.filters, plans.sat
    days = filters.since.toordinal() if filters.since else 0, until.toordinal()
    ever = _contacts(question, seats).within(0, days[1])
    presences, small = merge_small(ever.within(*days), question.fewest_people)
    present = np.unique(seats.organisation[(days[0] <= seats.day) & (seats.day < days[1])])
    held = replace(filters, until=min(until, now))
    names = queries.names(held, question.asked, present)
    if filters.sector:
        names = {id_: one for id_, one in names.items() if one.sector == filters.sector}
        ever = ever.among(np.array([*names], dtype=np.int64))
    merged = names.keys() & {*small.tolist()}
    shown = {id_: one for id_, one in names.items() if id_ not in merged}
    if (presences.organisation == OTHERS).any() and not filters.sector:
        shown[OTHERS] = Named(question.others)
    ids = np.array([*shown], dtype=np.int64)
    projection = project(presences.among(ids), ids).hiding(question.fewest_pairs)
    if filters.minimum:
        projection = projection.only(projection.by(filters.weight) >= filters.minimum)
    sectors = {id_: one.sector for id_, one in shown.items()}
    window = Window(projection, ever, sectors, filters.since, until, plans)
    return _View(window, shown, presences, len(merged))


def new_places(*, move: bool) -> dict[int, tuple[float, float]]:
    """Return where all organisations with ties stand, or would if all may `move` a little."""
    ids, newman = newman_weights(contacts(queries.seats(Filters(), None)))
    found = positions(ids, newman, queries.places(None), move=move)
    return {
        id_: (x, y)
        for id_, (x, y) in zip(ids.tolist(), found.tolist(), strict=True)
        if not np.isnan(x)
    }
