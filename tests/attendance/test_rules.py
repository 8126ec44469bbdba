"""When people can be ticked off."""

from __future__ import annotations

from datetime import date

import pytest

from rok_events.activities.rules import State
from rok_events.attendance import rules
from rok_events.core.errors import ConflictError

DAY = date(2027, 4, 1)


@pytest.mark.parametrize("today", [DAY, date(2027, 4, 2), date(2029, 1, 1)])
def test_ticking_is_possible_from_the_day_on(today: date) -> None:
    rules.refuse_ticking(State.PUBLISHED, is_cancelled=False, is_closed=False, on=DAY, today=today)


@pytest.mark.parametrize(
    ("state", "is_cancelled", "today", "words"),
    [
        (State.PUBLISHED, False, date(2027, 3, 31), "from the day of the session"),
        (State.PUBLISHED, True, DAY, "was cancelled"),
        (State.CANCELLED, False, DAY, "was cancelled"),
        (State.DRAFT, False, DAY, "is a draft"),
    ],
    ids=["too early", "session cancelled", "activity cancelled", "draft"],
)
def test_otherwise_it_says_why_not(
    state: State,
    is_cancelled: bool,  # noqa: FBT001
    today: date,
    words: str,
) -> None:
    with pytest.raises(ConflictError, match=words):
        rules.refuse_ticking(state, is_cancelled=is_cancelled, is_closed=False, on=DAY, today=today)
