"""Counting who took part, and what may be told of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.participation import rules
from rok_events.participation.rules import Count, Presences


def presences(*rows: tuple[int, int, int, int]) -> Presences:
    """Return rows of person, organisation, session and span."""
    person, organisation, session, span = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Presences(person, organisation, session, span)


@pytest.mark.parametrize(("number", "told"), [(0, 0), (1, None), (2, None), (3, 3)])
def test_fewer_than_three_people_are_not_told(number: int, told: int | None) -> None:
    assert rules.told(number) == told


def test_a_number_is_told_by_the_people_it_is_about() -> None:
    assert rules.told(12, people=2) is None
    assert rules.told(2, people=3) == 2


@pytest.mark.parametrize(
    ("parts", "told"),
    [((5, 3), (5, 3)), ((5, 0), (5, 0)), ((5, 2), (None, None)), ((1, 9), (None, None))],
)
def test_no_part_gives_another_away(parts: tuple[int, ...], told: tuple[int | None, ...]) -> None:
    assert rules.parts_told(*parts) == told


def test_counts_know_people_times_and_sessions_apart() -> None:
    twice = presences((1, 0, 1, 0), (1, 0, 2, 0), (2, 0, 1, 0))

    assert rules.count(twice) == Count(people=2, times=3, sessions=2)


def test_counts_of_groups_leave_out_who_is_in_none() -> None:
    three = presences((1, 0, 1, 0), (2, 1, 1, 0), (3, -1, 1, 0))

    assert rules.counts(three, three.organisation, 3) == [(1, 1, 1), (1, 1, 1), (0, 0, 0)]


def test_somebody_is_new_once_and_not_after_an_earlier_time() -> None:
    seen = presences((1, 0, 1, 1), (1, 0, 2, 2), (2, 0, 3, 2), (3, 0, 0, -1), (3, 0, 3, 2))

    assert rules.newcomers(seen, 3) == [0, 1, 1]


def test_small_groups_become_one() -> None:
    rows = [(n, 0, 1, 0) for n in range(3)] + [(9, 1, 1, 0), (8, 2, 1, 0), (7, -1, 1, 0)]
    seen = presences(*rows)

    assert rules.merged(seen, seen.organisation, 3).tolist() == [0, 0, 0, 3, 3, -1]


def test_nobody_is_nobody() -> None:
    nobody = presences()

    assert rules.count(nobody) == (0, 0, 0)
    assert rules.newcomers(nobody, 2) == [0, 0]
    assert rules.merged(nobody, nobody.organisation, 0).tolist() == []


def test_which_part_did_not_come() -> None:
    assert rules.absent(3, 4) == 0.25
    assert rules.absent(0, 0) is None


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 3), max_size=30, unique_by=lambda row: row[::2]))
def test_the_new_of_all_periods_are_everybody(rows: list[tuple[int, int, int]]) -> None:
    seen = presences(*((person, 0, session, span) for person, span, session in rows))

    assert sum(rules.newcomers(seen, 6)) == len({person for person, *_ in rows})
    assert sum(one.times for one in rules.counts(seen, seen.span, 6)) == len(rows)
