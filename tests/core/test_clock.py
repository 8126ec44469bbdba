"""The clock, and how the demo plays years that are past."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from rok_events.core import clock


def test_the_day_is_the_day_in_amsterdam() -> None:
    with time_machine.travel(datetime(2027, 6, 30, 22, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2027, 7, 1)


def test_a_played_moment_ends_with_its_block() -> None:
    before = clock.now()
    moment = datetime(2021, 9, 16, 13, 30, tzinfo=UTC)

    with clock.played_at(moment):
        assert clock.now() == moment

    assert clock.now() == before


def test_a_played_moment_is_aware() -> None:
    with pytest.raises(ValueError, match="naive"), clock.played_at(datetime(2021, 9, 16)):  # noqa: DTZ001
        pass
