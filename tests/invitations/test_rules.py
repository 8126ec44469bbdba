"""What calendars are told: decided without a database."""

from __future__ import annotations

from typing import Any

import pytest

from rok_events.invitations.rules import Change, asks_anew, change, differs, worth

TOLD = {"title": "Slapen", "starts_at": "13.30", "ends_at": "15.30", "location": "Wijkhuis"}
MOVED = TOLD | {"starts_at": "14.00"}


@pytest.mark.parametrize(
    ("told", "shown", "expected"),
    [
        pytest.param(TOLD, TOLD, False, id="the same"),
        pytest.param(TOLD, MOVED, True, id="another time"),
        pytest.param(TOLD, TOLD | {"rest": "x"}, False, id="something old entries do not know"),
        pytest.param({}, TOLD, False, id="nothing is known"),
        pytest.param(TOLD, {}, True, id="nothing is left"),
    ],
)
def test_only_what_was_told_can_differ(
    told: dict[str, str], shown: dict[str, str], *, expected: bool
) -> None:
    assert differs(told, shown) is expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [("starts_at", True), ("ends_at", True), ("location", False), ("title", False)],
)
def test_only_another_time_asks_anew(changed: str, *, expected: bool) -> None:
    assert asks_anew(TOLD, TOLD | {changed: "anders"}) is expected


@pytest.mark.parametrize(
    ("told", "shown", "stands", "has_place", "expected"),
    [
        pytest.param(None, TOLD, True, True, Change.ADDED, id="new, with a place"),
        pytest.param(None, TOLD, True, False, None, id="new, only invited"),
        pytest.param(None, TOLD, False, True, None, id="cancelled before it was told"),
        pytest.param(TOLD, TOLD, True, True, None, id="nothing changed"),
        pytest.param(TOLD, MOVED, True, True, Change.CHANGED, id="moved"),
        pytest.param(TOLD, MOVED, True, False, Change.CHANGED, id="moved, only invited"),
        pytest.param(TOLD, MOVED, False, True, Change.CANCELLED, id="moved and cancelled"),
        pytest.param(TOLD, TOLD, False, False, Change.CANCELLED, id="cancelled, only invited"),
    ],
)
def test_a_calendar_is_told_what_it_does_not_show(
    told: dict[str, str] | None,
    shown: dict[str, str],
    *,
    stands: bool,
    has_place: bool,
    expected: Change | None,
) -> None:
    assert change(told, shown, stands=stands, has_place=has_place) is expected


def test_of_two_entries_the_one_that_a_calendar_shows_stays_and_then_the_answered_one() -> None:
    gone: dict[str, Any] = {"is_withdrawn": True, "answer": "yes"}
    silent: dict[str, Any] = {"is_withdrawn": False, "answer": None}
    answered: dict[str, Any] = {"is_withdrawn": False, "answer": "no"}

    assert sorted([answered, gone, silent], key=worth) == [gone, silent, answered]
