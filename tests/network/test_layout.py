"""Where organisations stand: well, always the same, and where they stood before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from rok_events.network import layout
from tests.network.rooms import random_weights

if TYPE_CHECKING:
    from rok_events.network.presences import Floats


def two_parts() -> Floats:
    """Five that are all tied, three in a line, and one alone."""
    weights = np.zeros((9, 9))
    weights[:5, :5] = 1 - np.eye(5)
    weights[5, 6] = weights[6, 5] = weights[6, 7] = weights[7, 6] = 2
    return weights


def growing(seed: int) -> list[Floats]:
    """Return the ties of all time after a year, and after each of eight quarters that follow.

    Of 100 organisations groups form round what somebody works on: near ones in three dimensions,
    not the same each time.
    """
    random = np.random.default_rng(seed)
    where = random.random((100, 3))
    quarters = [np.zeros((100, 100)) for _ in range(12)]
    for ties in quarters:
        for _ in range(40):
            far = ((where - where[random.integers(100)]) ** 2).sum(axis=1)
            size = int(random.integers(6, 13))
            group = np.argsort(far + random.exponential(0.05, 100))[:size]
            ties[np.ix_(group, group)] += 1 / (size - 1)
        np.fill_diagonal(ties, 0)
    return [np.sum(quarters[:end], axis=0) for end in range(4, 13)]


def best_scaled(places: Floats, ideal: Floats) -> Floats:
    """Return a layout of others in the size that gives it the least stress."""
    pairs = np.isfinite(ideal) & (ideal > 0)
    ratio = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))[pairs] / ideal[pairs]
    return places * float(ratio.sum() / (ratio**2).sum())


@pytest.mark.parametrize("seed", range(3))
def test_less_stress_than_springs(seed: int) -> None:
    weights = random_weights(60, 0.15, seed)
    ideal = layout.ideal_distances(weights)
    springs = nx.spring_layout(nx.from_numpy_array(weights), seed=seed)
    theirs = best_scaled(np.array([springs[node] for node in range(60)]), ideal)

    ratio = layout.stress(layout.place(weights), ideal) / layout.stress(theirs, ideal)

    assert ratio < 0.97


def test_the_same_data_give_the_same_places() -> None:
    weights = random_weights(30, 0.3, 4)

    assert (layout.place(weights) == layout.place(weights)).all()


def test_strong_ties_are_short() -> None:
    weights = np.array([[0.0, 9, 1], [9, 0, 1], [1, 1, 0]])

    one, other, third = layout.place(weights)

    assert np.hypot(*(one - other)) < np.hypot(*(one - third)) / 1.5


def test_who_has_no_tie_has_no_place() -> None:
    places = layout.place(two_parts())

    assert np.isnan(places[8]).all()
    assert np.isfinite(places[:8]).all()


def test_parts_without_a_tie_stand_apart() -> None:
    places = layout.place(two_parts())

    gaps = np.hypot(*(places[:5, None] - places[None, 5:8]).transpose(2, 0, 1))

    assert gaps.min() > 0.3


def test_equals_do_not_stand_in_one_place() -> None:
    places = layout.place(np.ones((6, 6)) - np.eye(6))

    gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + np.eye(6)

    assert gaps.min() > 0.3


def test_new_data_move_nobody_far() -> None:
    before = random_weights(50, 0.2, 6)
    after = np.where(random_weights(50, 0.2, 7) > 0.75, 0, before)
    after[:5, 10:12] = after[10:12, :5].T[:5] = 0.4
    after = np.maximum(after, after.T)
    stood = layout.place(before)

    stands = layout.place(after, stood)

    moved = np.hypot(*(stands - stood).T) / np.ptp(stood[:, 0])
    assert np.nanmean(moved) < 0.03
    fresh = layout.stress(layout.place(after), layout.ideal_distances(after))
    assert layout.stress(stands, layout.ideal_distances(after)) / fresh < 1.1


@pytest.mark.parametrize("seed", range(3))
def test_positions_stay_over_eight_quarters_and_are_as_good_as_new(seed: int) -> None:
    first, *later = growing(seed)
    stood = layout.place(first)
    moved, ratio = [], []

    for weights in later:
        stands = layout.place(weights, stood)
        steps = np.hypot(*(stands - stood).T) / np.ptp(stood[:, 0])
        moved.append(np.nanmean(steps))
        ideal = layout.ideal_distances(weights)
        ratio.append(layout.stress(stands, ideal) / layout.stress(layout.place(weights), ideal))
        stood = stands

    assert np.mean(moved) < 0.03
    assert np.mean(ratio) <= 1.05


def test_a_newcomer_stands_among_its_partners() -> None:
    weights = random_weights(20, 0.4, 8)
    stood = layout.place(weights)
    partners = np.argsort(np.hypot(*(stood - stood[0]).T))[:3]
    grown = np.zeros((21, 21))
    grown[:20, :20] = weights
    grown[20, partners] = grown[partners, 20] = weights.max()

    stands = layout.place(grown, np.vstack((stood, (np.nan, np.nan))))

    middle = stands[partners].mean(axis=0)
    assert np.hypot(*(stands[20] - middle)) < np.ptp(stands[:, 0]) / 4


def test_newcomers_who_only_know_newcomers_find_a_place() -> None:
    weights = np.zeros((5, 5))
    for one, other in ((0, 1), (1, 2), (2, 3), (3, 4)):
        weights[one, other] = weights[other, one] = 1
    stood = np.array([(0.0, 0), (1, 0), (np.nan, np.nan), (np.nan, np.nan), (np.nan, np.nan)])

    assert np.isfinite(layout.place(weights, stood)).all()


def test_a_new_part_leaves_the_old_one_where_it_is() -> None:
    weights = two_parts()
    stood = layout.place(weights)
    stood[5:8] = np.nan

    stands = layout.place(weights, stood)

    assert np.abs(stands[:5] - stood[:5]).max() < 0.02
    gaps = np.hypot(*(stands[:5, None] - stands[None, 5:8]).transpose(2, 0, 1))
    assert gaps.min() > 0.3


def test_nobody_to_place() -> None:
    assert layout.place(np.zeros((0, 0))).shape == (0, 2)
    assert np.isnan(layout.place(np.zeros((3, 3)))).all()
