"""The attendance graph as values: organisations, their ties and the figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rok_events.network import layout, measures
from rok_events.network.rules import SIGNIFICANT, Weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.network.backbone import Chance
    from rok_events.network.presences import Bools, Floats, Ints
    from rok_events.network.projection import Projection


@dataclass(frozen=True)
class Named:
    """An organisation's name and sector."""

    name: str
    sector: str | None = None


class Organisation(NamedTuple):
    """An organisation in the graph; `x` and `y` are empty where it has no ties."""

    id: int
    name: str
    sector: str | None
    sessions: int
    people: int
    degree: int
    strength: float
    betweenness: float
    x: float | None
    y: float | None


class Tie(NamedTuple):
    """Two organisations that were in one contact group, `a` the one with the lower id.

    `weight` is the one of the four strengths that was asked for. What would point at persons is
    empty: see `Projection.hiding`. The last three tell how it compares with chance, where that is
    known: see `backbone.Chance`.
    """

    a: int
    b: int
    sessions: int
    pairs_of_people: int | None
    newman: float
    encounters: float
    weight: float | None
    first_met_on: date
    last_met_on: date
    p_value: float | None = None
    q_value: float | None = None
    significant: bool | None = None


class Measures(NamedTuple):
    """The figures of a whole graph; organisations without ties count in every one of them."""

    organisations: int
    isolates: int
    ties: int
    density: float
    mean_partners: float
    sessions: int
    people: int


@dataclass(frozen=True)
class Graph:
    """Organisations by id, and ties by the ids of both."""

    organisations: tuple[Organisation, ...]
    ties: tuple[Tie, ...]
    measures: Measures

    def against(self, chance: Chance) -> Graph:
        """Return the graph with what is known of its ties against chance."""
        number = {id_: row for row, id_ in enumerate(chance.organisations.tolist())}
        return replace(self, ties=tuple(_compared(tie, chance, number) for tie in self.ties))


def _compared(tie: Tie, chance: Chance, number: Mapping[int, int]) -> Tie:
    if tie.a not in number or tie.b not in number:
        return tie
    p, q = (float(values[number[tie.a], number[tie.b]]) for values in (chance.p, chance.q))
    return tie._replace(p_value=p, q_value=q, significant=q <= SIGNIFICANT)


def build(
    projection: Projection,
    names: Mapping[int, Named],
    *,
    weight: Weight = Weight.NEWMAN,
    places: Mapping[int, tuple[float, float]] | None = None,
) -> Graph:
    """Put a projection into words and places.

    Args:
        projection: the ties.
        names: the organisations of the projection.
        weight: which strength makes a tie strong.
        places: where organisations stand; they stay there.
    """
    weights = projection.by(weight)
    stand = positions(projection.organisations, projection.newman, places or {})
    return Graph(
        _organisations(projection, names, weights, stand),
        _ties(projection, weights),
        _measures(projection),
    )


def positions(
    organisations: Ints,
    newman: Floats,
    places: Mapping[int, tuple[float, float]],
    *,
    move: bool = False,
) -> Floats:
    """Return x and y per organisation: the known places, and new ones for newcomers.

    Args:
        organisations: who is to be placed, by id.
        newman: how strongly they are tied.
        places: where organisations stand by id.
        move: let those with a place move a little, for a better picture.
    """
    nowhere = (np.nan, np.nan)
    before: Floats = np.array([places.get(id_, nowhere) for id_ in organisations.tolist()]).reshape(
        -1, 2
    )
    tied: Bools = np.any(newman, axis=1)
    if move or np.isnan(before[tied]).any():
        after = layout.place(newman, before).round(6)
        before = after if move else np.where(np.isnan(before), after, before)
    return np.where(tied[:, None], before, np.nan)


def _organisations(
    projection: Projection, names: Mapping[int, Named], weights: Floats, places: Floats
) -> tuple[Organisation, ...]:
    columns = zip(
        projection.organisations.tolist(),
        projection.present.tolist(),
        projection.people.tolist(),
        measures.degree(projection.newman).tolist(),
        measures.strength(weights).tolist(),
        measures.betweenness(weights).tolist(),
        places.tolist(),
        strict=True,
    )
    return tuple(
        Organisation(
            id_,
            names[id_].name,
            names[id_].sector,
            *figures,
            *((None, None) if np.isnan(place[0]) else place),
        )
        for id_, *figures, place in columns
    )


def _ties(projection: Projection, weights: Floats) -> tuple[Tie, ...]:
    one, other = np.nonzero(np.triu(projection.sessions))
    counts, strengths = projection.pairs[one, other].tolist(), weights[one, other].tolist()
    return tuple(
        starmap(
            Tie,
            zip(
                projection.organisations[one].tolist(),
                projection.organisations[other].tolist(),
                projection.sessions[one, other].tolist(),
                [count or None for count in counts],
                projection.newman[one, other].tolist(),
                projection.encounters[one, other].tolist(),
                [strength or None for strength in strengths],
                _dates(projection.first_met[one, other]),
                _dates(projection.last_met[one, other]),
                strict=True,
            ),
        )
    )


def _dates(ordinals: Ints) -> list[date]:
    known = {day: date.fromordinal(day) for day in {*ordinals.tolist()}}
    return [known[day] for day in ordinals.tolist()]


def _measures(projection: Projection) -> Measures:
    n = len(projection.organisations)
    ties = measures.ties(projection.newman)
    return Measures(
        organisations=n,
        isolates=measures.isolates(projection.newman),
        ties=ties,
        density=measures.density(projection.newman),
        mean_partners=2 * ties / n if n else 0.0,
        sessions=projection.meetings,
        people=projection.participants,
    )
