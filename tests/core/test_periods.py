"""Half-open periods of days."""

from __future__ import annotations

from datetime import date

import pytest

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
