"""From who was in which room to how strongly organisations are tied."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from rok_events.network import projection
from rok_events.network.presences import NOBODY
from rok_events.network.projection import project
from tests.network.rooms import attendance, presences

if TYPE_CHECKING:
    from tests.network.rooms import Row

A, B, C = 0, 1, 2


def plenary_and_table() -> list[Row]:
    """One of A and one of B among sixty people, and again at a table of eight."""
    others = [(number, C, 0) for number in range(2, 60)]
    table = [(number, C, 1) for number in range(2, 8)]
    return [(0, A, 0), (1, B, 0), *others, (0, A, 1), (1, B, 1), *table]


def test_a_table_of_eight_says_more_than_a_plenary_of_sixty() -> None:
    found = project(presences(plenary_and_table()))

    assert found.newman[A, B] == pytest.approx(1 / 59 + 1 / 7, rel=1e-12)
    assert found.encounters[A, B] == pytest.approx(7 / 59 + 1, rel=1e-12)
    assert found.sessions[A, B] == 2
    assert found.pairs[A, B] == 1


def test_pairs_of_people_count_once_however_often_they_meet() -> None:
    twice = [(person, org, group) for group in (0, 1) for person, org in ((0, A), (1, A), (2, B))]

    found = project(presences([*twice, (3, B, 1)]))

    assert found.pairs[A, B] == 4
    assert found.sessions[A, B] == 2
    assert found.people.tolist() == [2, 2]
    assert found.present.tolist() == [2, 2]


def test_a_person_who_moves_to_another_organisation_is_a_new_pair() -> None:
    found = project(presences([(0, A, 0), (1, C, 0), (0, B, 1), (1, C, 1)]))

    assert found.pairs[A, C] == 1
    assert found.pairs[B, C] == 1
    assert found.pairs[A, B] == 0


def test_people_without_organisation_fill_the_room_and_make_no_tie() -> None:
    found = project(presences([(0, A, 0), (1, B, 0), (2, NOBODY, 0)]))

    assert found.organisations.tolist() == [A, B]
    assert found.newman[A, B] == pytest.approx(1 / 2)
    assert found.participants == 3


def test_only_those_at_the_same_table_meet() -> None:
    tables = [(0, A, 0), (1, B, 0), (2, A, 1), (3, C, 1)]

    found = project(presences(tables, session_of=[7, 7]))

    assert found.sessions.tolist() == [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
    assert found.present.tolist() == [1, 1, 1]
    assert found.meetings == 1


def test_two_tables_of_one_session_are_one_session_together() -> None:
    rounds = [(0, A, 0), (1, B, 0), (0, A, 1), (1, B, 1)]

    found = project(presences(rounds, session_of=[0, 0]))

    assert found.sessions[A, B] == 1
    assert found.newman[A, B] == 2


def test_first_and_last_meeting() -> None:
    groups = [(p, o, group) for group in range(3) for p, o in ((0, A), (1, B))]

    found = project(presences([*groups, (2, C, 1)], day_of=[30, 10, 20]))

    assert found.first_met[A, B] == found.first_met[B, A] == 10
    assert found.last_met[A, B] == 30
    assert found.first_met[A, C] == found.last_met[A, C] == 10


def test_organisations_that_were_never_present_count() -> None:
    found = project(presences([(0, B, 0)]), np.array([C, B, A]))

    assert found.organisations.tolist() == [A, B, C]
    assert found.present.tolist() == [0, 1, 0]
    assert not found.sessions.any()


def test_nobody_came() -> None:
    found = project(presences([]))

    assert found.newman.shape == (0, 0)
    assert found.meetings == 0


@given(attendance(with_nobody=False))
def test_every_attendance_hands_out_exactly_one_unit(rows: list[Row]) -> None:
    """Newman's invariant: per organisation, all its weight is its attendances in company."""
    size = Counter(group for _, _, group in rows)
    in_company = Counter(org for _, org, group in rows if size[group] > 1)

    found = project(presences(rows))

    handed_out = found.newman.sum(axis=1) + 2 * found.within
    expected = [in_company[org] for org in found.organisations.tolist()]
    np.testing.assert_allclose(handed_out, expected, rtol=1e-12, atol=1e-12)


