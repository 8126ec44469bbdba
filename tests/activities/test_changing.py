"""What may still change, and who is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from rok_events.activities import changing
from rok_events.activities.rules import State
from rok_events.core.errors import ConflictError, InvalidError
from tests.activities.test_rules import Known

NOW = datetime(2027, 1, 15, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Meeting:
    """A session of tomorrow."""

    starts_at: datetime = NOW + DAY
    cancelled_at: datetime | None = None


@pytest.mark.parametrize("state", [State.PUBLISHED, State.CANCELLED])
def test_only_a_draft_is_published(state: State) -> None:
    changing.refuse_publishing(State.DRAFT)

    with pytest.raises(ConflictError):
        changing.refuse_publishing(state)


@pytest.mark.parametrize(
    ("state", "ends_at"),
    [
        pytest.param(State.DRAFT, NOW + DAY, id="draft"),
        pytest.param(State.CANCELLED, NOW + DAY, id="cancelled"),
        pytest.param(State.PUBLISHED, NOW, id="over"),
    ],
)
def test_only_what_is_known_and_to_come_is_cancelled(state: State, ends_at: datetime) -> None:
    changing.refuse_cancelling(State.PUBLISHED, ends_at=NOW + DAY, now=NOW)

    with pytest.raises(ConflictError):
        changing.refuse_cancelling(state, ends_at=ends_at, now=NOW)


def test_what_was_cancelled_is_not_revised() -> None:
    changing.refuse_revising(Known(), NOW, capacity=10)

    with pytest.raises(ConflictError):
        changing.refuse_revising(Known(state=State.CANCELLED), NOW, capacity=10)


def test_nobody_loses_a_place_to_a_smaller_room() -> None:
    changing.refuse_revising(Known(taken=8), NOW, capacity=8)
    changing.refuse_revising(Known(taken=8, ends_at=NOW), NOW, capacity=7)

    with pytest.raises(InvalidError, match="8 people"):
        changing.refuse_revising(Known(taken=8), NOW, capacity=7)


@pytest.mark.parametrize(
    ("state", "session"),
    [
        pytest.param(State.CANCELLED, Meeting(), id="activity cancelled"),
        pytest.param(State.PUBLISHED, Meeting(cancelled_at=NOW), id="session cancelled"),
        pytest.param(State.PUBLISHED, Meeting(starts_at=NOW), id="begun"),
    ],
)
def test_only_what_stands_and_is_to_come_is_rescheduled(state: State, session: Meeting) -> None:
    changing.refuse_rescheduling(State.PUBLISHED, Meeting(), NOW)
    changing.refuse_rescheduling(State.DRAFT, Meeting(starts_at=NOW), NOW)

    with pytest.raises(ConflictError):
        changing.refuse_rescheduling(state, session, NOW)


def test_people_are_not_asked_to_come_to_the_past() -> None:
    changing.refuse_times(State.PUBLISHED, NOW + DAY, NOW + 2 * DAY, NOW)
    changing.refuse_times(State.DRAFT, NOW - DAY, NOW, NOW)

    with pytest.raises(InvalidError, match="past"):
        changing.refuse_times(State.PUBLISHED, NOW, NOW + DAY, NOW)
    with pytest.raises(InvalidError, match="must end"):
        changing.refuse_times(State.DRAFT, NOW + DAY, NOW + DAY, NOW)


@pytest.mark.parametrize(
    ("state", "standing", "gone"),
    [
        pytest.param(State.PUBLISHED, 2, True, id="people know of it"),
        pytest.param(State.DRAFT, 2, False, id="nobody knows of it"),
        pytest.param(State.DRAFT, 1, True, id="the last to remove"),
        pytest.param(State.PUBLISHED, 1, False, id="the last to cancel"),
    ],
)
def test_a_session_goes_in_the_right_way(state: State, standing: int, *, gone: bool) -> None:
    changing.refuse_taking_out(State.DRAFT, 2, gone=True)
    changing.refuse_taking_out(State.PUBLISHED, 2, gone=False)

    with pytest.raises(ConflictError):
        changing.refuse_taking_out(state, standing, gone=gone)


def test_only_drafts_are_deleted() -> None:
    changing.refuse_deleting(State.DRAFT)

    for state in (State.PUBLISHED, State.CANCELLED):
        with pytest.raises(ConflictError):
            changing.refuse_deleting(state)


@pytest.mark.parametrize(
    ("closes_at", "after", "expected"),
    [
        pytest.param(NOW + 2 * DAY, NOW + 5 * DAY, NOW + 4 * DAY, id="moves along"),
        pytest.param(NOW + 3 * DAY, NOW + 2 * DAY, NOW + 2 * DAY, id="never after the start"),
        pytest.param(NOW - DAY, NOW + 9 * DAY, NOW - DAY, id="closed stays closed"),
    ],
)
def test_registration_closes_as_long_before(
    closes_at: datetime, after: datetime, expected: datetime
) -> None:
    assert changing.closing(closes_at, now=NOW, before=NOW + 3 * DAY, after=after) == expected
