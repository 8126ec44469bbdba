"""The days of a series, past the holidays."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.activities import recurrence
from rok_events.activities.recurrence import Rhythm

TUESDAY = date(2027, 4, 13)


def test_every_second_tuesday_except_holidays() -> None:
    row = recurrence.row(TUESDAY, Rhythm.TWO_WEEKS, 3)

    assert row.days == (date(2027, 4, 13), date(2027, 5, 11), date(2027, 5, 25))
    assert row.skipped == {date(2027, 4, 27): "King's Day"}


def test_holidays_count_where_they_are_wanted() -> None:
    row = recurrence.row(TUESDAY, Rhythm.TWO_WEEKS, 2, past_holidays=False)

    assert row.days == (date(2027, 4, 13), date(2027, 4, 27))
    assert not row.skipped


@pytest.mark.parametrize(
    ("first", "rhythm", "third"),
    [
        pytest.param(date(2027, 9, 1), Rhythm.WEEK, date(2027, 9, 15), id="week"),
        pytest.param(date(2027, 9, 1), Rhythm.THREE_WEEKS, date(2027, 10, 13), id="three weeks"),
        pytest.param(date(2027, 9, 1), Rhythm.FOUR_WEEKS, date(2027, 10, 27), id="four weeks"),
        pytest.param(date(2027, 11, 9), Rhythm.MONTH, date(2028, 1, 11), id="second Tuesday"),
        pytest.param(date(2027, 3, 31), Rhythm.MONTH, date(2027, 5, 26), id="last Wednesday"),
        pytest.param(date(2027, 9, 14), Rhythm.TWO_MONTHS, date(2028, 1, 11), id="two months"),
    ],
)
def test_each_rhythm(first: date, rhythm: Rhythm, third: date) -> None:
    assert next(islice(recurrence.occurrences(first, rhythm), 2, None)) == third


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from(Rhythm), st.integers(1, 90))
def test_a_row_keeps_its_weekday_and_its_order(first: date, rhythm: Rhythm, number: int) -> None:
    row = recurrence.row(first, rhythm, number)

    assert len(row.days) == min(number, recurrence.MOST_DAYS)
    assert list(row.days) == sorted(set(row.days))
    assert {day.weekday() for day in (*row.days, *row.skipped)} == {first.weekday()}
    assert not set(row.days) & set(row.skipped)


@pytest.mark.parametrize(
    "easter",
    [date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23), date(2024, 3, 31), date(2038, 4, 25)],
)
def test_easter_falls_where_it_fell(easter: date) -> None:
    assert recurrence.easter_sunday(easter.year) == easter


def test_holidays_of_a_year() -> None:
    found = recurrence.holidays(2025)

    assert found[date(2025, 4, 26)] == "King's Day"
    assert date(2025, 4, 27) not in found
    assert found[date(2025, 5, 29)] == "Ascension Day"
    assert found[date(2025, 6, 9)] == "Whit Monday"
    assert len(found) == 11
