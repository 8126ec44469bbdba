"""The figures of the Southern Women: eighteen women at fourteen events in Natchez, 1930s.

Davis, Gardner & Gardner 1941, "Deep South", p. 148; data and figures as in Freeman 2003, "Finding
social groups: a meta-analysis of the Southern Women data", and Borgatti & Halgin 2011, "Analyzing
affiliation networks". The centralities of the file were computed with networkx.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rok_events.network import measures
from rok_events.network.projection import Projection, project
from tests.network.rooms import presences

if TYPE_CHECKING:
    from rok_events.network.presences import Presences

WOMEN = json.loads(Path(__file__).with_name("southern_women.json").read_text())
B = np.array(WOMEN["B"])
NAMES = [*WOMEN["women"], *WOMEN["events"]]


def as_presences(organisation: list[int]) -> Presences:
    """Return the attendances, with an organisation for each woman."""
    return presences(
        [(int(woman), organisation[woman], int(event)) for woman, event in np.argwhere(B)]
    )


@pytest.fixture(scope="module")
def women() -> Projection:
    """Each woman as an organisation of her own."""
    return project(as_presences([*range(18)]))


@pytest.fixture(scope="module")
def events() -> Projection:
    """Each event as an organisation, and each woman as a meeting of events."""
    return project(
        presences([(int(event), int(event), int(woman)) for woman, event in np.argwhere(B)])
    )


@pytest.fixture(scope="module")
def halves() -> Projection:
    """The women as two organisations: the first nine and the last nine, as Freeman split them."""
    return project(as_presences([0] * 9 + [1] * 9))


def histogram(shared: Any) -> dict[str, int]:
    values = shared[np.triu_indices(len(shared), 1)]
    return {str(value): int((values == value).sum()) for value in np.unique(values)}


def test_how_often_women_met(women: Projection) -> None:
    expected = np.array(WOMEN["women_projection"])
    np.fill_diagonal(expected, 0)
    stats = WOMEN["women_proj_stats"]

    assert (women.sessions == expected).all()
    assert women.present.tolist() == WOMEN["row_deg"]
    assert measures.ties(women.newman) == stats["edges"] == 139
    assert measures.density(women.newman) == pytest.approx(stats["density"], rel=1e-15)
    assert int(np.triu(women.sessions).sum()) == stats["sum"] == 322
    assert int(women.sessions.max()) == stats["max"] == 7
    assert histogram(women.sessions) == stats["hist"]


def test_how_many_women_events_shared(events: Projection) -> None:
    expected = np.array(WOMEN["event_projection"])
    np.fill_diagonal(expected, 0)
    stats = WOMEN["event_proj_stats"]

    assert (events.sessions == expected).all()
    assert events.present.tolist() == WOMEN["col_deg"]
    assert measures.ties(events.newman) == stats["edges"] == 66
    assert int(np.triu(events.sessions).sum()) == stats["sum"] == 214
    assert histogram(events.sessions) == stats["hist"]


def test_newman_of_women(women: Projection) -> None:
    expected = np.array(WOMEN["newman_women"])
    np.fill_diagonal(expected, 0)

    assert (women.newman.round(10) == expected).all()  # the file has ten decimals
    np.testing.assert_allclose(
        measures.strength(women.newman), WOMEN["newman_strength"], rtol=1e-14
    )


def test_two_organisations(halves: Projection) -> None:
    expected = WOMEN["two_level_test"]

    assert halves.sessions[0, 1] == expected["S1_events_both"] == 4
    assert halves.pairs[0, 1] == expected["S2_distinct_person_pairs"] == 68
    assert halves.newman[0, 1] == pytest.approx(expected["S3_newman_person"], rel=1e-14)
    assert halves.within.tolist() == pytest.approx(
        [expected["W_AA_unordered"], expected["W_BB_unordered"]], rel=1e-14
    )
    handed_out = halves.newman.sum(axis=1) + 2 * halves.within
    assert handed_out.tolist() == pytest.approx([49, 40], rel=1e-14)


def test_tables_show_the_separation_that_ties_hide(halves: Projection, women: Projection) -> None:
    """The E-I index, (outward - inward) / all, on ties, on counts and on Newman's weights."""
    expected = WOMEN["two_level_test"]

    def index(outward: float, inward: float) -> float:
        return (outward - inward) / (outward + inward)

    def split(weights: Any) -> float:
        return index(2 * weights[:9, 9:].sum(), weights[:9, :9].sum() + weights[9:, 9:].sum())

    assert split(women.sessions > 0) == pytest.approx(expected["EI_binary_ties"])
    assert split(women.sessions) == pytest.approx(expected["EI_counts"])
    assert index(halves.newman[0, 1], halves.within.sum()) == pytest.approx(expected["EI_newman"])


