"""What follows from the state of an activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rok_events.activities import rules
from rok_events.activities.rules import RegistrationState, State

NOW = datetime(2027, 1, 15, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """An activity in two days."""

    state: State = State.PUBLISHED
    capacity: int = 10
    taken: int = 3
    waiting: int = 0
    by_invitation: bool = False
    closes_at: datetime = NOW + DAY
    starts_at: datetime = NOW + 2 * DAY
    ends_at: datetime = NOW + 3 * DAY


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, RegistrationState.OPEN, id="open"),
        pytest.param({"taken": 9}, RegistrationState.OPEN, id="last place"),
        pytest.param({"taken": 10}, RegistrationState.FULL, id="full"),
        pytest.param({"taken": 12}, RegistrationState.FULL, id="overbooked"),
        pytest.param({"waiting": 1}, RegistrationState.FULL, id="others wait"),
        pytest.param({"by_invitation": True}, RegistrationState.BY_INVITATION, id="invited only"),
        pytest.param(
            {"by_invitation": True, "taken": 10}, RegistrationState.BY_INVITATION, id="and full"
        ),
        pytest.param(
            {"by_invitation": True, "closes_at": NOW}, RegistrationState.CLOSED, id="and closed"
        ),
        pytest.param({"closes_at": NOW}, RegistrationState.CLOSED, id="closes now"),
        pytest.param({"starts_at": NOW}, RegistrationState.CLOSED, id="begins now"),
        pytest.param({"closes_at": NOW, "taken": 10}, RegistrationState.CLOSED, id="closed, full"),
        pytest.param({"ends_at": NOW}, RegistrationState.PAST, id="ends now"),
        pytest.param({"state": State.DRAFT}, RegistrationState.DRAFT, id="draft"),
        pytest.param(
            {"state": State.CANCELLED, "ends_at": NOW}, RegistrationState.CANCELLED, id="cancelled"
        ),
    ],
)
def test_registration_state(facts: dict[str, Any], expected: RegistrationState) -> None:
    assert rules.registration_state(Known(**facts), NOW) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [({}, RegistrationState.OPEN), ({"taken": 10}, RegistrationState.FULL)],
    ids=["open", "full"],
)
def test_for_who_is_invited_it_is_open_or_full(
    facts: dict[str, Any], expected: RegistrationState
) -> None:
    activity = Known(by_invitation=True, **facts)

    assert rules.registration_state(activity, NOW, is_invited=True) is expected


@pytest.mark.parametrize(("taken", "left"), [(0, 10), (9, 1), (10, 0), (14, 0)])
def test_places_left_are_never_negative(taken: int, left: int) -> None:
    assert rules.places_left(Known(taken=taken)) == left
