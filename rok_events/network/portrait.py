"""One organisation of the network: whom it met, which sectors not, and how often it came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rok_events.core import periods
from rok_events.network import star
from rok_events.network.rules import FEWEST_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.core.periods import Span
    from rok_events.network.graph import Graph, Organisation, Tie
    from rok_events.network.insight import Insight
    from rok_events.network.presences import Presences


class Partner(NamedTuple):
    """An organisation that was met, and the tie with it."""

    organisation: Organisation
    tie: Tie

    def is_new(self, since: date) -> bool:
        """Tell whether they met for the first time on that day or later."""
        return self.tie.first_met_on >= since

    def is_dormant(self, since: date) -> bool:
        """Tell whether they last met before that day."""
        return self.tie.last_met_on < since


class Sector(NamedTuple):
    """How many other organisations of a sector there are, and how many of those were met."""

    name: str
    met: int
    organisations: int


class Visits(NamedTuple):
    """At how many sessions people of an organisation were in a year or quarter, and how many."""

    span: Span
    sessions: int
    people: int


@dataclass(frozen=True)
class Portrait:
    """What is told of an organisation; the strongest partner first, sectors as they were met."""

    organisation: Organisation
    partners: Sequence[Partner]
    sectors: Sequence[Sector]
    visits: Sequence[Visits]


def portrait(answer: Insight, id_: int) -> Portrait | None:
    """Return the portrait of an organisation; nothing where too few of its people were there."""
    graph = answer.graph
    found = [o for o in graph.organisations if o.id == id_ and o.people >= FEWEST_PEOPLE]
    if not found:
        return None
    partners = [Partner(*pair) for pair in star.partners(graph, id_)]
    return Portrait(
        found[0], partners, _sectors(graph, id_, partners), _visits(answer.window.ever, id_)
    )


def _sectors(graph: Graph, id_: int, partners: Sequence[Partner]) -> list[Sector]:
    others = Counter(o.sector for o in graph.organisations if o.sector and o.id != id_)
    met = Counter(one.organisation.sector for one in partners)
    found = [Sector(name, met[name], number) for name, number in others.items()]
    return sorted(found, key=lambda one: (-one.met, -one.organisations, one.name))


def _visits(ever: Presences, id_: int) -> list[Visits]:
    rows = ever.only(np.flatnonzero(ever.organisation == id_))
    first, last = (date.fromordinal(int(day)) for day in (rows.day.min(), rows.day.max()))
    visits = []
    for span in periods.spans(first, last):
        start, end = span.starts_on.toordinal(), span.ends_on.toordinal()
        there = (start <= rows.day) & (rows.day < end)
        counts = (len(np.unique(column[there])) for column in (rows.session, rows.person))
        visits.append(Visits(span, *counts))
    return visits
