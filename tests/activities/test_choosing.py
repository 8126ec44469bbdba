"""Which session of an activity is meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from rok_events.activities import choosing

NOON = datetime(2027, 4, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("hours", "number"), [(-9, 0), (1, 0), (2, 1), (25, 1), (99, 1)])
def test_meant_is_the_first_session_that_is_not_over(hours: int, number: int) -> None:
    sessions = [
        SimpleNamespace(starts_at=at, ends_at=at + timedelta(hours=2))
        for at in (NOON, NOON + timedelta(days=1))
    ]

    assert choosing.nearest(sessions, NOON + timedelta(hours=hours)) == number
