"""The graph as values."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rok_events.network.backbone import Chance
from rok_events.network.graph import Named, build, positions
from rok_events.network.projection import Projection, project
from rok_events.network.rules import Weight
from tests.network.rooms import presences

NAMES = {1: Named("GGD", "jgz"), 2: Named("Dimence", "ggz"), 5: Named("Saxion"), 9: Named("Viaa")}
DAY = date(2024, 3, 7).toordinal()


@pytest.fixture
def trio() -> Projection:
    """GGD and Dimence twice, GGD and Saxion once with two people; Viaa alone."""
    return project(
        presences(
            [
                (0, 1, 0),
                (1, 2, 0),
                (0, 1, 1),
                (1, 2, 1),
                (0, 1, 2),
                (2, 5, 2),
                (3, 5, 2),
                (4, 9, 3),
            ],
            day_of=[DAY, DAY + 1, DAY + 2, DAY + 3],
        )
    )


def test_ties_by_id_with_all_their_strengths(trio: Projection) -> None:
    first, second = build(trio, NAMES).ties

    assert (first.a, first.b, second.a, second.b) == (1, 2, 1, 5)
    assert (first.sessions, first.pairs_of_people, first.newman) == (2, 1, 2)
    assert first.first_met_on == date(2024, 3, 7)
    assert first.last_met_on == date(2024, 3, 8)
    assert (second.sessions, second.pairs_of_people, second.newman) == (1, 2, 1)


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        (Weight.NEWMAN, [2, 1]),
        (Weight.SESSIONS, [2, 1]),
        (Weight.PAIRS, [1, 2]),
        (Weight.ENCOUNTERS, [2, 2]),
    ],
)
def test_the_weight_that_was_asked_for(
    trio: Projection, weight: Weight, expected: list[float]
) -> None:
    graph = build(trio, NAMES, weight=weight)

    assert [tie.weight for tie in graph.ties] == expected
    assert graph.organisations[0].strength == sum(expected)


def test_organisations_by_id_with_their_figures(trio: Projection) -> None:
    ggd, dimence, saxion, viaa = build(trio, NAMES).organisations

    assert (ggd.name, ggd.sector, ggd.sessions, ggd.people, ggd.degree) == ("GGD", "jgz", 3, 1, 2)
    assert ggd.betweenness == pytest.approx(1 / 3)
    assert (dimence.degree, saxion.people) == (1, 2)
    assert (viaa.degree, viaa.x, viaa.y) == (0, None, None)


def test_figures(trio: Projection) -> None:
    found = build(trio, NAMES).measures

    assert (found.organisations, found.isolates, found.ties) == (4, 1, 2)
    assert found.density == pytest.approx(2 / 6)
    assert found.mean_partners == 1
    assert (found.sessions, found.people) == (4, 5)


def test_who_has_a_place_stays_there(trio: Projection) -> None:
    places = {1: (0.5, 0.5), 2: (3.0, 4.0), 5: (-1.0, 0.0)}

    ggd, dimence, *_ = build(trio, NAMES, places=places).organisations

    assert (ggd.x, ggd.y) == (0.5, 0.5)
    assert (dimence.x, dimence.y) == (3.0, 4.0)


def test_places_move_a_little_when_asked_to(trio: Projection) -> None:
    places = {1: (0.5, 0.5), 2: (3.0, 4.0), 5: (-1.0, 0.0)}

    moved = positions(trio.organisations, trio.newman, places, move=True)

    assert moved[1].tolist() != [3.0, 4.0]


def test_few_pairs_of_people_are_not_told(trio: Projection) -> None:
    first, second = build(trio.hiding(2), NAMES, weight=Weight.PAIRS).ties

    assert (first.pairs_of_people, first.weight, first.newman) == (None, None, 2)
    assert (second.pairs_of_people, second.weight) == (2, 2)


def test_nothing_to_build() -> None:
    graph = build(project(presences([])), {})

    assert (graph.organisations, graph.ties) == ((), ())
    assert graph.measures.mean_partners == 0


def test_only_ties_of_organisations_that_were_compared_tell_of_chance(trio: Projection) -> None:
    half = np.full((2, 2), 0.5)
    chance = Chance(np.array([1, 2]), p=half, q=half / 100)

    compared, other = build(trio, NAMES).against(chance).ties

    assert (compared.p_value, compared.q_value, compared.significant) == (0.5, 0.005, True)
    assert (other.p_value, other.q_value, other.significant) == (None, None, None)
