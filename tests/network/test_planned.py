"""What became of table plans, against a count by hand and one that asks of every two everything."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rok_events.network.planned import Outcome, Plans
from rok_events.network.presences import NOBODY, Seats

LARGEST = 12
Row = tuple[int, int, int, int]
"""A person, their organisation, a session, and a table; 0 where none is known."""


def seats(rows: list[Row], days: list[int]) -> Seats:
    person, organisation, session, table = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Seats(person, organisation, session, table, np.array(days, dtype=np.int64)[session])


def outcome(
    planned: list[Row], sat: list[Row], days: list[int], shown: tuple[int, ...] = (1, 2, 3)
) -> Outcome | None:
    ids = np.array(shown, dtype=np.int64)
    return Plans(seats(planned, days), seats(sat, days)).outcome(ids, 0, 1000)


PLANNED = [(1, 1, 0, 5), (2, 2, 0, 5), (3, 3, 0, 5), (1, 1, 0, 8), (2, 2, 0, 8)]


def test_pairs_of_a_plan_count_once_for_a_session_and_met_at_any_of_its_tables() -> None:
    sat = [(1, 1, 0, 9), (2, 2, 0, 9), (3, 3, 0, 5)]

    assert outcome(PLANNED, sat, [100]) == Outcome(3, 1, 3, 1)


def test_who_were_at_one_table_before_are_not_new_and_who_are_later_on_the_day_are() -> None:
    sat = [(1, 1, 0, 5), (2, 2, 0, 5), (3, 3, 0, 5), (1, 1, 1, 6), (2, 2, 1, 6)]

    assert outcome(PLANNED, sat, [100, 99]) == Outcome(3, 3, 2, 2)
    assert outcome(PLANNED, sat, [100, 100]) == Outcome(3, 3, 3, 3)


def test_a_small_session_without_tables_is_a_meeting_too_and_a_large_one_is_not() -> None:
    sat = [(1, 1, 0, 5), (2, 2, 0, 5)]
    few = [(1, 1, 1, 0), (2, 2, 1, 0)]
    many = few + [(person, NOBODY, 1, 0) for person in range(10, 21)]

    assert outcome(PLANNED, sat + few, [100, 50]) == Outcome(3, 1, 2, 0)
    assert outcome(PLANNED, sat + many, [100, 50]) == Outcome(3, 1, 3, 1)


def test_who_is_not_shown_and_who_comes_for_nobody_makes_no_pair() -> None:
    planned = [*PLANNED, (4, NOBODY, 0, 5), (5, 7, 0, 5)]
    sat = [(1, 1, 0, 5), (4, NOBODY, 0, 5), (5, 7, 0, 5)]

    assert outcome(planned, sat, [100]) == Outcome(3, 0, 3, 0)


def test_a_plan_without_an_outcome_and_an_outcome_without_a_plan_tell_nothing() -> None:
    sat = [(1, 1, 0, 5), (2, 2, 0, 5)]

    assert outcome(PLANNED, [(1, 1, 0, 0), (2, 2, 0, 0)], [100]) is None
    assert outcome([], sat, [100]) is None
    assert (
        Plans(seats(PLANNED, [100]), seats(sat, [100])).outcome(np.array([1, 2]), 101, 200) is None
    )


people = st.integers(1, 30)
rows = st.lists(
    st.tuples(people, st.integers(0, 5), st.integers(0, 3)), max_size=60, unique=True
).map(
    # A table stands in one session; who has none is there all the same.
    lambda drawn: [
        (person, person % 6 or NOBODY, session, table and 10 * session + table)
        for person, table, session in drawn
    ]
)


@given(rows, rows, st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_it_is_what_asking_of_every_two_would_tell(
    planned: list[Row], sat: list[Row], days: list[int]
) -> None:
    planned = [row for row in planned if row[3]]
    seated = {(person, session) for person, _, session, table in sat if table}
    sat = [row for row in sat if row[3] or (row[0], row[2]) not in seated]
    shown = (1, 2, 3, 4)

    ids = np.array(shown, dtype=np.int64)
    found = Plans(seats(planned, days), seats(sat, days)).outcome(ids, 2, 5)

    assert found == _counted_by_asking(planned, sat, days, shown)


def _counted_by_asking(
    planned: list[Row], sat: list[Row], days: list[int], shown: tuple[int, ...]
) -> Outcome | None:
    sessions = [
        session
        for session in range(len(days))
        if 2 <= days[session] < 5
        and any(row[2] == session for row in planned)
        and any(row[2] == session and row[3] for row in sat)
    ]
    told: Counter[str] = Counter()
    for session in sessions:
        for one, other in combinations(shown, 2):
            if not _share(planned, session, one, other):
                continue
            is_met = _share(sat, session, one, other)
            is_new = not any(
                _were_close(sat, earlier, one, other)
                for earlier in range(len(days))
                if days[earlier] < days[session]
            )
            told["planned"] += 1
            told["met"] += is_met
            told["new"] += is_new
            told["new met"] += is_new and is_met
    if not sessions:
        return None
    return Outcome(told["planned"], told["met"], told["new"], told["new met"])


def _share(seats: list[Row], session: int, one: int, other: int) -> bool:
    tables = [
        {row[3] for row in seats if row[1] == who and row[2] == session and row[3]}
        for who in (one, other)
    ]
    return bool(tables[0] & tables[1])


def _were_close(sat: list[Row], session: int, one: int, other: int) -> bool:
    """Tell whether two were at one table, or in a plenary of few people."""
    here = [row for row in sat if row[2] == session]
    has_plenary = any(not row[3] for row in here)
    is_small = len({row[0] for row in here}) <= LARGEST
    both_there = {one, other} <= {row[1] for row in here}
    return _share(sat, session, one, other) or (has_plenary and is_small and both_there)
