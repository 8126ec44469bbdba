"""Chances of cells where margins are right on average, and what they say of pairs."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from rok_events.network import sdsm

if TYPE_CHECKING:
    from rok_events.network.presences import Bools, Floats

WOMEN = json.loads((Path(__file__).parent / "southern_women.json").read_text())
SOUTHERN = np.array(WOMEN["B"], dtype=bool)
# From the unit tests of the R package backbone 2.1.3.
ROOM = np.array([[1, 0, 1, 1], [0, 1, 0, 0], [1, 0, 0, 1]], dtype=bool)
# What the tables of the tests may look like: small, and with full and empty rows and columns.
TABLES = arrays(bool, st.tuples(st.integers(1, 6), st.integers(1, 8)))


def test_chances_of_cells_are_those_of_the_r_package() -> None:
    table = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 1]], dtype=bool)

    expected = [[0.216, 0.216, 0.568], [0.216, 0.216, 0.568], [0.568, 0.568, 0.863]]
    assert np.round(sdsm.bicm(table), 3).tolist() == expected


def of_the_python_package(table: Bools) -> Floats:
    """Return the chances of cells as the package bicm finds them, by Newton's method."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it compiles in ways that are said to be experimental
        import bicm  # noqa: PLC0415 -- compiling takes seconds

        graph = bicm.BipartiteGraph()
        graph.set_biadjacency_matrix(table.astype(int))
        graph.solve_tool(method="newton", tol=1e-12, eps=1e-12, max_steps=500, print_error=False)
        found: Floats = graph.get_bicm_matrix()
    return found


def test_chances_of_cells_are_those_of_the_python_package() -> None:
    random = np.random.default_rng(1)
    uneven = random.random((40, 60)) < random.random((40, 1)) * random.random((1, 60))
    tables = [SOUTHERN, uneven[uneven.any(axis=1)][:, uneven.any(axis=0)]]

    for table in tables:
        assert np.abs(sdsm.bicm(table) - of_the_python_package(table)).max() < 1e-9


def test_chances_of_cells_of_a_small_table() -> None:
    """As bicm 3.4.0 printed them for this table."""
    words = ("110101", "011000", "100100", "001010", "111001")
    table = np.array([[*map(int, word)] for word in words], dtype=bool)

    often = [0.804607, 0.804607, 0.804607, 0.61881, 0.348559, 0.61881]
    rare = [0.463595, 0.463595, 0.463595, 0.254127, 0.10096, 0.254127]
    assert np.round(sdsm.bicm(table), 6).tolist() == [often, rare, rare, rare, often]


@given(TABLES)
def test_chances_of_cells_add_up_to_the_margins(table: Bools) -> None:
    try:
        chances = sdsm.bicm(table)
    except ValueError:
        pytest.fail(f"no chances for {table.tolist()}")

    assert chances.sum(axis=1) == pytest.approx(table.sum(axis=1), abs=1e-6)
    assert chances.sum(axis=0) == pytest.approx(table.sum(axis=0), abs=1e-6)


def refined_normal(chances: Floats, at_least: int) -> float:
    """Approximate the tail of unlike tries as the R package does (Volkova 1996)."""
    mean, spread = chances.sum(), np.sqrt((chances * (1 - chances)).sum())
    skew = (chances * (1 - chances) * (1 - 2 * chances)).sum() / spread**3
    x = (at_least - 1 + 0.5 - mean) / spread
    return float(1 - stats.norm.cdf(x) - skew * (1 - x**2) * stats.norm.pdf(x) / 6)


def test_its_approximation_with_our_chances_gives_the_figures_of_the_r_package() -> None:
    chances, together = sdsm.bicm(ROOM), ROOM.astype(int) @ ROOM.T

    found = [
        round(refined_normal(chances[i] * chances[j], together[i, j]), 3)
        for i, j in ((0, 1), (0, 2), (1, 2))
    ]
    assert found == [0.977, 0.549, 0.972]


def test_unlike_tries_are_added_up_exactly() -> None:
    dice = sdsm.at_least(np.full((5, 4), 0.25), np.arange(5))

    assert dice == pytest.approx(stats.binom.sf(np.arange(5) - 1, 4, 0.25))


def test_the_tail_of_unlike_tries_is_that_of_the_r_package() -> None:
    tries = np.array([0.123, 0.234, 0.345, 0.456, 0.567, 0.678, 0.789, 0.801, 0.911])

    at_least = sdsm.at_least(np.array([tries, tries]), np.array([5, 6]))

    assert refined_normal(tries, 5) == pytest.approx(0.6268476, abs=1e-7)
    assert 1 - refined_normal(tries, 6) == pytest.approx(0.6773302, abs=1e-7)
    # Theirs is an approximation; the exact figures lie near it.
    assert at_least[0] == pytest.approx(0.6268476, abs=0.002)
    assert 1 - at_least[1] == pytest.approx(0.6773302, abs=0.002)


@given(TABLES, TABLES)
def test_cells_that_must_stay_empty_have_no_chance(table: Bools, shut: Bools) -> None:
    free = np.ones_like(table)
    free[: len(shut), : shut.shape[1]] = ~shut[: len(table), : table.shape[1]]

    chances = sdsm.bicm(table, free)

    assert not chances[~(free | table)].any()
    assert chances.sum(axis=1) == pytest.approx(table.sum(axis=1), abs=1e-6)
    assert chances.sum(axis=0) == pytest.approx(table.sum(axis=0), abs=1e-6)


def test_halves_that_could_never_meet_are_as_if_each_were_alone() -> None:
    both = np.kron(np.eye(2, dtype=bool), SOUTHERN[:9, :9])
    free = np.kron(np.eye(2, dtype=bool), np.ones((9, 9), dtype=bool))

    found = sdsm.bicm(both, free)

    assert found[:9, :9] == pytest.approx(sdsm.bicm(SOUTHERN[:9, :9]), abs=1e-7)
    assert sdsm.sdsm(both, free)[:9, :9] == pytest.approx(sdsm.sdsm(SOUTHERN[:9, :9]), abs=1e-6)


def test_margins_that_are_not_met_in_time_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdsm, "_ROUNDS", 0)

    with pytest.raises(ValueError, match="cannot be met"):
        sdsm.bicm(SOUTHERN)
