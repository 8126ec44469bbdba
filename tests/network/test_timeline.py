"""The network over time."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rok_events.core.periods import months_later
from rok_events.network import timeline
from rok_events.network.presences import NOBODY, OTHERS
from rok_events.network.timeline import Counts, Phase
from tests.network.rooms import attendance, presences

if TYPE_CHECKING:
    from rok_events.network.presences import Presences
    from tests.network.rooms import Row

A, B, C = 1, 2, 3


def meetings(*held: tuple[date, set[int]]) -> Presences:
    """Return meetings with one person of each organisation."""
    rows: list[Row] = [(one, one, n) for n, (_, there) in enumerate(held) for one in there]
    return presences(
        rows, session_of=[*range(len(held))], day_of=[day.toordinal() for day, _ in held]
    )


def test_a_tie_is_new_then_lasts_and_falls_asleep_after_twelve_months() -> None:
    found = timeline.build(
        meetings((date(2023, 2, 1), {A, B}), (date(2023, 7, 1), {A, B}), (date(2024, 12, 31), {A}))
    )

    assert found.quarters[0] == date(2023, 1, 1)
    assert found.quarters[-1] == date(2024, 10, 1)
    assert [found.at(quarter)[A, B] for quarter in range(8)] == [
        Phase.NEW,
        *[Phase.LASTING] * 5,  # up to and with the second quarter of 2024
        *[Phase.DORMANT] * 2,
    ]
    assert found.counts[0] == Counts(new=1, lasting=0, dormant=0)
    assert found.counts[7] == Counts(new=0, lasting=0, dormant=1)
    assert found.present == (2, 0, 2, 0, 0, 0, 0, 1)


def test_who_has_not_met_yet_has_no_tie_yet() -> None:
    found = timeline.build(meetings((date(2024, 1, 1), {A, B}), (date(2024, 4, 1), {B, C})))

    assert found.at(0) == {(A, B): Phase.NEW}
    assert found.at(1) == {(A, B): Phase.LASTING, (B, C): Phase.NEW}


def test_a_later_beginning_shows_what_was_there_already_as_old() -> None:
    whole = timeline.build(
        meetings((date(2021, 1, 1), {A, B}), (date(2024, 2, 1), {B, C}), (date(2024, 9, 1), {A}))
    )

    found = whole.since(date(2024, 2, 15))

    assert found.quarters == (date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1))
    assert found.at(0) == {(A, B): Phase.DORMANT, (B, C): Phase.NEW}
    assert found.present == (2, 0, 1)


def test_people_without_organisation_and_small_ones_together_make_no_ties() -> None:
    found = timeline.build(meetings((date(2024, 1, 1), {A, OTHERS, NOBODY})))

    assert found.at(0) == {}
    assert found.present == (1,)


def test_nobody_came() -> None:
    found = timeline.build(presences([]))

    assert found.quarters == ()
    assert found.counts == ()
    assert found.since(date(2024, 1, 1)).quarters == ()


@given(attendance(), st.lists(st.integers(738_000, 739_500), min_size=10, max_size=10))
def test_phases_are_what_counting_by_hand_gives(rows: list[Row], days: list[int]) -> None:
    given_rows = presences(rows, session_of=[*range(10)], day_of=days)

    found = timeline.build(given_rows)

    for quarter, first in enumerate(found.quarters):
        end = months_later(first, 3)
        awake = months_later(end, -12).toordinal()
        met: dict[tuple[int, int], list[int]] = {}
        for group, day in enumerate(days):
            here = sorted({org for _, org, g in rows if g == group and org not in {NOBODY, OTHERS}})
            for pair in combinations(here, 2):
                met.setdefault(pair, []).extend([day] if day < end.toordinal() else [])
        expected = {
            pair: Phase.NEW
            if min(times) >= first.toordinal()
            else Phase.LASTING
            if max(times) >= awake
            else Phase.DORMANT
            for pair, times in met.items()
            if times
        }
        assert found.at(quarter) == expected


def test_persistence_is_the_share_of_last_years_ties_seen_again() -> None:
    rooms = meetings(
        (date(2022, 12, 31), {A, C}),  # too long ago
        (date(2023, 1, 1), {A, B}),
        (date(2023, 5, 1), {B, C}),
        (date(2024, 12, 31), {A, B}),
        (date(2025, 1, 1), {B, C}),  # too late
    )

    assert timeline.persistence(rooms, date(2025, 1, 1)) == 0.5
    assert timeline.persistence(rooms, date(2021, 1, 1)) is None
