"""The figures of a weighted network, against networkx and by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from rok_events.network import measures
from tests.network.rooms import random_weights

if TYPE_CHECKING:
    from rok_events.network.presences import Floats

LINE = np.array([[0.0, 1, 0, 0], [1, 0, 2, 0], [0, 2, 0, 0], [0, 0, 0, 0]])
"""One - two = three, and four apart."""


def test_figures_of_a_line_with_one_apart() -> None:
    assert measures.ties(LINE) == 2
    assert measures.isolates(LINE) == 1
    assert measures.density(LINE) == pytest.approx(2 / 6)
    assert measures.degree(LINE).tolist() == [1, 2, 1, 0]
    assert measures.strength(LINE).tolist() == [1, 3, 2, 0]
    assert measures.betweenness(LINE).tolist() == pytest.approx([0, 1 / 3, 0, 0])


@pytest.mark.parametrize("n", [0, 1, 2])
def test_small_networks_have_figures_too(n: int) -> None:
    weights = np.zeros((n, n))

    assert measures.density(weights) == 0
    assert measures.betweenness(weights).tolist() == [0] * n
    assert measures.isolates(weights) == n


def oracle(weights: Floats) -> list[float]:
    graph = nx.from_numpy_array(weights)
    for _, _, tie in graph.edges(data=True):
        tie["length"] = 1 / tie["weight"]
    found = nx.betweenness_centrality(graph, weight="length")
    return [found[node] for node in range(len(weights))]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("density", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("steps", [0, 4], ids=["all different", "many equal"])
def test_betweenness_is_that_of_networkx(density: float, seed: int, steps: int) -> None:
    weights = random_weights(40, density, seed, steps=steps)

    assert measures.betweenness(weights) == pytest.approx(oracle(weights), abs=1e-12)


def test_equally_short_paths_share() -> None:
    square = np.array([[0.0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])

    assert measures.betweenness(square).tolist() == pytest.approx([1 / 6] * 4)


def test_distances_follow_the_shortest_paths() -> None:
    found = measures.distances(measures.lengths(LINE))

    assert found[0].tolist() == [0, 1, 1.5, np.inf]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("density", [0, 0.04, 0.08, 0.3, 0.9])
def test_cores_and_cut_points_are_those_of_networkx(density: float, seed: int) -> None:
    weights = random_weights(40, density, seed)
    graph = nx.from_numpy_array(weights)

    assert measures.cores(weights).tolist() == [nx.core_number(graph)[n] for n in range(40)]
    assert {*np.flatnonzero(measures.cut_points(weights)).tolist()} == {
        *nx.articulation_points(graph)
    }


@pytest.mark.parametrize("seed", range(5))
def test_degree_and_strength_are_those_of_networkx(seed: int) -> None:
    weights = random_weights(30, 0.3, seed)
    graph = nx.from_numpy_array(weights)

    assert measures.degree(weights).tolist() == [d for _, d in graph.degree()]
    expected = [d for _, d in graph.degree(weight="weight")]
    assert measures.strength(weights).tolist() == pytest.approx(expected)
    assert measures.density(weights) == pytest.approx(nx.density(graph))


def star(n: int) -> Floats:
    weights = np.zeros((n, n))
    weights[0, 1:] = weights[1:, 0] = 1
    return weights


def test_a_star_is_all_around_one_centre_and_a_ring_is_not() -> None:
    ring = np.roll(np.eye(6), 1, axis=0) + np.roll(np.eye(6), -1, axis=0)

    assert measures.centralisation(star(6)) == 1
    assert measures.centralisation(ring) == 0
    assert measures.centralisation(LINE) == pytest.approx((1 + 0 + 1 + 2) / 6)
    assert [measures.centralisation(np.zeros((n, n))) for n in range(3)] == [0, 0, 0]


def test_without_the_middle_of_a_line_some_are_cut_off() -> None:
    chain = np.diag(np.ones(4), 1) + np.diag(np.ones(4), -1)  # five in a row

    assert [measures.cut_off(chain, n) for n in range(5)] == [0, 1, 2, 1, 0]
    assert measures.cut_off(np.zeros((2, 2)), 0) == 0