@given(attendance())
def test_the_weights_alone_are_those_of_the_whole(rows: list[Row]) -> None:
    whole = project(presences(rows))

    ids, weights = projection.newman_weights(presences(rows))

    assert ids.tolist() == whole.organisations.tolist()
    assert weights.tolist() == whole.newman.tolist()


@given(attendance())
def test_people_without_organisation_are_like_an_organisation_nobody_draws(rows: list[Row]) -> None:
    named = [(person, 99 if org == NOBODY else org, group) for person, org, group in rows]

    without, drawn = project(presences(rows)), project(presences(named))

    seen = drawn.organisations != 99
    np.testing.assert_allclose(without.newman, drawn.newman[np.ix_(seen, seen)], rtol=1e-12)
    assert (without.pairs == drawn.pairs[np.ix_(seen, seen)]).all()


@given(attendance())
def test_all_strengths_are_what_counting_by_hand_gives(rows: list[Row]) -> None:
    sessions: Counter[tuple[int, int]] = Counter()
    pairs: set[tuple[int, int, int, int]] = set()
    newman: defaultdict[tuple[int, int], float] = defaultdict(float)
    encounters: defaultdict[tuple[int, int], float] = defaultdict(float)
    for group in {group for _, _, group in rows}:
        there = sorted((org, person) for person, org, g in rows if g == group)
        met = [
            (one, other)
            for one, other in combinations(there, 2)
            if NOBODY not in {one[0], other[0]} and one[0] != other[0]
        ]
        sessions.update({(one[0], other[0]) for one, other in met})
        pairs |= {(*one, *other) for one, other in met}
        for one, other in met:
            newman[one[0], other[0]] += 1 / (len(there) - 1)
            encounters[one[0], other[0]] += min(1, 7 / (len(there) - 1))

    found = project(presences(rows))

    shared = Counter((a, b) for a, _, b, _ in pairs)
    for row, column in combinations(range(len(found.organisations)), 2):
        tie = (int(found.organisations[row]), int(found.organisations[column]))
        assert found.sessions[row, column] == sessions[tie]
        assert found.pairs[row, column] == shared[tie]
        assert found.newman[row, column] == pytest.approx(newman[tie])
        assert found.encounters[row, column] == pytest.approx(encounters[tie])


@given(attendance(with_nobody=False))
def test_newman_of_single_persons_is_networkx_own(rows: list[Row]) -> None:
    each_alone = [(person, person, group) for person, _, group in rows]
    graph = nx.Graph((f"p{person}", f"g{group}") for person, _, group in rows)
    people = [node for node in graph if node.startswith("p")]
    # networkx divides by zero for a group of one, which ties nobody.
    graph.remove_nodes_from([n for n in [*graph] if n.startswith("g") and graph.degree(n) < 2])
    oracle: nx.Graph[str] = nx.bipartite.collaboration_weighted_projected_graph(graph, people)

    found = project(presences(each_alone))

    ids = found.organisations.tolist()
    for a, b, tie in oracle.edges(data=True):
        row, column = ids.index(int(a[1:])), ids.index(int(b[1:]))
        assert found.newman[row, column] == pytest.approx(tie["weight"])
    assert np.count_nonzero(found.newman) == 2 * oracle.number_of_edges()


def test_large_data_go_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(person, person % 7, (person * step) % 11) for person in range(60) for step in (1, 3)]
    whole = project(presences(rows))
    monkeypatch.setattr(projection, "_CELLS", 600)

    found = project(presences(rows))

    assert (found.pairs == whole.pairs).all()
    assert (found.sessions == whole.sessions).all()


@pytest.mark.parametrize(
    ("papers", "weight"),
    [
        pytest.param([2], 1, id="one paper of two"),
        pytest.param([3], 0.5, id="a third author"),
        pytest.param([2, 2], 2, id="two papers of two"),
    ],
)
def test_the_worked_example_of_tnet(papers: list[int], weight: float) -> None:
    """Opsahl, tnet: "Projecting two-mode networks", Newman's method."""
    rows = [(author, author, paper) for paper, size in enumerate(papers) for author in range(size)]

    assert project(presences(rows)).newman[0, 1] == weight
