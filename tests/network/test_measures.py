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
