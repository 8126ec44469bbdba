"""Ties that hang on one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rok_events.network.fragility import fragile
from rok_events.network.presences import NOBODY
from rok_events.network.projection import project
from tests.network.rooms import attendance, presences

if TYPE_CHECKING:
    from tests.network.rooms import Row

A, B = 0, 1


def hangs(rows: list[Row]) -> bool:
    return bool(fragile(presences(rows), np.arange(3))[A, B])


def test_a_tie_of_which_one_person_was_always_there() -> None:
    assert hangs([(0, A, 0), (1, B, 0), (2, B, 0), (0, A, 1), (2, B, 1)])


def test_a_tie_that_others_kept_too() -> None:
    assert not hangs([(0, A, 0), (1, B, 0), (2, A, 1), (3, B, 1)])
    assert not hangs([(0, A, 0), (2, A, 0), (1, B, 0), (3, B, 0)])


def test_somebody_who_moved_may_be_all_there_is_on_both_sides() -> None:
    assert hangs([(0, A, 0), (1, B, 0), (2, B, 0), (0, B, 1), (3, A, 1), (4, A, 1)])


def test_a_second_colleague_at_one_meeting_is_enough() -> None:
    assert not hangs(
        [(0, A, 0), (5, B, 0), (6, B, 0), *((p, A, 1) for p in (0, 7)), (5, B, 1), (6, B, 1)]
    )


def test_who_never_met_has_no_tie_that_could_go() -> None:
    assert not fragile(presences([(0, A, 0), (1, B, 1), (2, NOBODY, 0)]), np.arange(3)).any()
    assert fragile(presences([]), np.arange(0)).shape == (0, 0)


@given(attendance(), st.data())
def test_it_is_what_taking_each_person_out_shows(rows: list[Row], data: st.DataObject) -> None:
    # Who moved counts for the new employer in the later groups.
    moved = data.draw(st.integers(0, 11))
    rows = [(p, (o + 1) % 6 if p == moved and o != NOBODY and g > 4 else o, g) for p, o, g in rows]
    ids = np.arange(6)
    whole = project(presences(rows), ids).newman > 0
    expected = np.zeros_like(whole)
    for person in {person for person, _, _ in rows}:
        rest = project(presences([row for row in rows if row[0] != person]), ids)
        # Without anybody left a pair of groups may fall apart: only whether they met counts.
        expected |= whole & (rest.sessions == 0)

    assert fragile(presences(rows), ids).tolist() == expected.tolist()
