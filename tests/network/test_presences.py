"""Who was in one room with whom."""

from __future__ import annotations

import numpy as np

from rok_events.network.presences import (
    NOBODY,
    OTHERS,
    Presences,
    Seats,
    contacts,
    merge_small,
)
from tests.network.rooms import presences


def seats(*rows: tuple[int, int, int]) -> Seats:
    """Return rows of person, session and table; everybody of one organisation, on day 1."""
    person, session, table = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Seats(person, np.zeros_like(person), session, table, np.ones_like(person))


def groups(found: Presences) -> list[list[int]]:
    """Return the people of each group."""
    return sorted(
        sorted(found.person[found.group == group].tolist()) for group in np.unique(found.group)
    )


def test_without_tables_a_session_is_one_group() -> None:
    assert groups(contacts(seats((1, 8, 0), (2, 8, 0), (3, 9, 0)))) == [[1, 2], [3]]


def test_where_everybody_has_a_table_the_tables_are_the_groups() -> None:
    rounds = seats((1, 8, 5), (2, 8, 5), (3, 8, 6), (1, 8, 7), (3, 8, 7))

    assert groups(contacts(rounds)) == [[1, 2], [1, 3], [3]]


def test_who_has_no_table_was_in_the_plenary_with_everybody() -> None:
    rows = seats((1, 8, 5), (2, 8, 5), (3, 8, 6), (1, 8, 7), (4, 8, 0))

    assert groups(contacts(rows)) == [[1], [1, 2], [1, 2, 3, 4], [3]]


def test_only_tables_and_small_groups() -> None:
    large = [(person, 8, 0) for person in range(13)]
    small = [(person, 9, 0) for person in range(12)]
    table = [(person, 7, 5) for person in range(14)]

    found = groups(contacts(seats(*large, *small, *table), largest=12))

    assert [len(group) for group in found] == [12, 14]


def test_small_organisations_are_put_together() -> None:
    rows = [(person, 4, 0) for person in range(3)] + [
        (10, 5, 0),
        (10, 5, 1),
        (11, 6, 0),
        (12, 7, 1),
    ]

    found, small = merge_small(presences(rows), 3)

    assert small.tolist() == [5, 6, 7]
    assert found.organisation.tolist() == [4, 4, 4, OTHERS, OTHERS, OTHERS, OTHERS]


def test_too_few_people_even_together_count_as_people_without_organisation() -> None:
    rows = [(person, 4, 0) for person in range(3)] + [(10, 5, 0), (11, 6, 0), (12, NOBODY, 0)]

    found, small = merge_small(presences(rows), 3)

    assert small.tolist() == [5, 6]
    assert found.organisation.tolist() == [4, 4, 4, NOBODY, NOBODY, NOBODY]