def shared(mode: Projection) -> Any:
    """Return how often each two met, and on the diagonal how often each came."""
    return mode.sessions + np.diag(mode.present)


def test_singular_values_follow_from_how_often_women_met(
    women: Projection, events: Projection
) -> None:
    """The eigenvalues of the counts are the squares of the singular values of the table."""
    for mode in (women, events):
        largest = np.linalg.eigvalsh(shared(mode))[::-1][:14]

        assert np.sqrt(np.maximum(largest, 0)).tolist() == pytest.approx(WOMEN["svd"], abs=1e-6)
    assert [round(value, 4) for value in WOMEN["svd"][:3]] == [6.7419, 4.3801, 2.4473]


def test_eigenvector_centrality_follows_from_how_often_women_met(
    women: Projection, events: Projection
) -> None:
    """Borgatti & Halgin 2011: each mode has unit length, and is the first vector of its counts."""
    firsts = [np.abs(np.linalg.eigh(shared(mode))[1][:, -1]) for mode in (women, events)]
    found = dict(zip(NAMES, np.concatenate(firsts).tolist(), strict=True))

    assert found == pytest.approx(WOMEN["eigenvector_2mode_svd"], rel=1e-12)
    of_some = {"Evelyn": 0.33, "Laura": 0.31, "Theresa": 0.37, "Nora": 0.26, "Flora": 0.07}
    rounded = {name.split()[0]: round(value, 2) for name, value in found.items()}
    assert {name: rounded[name] for name in of_some} == of_some
    assert [rounded[event] for event in ("E8", "E9", "E7")] == [0.51, 0.38, 0.38]
    # As one network each mode has half of that length.
    unit = {name: value / np.sqrt(2) for name, value in found.items()}
    assert unit == pytest.approx(WOMEN["eigenvector_bipartite_unit"], rel=1e-9)


def test_clustering_follows_from_how_often_women_met(women: Projection, events: Projection) -> None:
    """Robins & Alexander 2004: the part of the paths of three steps that closes to four."""
    squares = np.triu(women.sessions * (women.sessions - 1) // 2).sum()
    paths = ((women.present - 1)[:, None] * (events.present - 1) * B).sum()

    assert 4 * squares / paths == pytest.approx(WOMEN["robins_alexander"], rel=1e-15)
    assert round(4 * squares / paths, 5) == 0.46776


def test_how_alike_women_were(women: Projection) -> None:
    """Jaccard's index, and its mean over those whom somebody met (Latapy et al. 2008)."""
    either = women.present[:, None] + women.present - women.sessions
    alike = women.sessions / either
    means = alike.sum(axis=1) / measures.degree(women.newman)

    assert (alike.round(10) == WOMEN["jaccard_women"]).all()  # the file has ten decimals
    assert means.tolist() == pytest.approx([*WOMEN["latapy_clustering_dot"].values()], rel=1e-14)


def both_modes() -> Any:
    return np.block([[np.zeros((18, 18)), B], [B.T, np.zeros((14, 14))]])


def test_degree_of_both_modes() -> None:
    found = measures.degree(both_modes()) / np.repeat([14, 18], [18, 14])

    assert found.tolist() == pytest.approx([WOMEN["degree_2mode"][name] for name in NAMES])


def test_closeness_of_both_modes() -> None:
    """Borgatti & Halgin 2011, table 28.3: the least possible distance over the real one."""
    distances = measures.distances(measures.lengths(both_modes())).sum(axis=1)
    least = np.repeat([14 + 2 * 17, 18 + 2 * 13], [18, 14])

    found = least / distances

    assert found.tolist() == pytest.approx([WOMEN["closeness_2mode"][name] for name in NAMES])


def most_between(own: int, other: int) -> float:
    """Return the most a node of the mode of `own` can lie between (Borgatti & Everett 1997)."""
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def test_betweenness_of_both_modes() -> None:
    all_pairs = 31 * 30 / 2
    most = np.repeat([most_between(18, 14), most_between(14, 18)], [18, 14])

    found = measures.betweenness(both_modes().astype(float)) * all_pairs / most

    assert found.tolist() == pytest.approx([WOMEN["betweenness_2mode"][name] for name in NAMES])
