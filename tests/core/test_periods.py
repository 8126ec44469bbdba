"""Half-open periods of days."""

from __future__ import annotations

from datetime import date

import pytest

from rok_events.core import periods
from rok_events.core.periods import Period

FIRST, LAST = date(2027, 1, 1), date(2028, 1, 1)


@pytest.mark.parametrize(
    ("period", "day", "holds"),
    [
        pytest.param(Period(FIRST, LAST), FIRST, True, id="the start belongs to it"),
        pytest.param(Period(FIRST, LAST), LAST, False, id="the end does not"),
        pytest.param(Period(FIRST, None), date(2099, 1, 1), True, id="without an end"),
        pytest.param(Period(None, LAST), date(1999, 1, 1), True, id="without a start"),
        pytest.param(Period(FIRST, LAST), date(2026, 12, 31), False, id="before"),
    ],
)
def test_holds(period: Period, day: date, *, holds: bool) -> None:
    assert period.holds(day) is holds


def test_reversed() -> None:
    assert Period(LAST, FIRST).is_reversed
    assert not Period(FIRST, LAST).is_reversed
    assert not Period(LAST, None).is_reversed


def test_few_quarters_stay_quarters() -> None:
    spans = periods.spans(date(2026, 11, 3), date(2027, 4, 1))

    assert [span.starts_on for span in spans] == [
        date(2026, 10, 1),
        date(2027, 1, 1),
        date(2027, 4, 1),
    ]
    assert not spans[0].is_year
    assert spans[0].holds(date(2026, 12, 31))
    assert not spans[0].holds(date(2027, 1, 1))


def test_many_quarters_become_years() -> None:
    spans = periods.spans(date(2021, 9, 1), date(2027, 1, 1))

    assert [span.starts_on.year for span in spans] == [*range(2021, 2028)]
    assert all(span.is_year for span in spans)
    assert spans[-1].ends_on == date(2028, 1, 1)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        pytest.param(date(2026, 7, 1), date(2027, 4, 1), ["", "", "2027", ""], id="a year begins"),
        pytest.param(date(2026, 4, 1), date(2026, 7, 1), ["2026", ""], id="no year begins"),
    ],
)
def test_a_year_stands_where_it_begins(first: date, last: date, words: list[str]) -> None:
    assert periods.axis(periods.spans(first, last)) == words


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        pytest.param(1, date(2024, 2, 29), id="a short month"),
        pytest.param(12, date(2025, 1, 31), id="a year"),
        pytest.param(-1, date(2023, 12, 31), id="into the year before"),
        pytest.param(-11, date(2023, 2, 28), id="far back"),
        pytest.param(11, date(2024, 12, 31), id="December"),
    ],
)
def test_months_later(months: int, expected: date) -> None:
    assert periods.months_later(date(2024, 1, 31), months) == expected


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        pytest.param(date(2025, 1, 1), date(2026, 1, 1), date(2024, 1, 1), id="after a leap year"),
        pytest.param(date(2027, 4, 15), date(2027, 7, 15), date(2027, 1, 15), id="a quarter"),
        pytest.param(date(2027, 3, 10), date(2027, 3, 20), date(2027, 2, 28), id="ten days"),
    ],
)
def test_the_period_before_is_as_long(starts_on: date, ends_on: date, expected: date) -> None:
    assert periods.before(starts_on, ends_on) == expected
