"""The matrix: sectors together, and within each those beside each other who meet most."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.network import matrix, sight
from tests.network.pictures import SECTORS, network
from tests.network.rooms import random_weights


def test_sectors_stay_together_in_the_order_given() -> None:
    order = sorted(SECTORS)

    found = matrix.matrix(network(30, alone=2), order)

    assert [sector for sector, _ in found.blocks] == order
    assert len(found.rows) == 30
    assert all(row.organisation.sector == sector for sector, rows in found.blocks for row in rows)
    assert found.starts == {0, 6, 12, 18, 24, 30}
    assert [sector for sector, _ in matrix.matrix(network(30), []).blocks] == order


def test_a_folded_sector_has_no_row() -> None:
    folded = sight.fold(network(100), lambda sector, count: f"{count} x {sector}")

    rows = matrix.matrix(folded, SECTORS).rows

    assert len(rows) == sight.MOST - len(SECTORS)
    assert not any(sight.is_fold(row.organisation.id) for row in rows)


def test_cells_mirror_each_other_and_tell_the_strongest() -> None:
    graph = network(12)

    rows = matrix.matrix(graph, SECTORS).rows

    for number, row in enumerate(rows):
        assert row.cells[number] is None
        assert list(row.cells) == [other.cells[number] for other in rows]
    cells = [cell for row in rows for cell in row.cells if cell]
    assert len(cells) == 2 * len(graph.ties)
    strongest = max(cells, key=lambda cell: cell.tie.weight or 0)
    assert strongest.shade == matrix.SHADES
    assert min(cell.shade for cell in cells) >= 1


def test_hidden_weights_are_the_weakest() -> None:
    graph = network(4)
    hidden = replace(graph, ties=tuple(tie._replace(weight=None) for tie in graph.ties))

    rows = matrix.matrix(hidden, SECTORS).rows

    assert {cell.shade for row in rows for cell in row.cells if cell} == {1}


@pytest.mark.parametrize("seed", range(5))
def test_the_fiedler_vector_is_that_of_networkx(seed: int) -> None:
    weights = random_weights(15, 0.6, seed)
    graph = nx.from_numpy_array(weights)

    found = matrix.fiedler(weights)

    known = nx.fiedler_vector(graph, method="tracemin_lu", tol=1e-12, seed=1)
    assert abs(np.dot(found, known)) == pytest.approx(1, abs=1e-6)
    assert found[0] < 0


def test_two_groups_come_apart() -> None:
    """Two cliques with one weak tie between them, their rows shuffled."""
    mixed = np.array([0, 1, 0, 1, 1, 0])
    weights = (mixed[:, None] == mixed).astype(float)
    np.fill_diagonal(weights, 0)
    weights[0, 1] = weights[1, 0] = 0.1

    order = matrix.spectral_order(weights)

    assert mixed[order].tolist() == [0, 0, 0, 1, 1, 1]


@given(st.integers(0, 12), st.floats(0, 1), st.integers(0, 99))
def test_every_row_has_one_place(n: int, density: float, seed: int) -> None:
    order = matrix.spectral_order(random_weights(n, density, seed))

    assert sorted(order.tolist()) == [*range(n)]


def test_parts_without_a_tie_between_them_follow_each_other() -> None:
    weights = np.zeros((6, 6))
    for one, other in ((1, 3), (0, 2), (2, 4)):
        weights[one, other] = weights[other, one] = 1

    assert matrix.spectral_order(weights).tolist() == [0, 2, 4, 1, 3, 5]
