"""How much sectors meet."""

from __future__ import annotations

import numpy as np
import pytest

from rok_events.network import mixing
from rok_events.network.mixing import Mixing, mix
from tests.network.rooms import random_weights

TWO_AND_TWO = ["ggz", "ggz", "onderwijs", "onderwijs"]


def test_weight_between_and_within_sectors() -> None:
    weights = np.array([[0.0, 4, 1, 0], [4, 0, 0, 2], [1, 0, 0, 3], [0, 2, 3, 0]])

    found = mix(weights, TWO_AND_TWO)

    assert found.sectors == ("ggz", "onderwijs")
    assert [*map(list, found.weights)] == [[4, 3], [3, 3]]
    assert found.index == pytest.approx((3 - 7) / 10)


@pytest.mark.parametrize(
    ("tie", "index"), [((0, 1), -1), ((0, 2), 1)], ids=["their own", "others only"]
)
def test_the_ends_of_the_scale(tie: tuple[int, int], index: int) -> None:
    weights = np.zeros((4, 4))
    weights[tie] = weights[tie[::-1]] = 1

    assert mix(weights, TWO_AND_TWO).index == index


@pytest.mark.parametrize("seed", range(3))
def test_on_average_it_is_what_the_sizes_of_sectors_bring_about(seed: int) -> None:
    """A pair is of one sector as often as two drawn by lot are, whatever its weight."""
    weights = random_weights(40, 0.3, seed)
    sectors = ["a"] * 20 + ["b"] * 15 + ["c"] * 5

    found = mix(weights, sectors, seed)

    alike = (20 * 19 + 15 * 14 + 5 * 4) / (40 * 39)
    assert found.expected == pytest.approx(1 - 2 * alike, abs=0.01)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1 - 2 * alike < found.high


def test_sectors_that_keep_to_themselves_are_below_what_is_expected() -> None:
    weights = np.kron(np.eye(2), np.ones((10, 10))) - np.eye(20)

    found = mix(weights, ["a"] * 10 + ["b"] * 10)

    assert found.index == -1
    assert found.low is not None
    assert found.low > -1


def test_the_seed_decides_and_large_networks_go_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    weights, sectors = random_weights(30, 0.5, 1), ["a", "b", "c"] * 10
    whole = mix(weights, sectors, 4)
    monkeypatch.setattr(mixing, "_CELLS", 5 * mixing.DEALS)

    assert mix(weights, sectors, 4).expected == pytest.approx(whole.expected)
    assert mix(weights, sectors, 5).expected != whole.expected


def test_organisations_without_a_sector_are_left_out() -> None:
    weights = np.ones((3, 3)) - np.eye(3)

    found = mix(weights, ["a", None, "b"])

    assert [*map(list, found.weights)] == [[0, 1], [1, 0]]
    assert found.index == 1


@pytest.mark.parametrize("n", [0, 2])
def test_where_nobody_of_a_sector_met_there_is_no_index(n: int) -> None:
    found = mix(np.zeros((n, n)), ["a", "b"][:n])

    assert (found.index, found.expected, found.low, found.high) == (None,) * 4
    assert len(found.weights) == n


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (-0.5, "So people meet their own sector more than chance would have it."),
        (0.1, "So that is what chance would have it too."),
        (0.5, "So people meet other sectors more than chance would have it."),
        (None, ""),
    ],
)
def test_the_index_is_told_beside_chance(index: float | None, said: str) -> None:
    found = Mixing((), (), index, expected=0.1, low=-0.2, high=0.4)

    assert found.beside_chance == said
