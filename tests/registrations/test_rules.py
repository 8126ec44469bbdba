"""Who gets a place, and when one can register, change and cancel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.activities.rules import State
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.registrations import rules
from rok_events.registrations.rules import Places, Status

NOW = datetime(2027, 1, 15, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Meeting:
    """An activity: it closes in an hour, begins an hour later, and lasts an hour."""

    state: State = State.PUBLISHED
    capacity: int = 10
    taken: int = 0
    waiting: int = 0
    by_invitation: bool = False
    closes_at: datetime = NOW + HOUR
    starts_at: datetime = NOW + 2 * HOUR
    ends_at: datetime = NOW + 3 * HOUR


MEETING = Meeting()
DRAFT = replace(MEETING, state=State.DRAFT)
CALLED_OFF = replace(MEETING, state=State.CANCELLED)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param(Places(capacity=2, taken=1, waiting=0), Status.CONFIRMED, id="last place"),
        pytest.param(Places(capacity=2, taken=2, waiting=0), Status.WAITING, id="full"),
        pytest.param(Places(capacity=2, taken=1, waiting=1), Status.WAITING, id="others wait"),
        pytest.param(Places(capacity=2, taken=3, waiting=0), Status.WAITING, id="overbooked"),
    ],
)
def test_whoever_waits_goes_first(places: Places, expected: Status) -> None:
    assert rules.first_status(places) is expected


@given(st.integers(1, 50), st.integers(0, 80), st.lists(st.integers(), unique=True))
def test_moving_up_never_overbooks_and_never_skips(
    capacity: int, taken: int, waiting: list[int]
) -> None:
    moved_up = rules.promoted(Places(capacity, taken, len(waiting)), waiting)

    assert taken + len(moved_up) <= max(capacity, taken)
    assert list(moved_up) == waiting[: len(moved_up)]
    assert len(moved_up) == len(waiting) or taken + len(moved_up) >= capacity


@given(st.integers(1, 5), st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=60))
def test_comings_and_goings_never_overbook_and_never_skip(
    capacity: int, steps: list[tuple[bool, int]]
) -> None:
    confirmed: list[int] = []
    waiting: list[int] = []

    def places() -> Places:
        return Places(capacity, len(confirmed), len(waiting))

    for number, (comes, who) in enumerate(steps):
        everybody = confirmed + waiting
        if comes:
            status = rules.first_status(places())
            (confirmed if status is Status.CONFIRMED else waiting).append(number)
        elif everybody:
            leaves = everybody[who % len(everybody)]
            (confirmed if leaves in confirmed else waiting).remove(leaves)
        moved_up = [*rules.promoted(places(), waiting)]
        waiting = waiting[len(moved_up) :]
        confirmed += moved_up

        assert len(confirmed) <= capacity
        assert len(confirmed) == capacity or not waiting
        assert waiting == sorted(waiting)
        assert not waiting or max(confirmed) < waiting[0]


@pytest.mark.parametrize(
    ("meeting", "now", "kind", "words"),
    [
        pytest.param(
            replace(MEETING, state=State.DRAFT), NOW, NotFoundError, "no activity", id="draft"
        ),
        pytest.param(
            replace(MEETING, state=State.CANCELLED), NOW, ConflictError, "cancelled", id="off"
        ),
        pytest.param(
            replace(MEETING, by_invitation=True),
            NOW,
            ConflictError,
            "your invitation",
            id="invited",
        ),
        pytest.param(MEETING, NOW + HOUR, ConflictError, "closed", id="closed"),
        pytest.param(MEETING, NOW + 2 * HOUR, ConflictError, "closed", id="begun"),
        pytest.param(MEETING, NOW + 3 * HOUR, ConflictError, "over", id="over"),
    ],
)
def test_when_one_cannot_register(
    meeting: Meeting, now: datetime, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        rules.refuse_registering(meeting, now)


def test_one_can_register_until_it_closes_also_when_it_is_full() -> None:
    rules.refuse_registering(MEETING, NOW)
    rules.refuse_registering(replace(MEETING, taken=10, waiting=4), NOW)


def test_who_is_invited_can_register_for_what_is_by_invitation() -> None:
    rules.refuse_registering(replace(MEETING, by_invitation=True), NOW, is_invited=True)


def test_one_can_change_and_cancel_until_the_end() -> None:
    rules.refuse_changing(MEETING, NOW + 2.5 * HOUR)
    with pytest.raises(ConflictError, match="over"):
        rules.refuse_changing(MEETING, NOW + 3 * HOUR)
    with pytest.raises(ConflictError, match="cancelled"):
        rules.refuse_changing(CALLED_OFF, NOW)


def test_the_waiting_list_moves_until_the_start() -> None:
    assert rules.moves_up(MEETING, NOW + HOUR)
    assert not rules.moves_up(MEETING, NOW + 2 * HOUR)
    assert not rules.moves_up(CALLED_OFF, NOW)
