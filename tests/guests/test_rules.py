"""Who may be invited, and how an invitation stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from rok_events.activities.rules import State
from rok_events.core.errors import ConflictError
from rok_events.guests import rules
from rok_events.guests.rules import Known, Refusal, Standing
from rok_events.registrations.rules import Answer, Status
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(), None),
        (Known(status=Status.CONFIRMED, is_invited=True), Refusal.REGISTERED),
        (Known(status=Status.WAITING), Refusal.REGISTERED),
        (Known(status=Status.CANCELLED, is_invited=True), Refusal.CANCELLED),
        (Known(is_invited=True, is_unwanted=True), Refusal.INVITED),
        (Known(is_unwanted=True, is_bounced=True), Refusal.UNWANTED),
        (Known(is_bounced=True), Refusal.BOUNCED),
    ],
    ids=str,
)
def test_the_first_reason_counts(known: Known, expected: Refusal | None) -> None:
    assert rules.refusal(known) is expected


@pytest.mark.parametrize(
    ("answer", "status", "is_opened", "is_taken_back", "expected"),
    [
        (None, None, False, False, Standing.SILENT),
        (None, None, True, False, Standing.OPENED),
        (Answer.TENTATIVE, None, True, False, Standing.TENTATIVE),
        (Answer.DECLINED, None, True, False, Standing.DECLINED),
        (Answer.DECLINED, Status.CONFIRMED, True, False, Standing.CONFIRMED),
        (Answer.ACCEPTED, Status.WAITING, True, True, Standing.WAITING),
        (Answer.ACCEPTED, Status.CANCELLED, True, False, Standing.DECLINED),
        (Answer.TENTATIVE, None, True, True, Standing.TAKEN_BACK),
        # The registration was erased.
        (Answer.ACCEPTED, None, True, False, Standing.OPENED),
    ],
)
def test_a_registration_counts_before_any_answer(
    answer: Answer | None,
    status: Status | None,
    is_opened: bool,  # noqa: FBT001 -- a column of the table
    is_taken_back: bool,  # noqa: FBT001
    expected: Standing,
) -> None:
    stands = rules.standing(answer, status, is_opened=is_opened, is_taken_back=is_taken_back)

    assert stands is expected


def test_somebody_is_left_in_peace_between_two_mails() -> None:
    day = timedelta(days=1)

    assert not rules.may_remind(NOW - 2 * day, None, NOW)
    assert rules.may_remind(NOW - 3 * day, None, NOW)
    assert not rules.may_remind(NOW - 9 * day, NOW - 2 * day, NOW)
    assert rules.may_remind(NOW - 9 * day, NOW - 3 * day, NOW)


@dataclass(frozen=True)
class Planned:
    """What must be known of an activity to answer an invitation."""

    state: State = State.PUBLISHED
    ends_at: datetime = NOW + timedelta(days=1)
    starts_at: datetime = NOW
    closes_at: datetime = NOW
    capacity: int = 1
    taken: int = 0
    waiting: int = 0
    by_invitation: bool = False


@pytest.mark.parametrize(
    ("activity", "is_taken_back", "words"),
    [
        pytest.param(Planned(), True, "taken back", id="taken back"),
        pytest.param(Planned(state=State.CANCELLED), False, "cancelled", id="cancelled"),
        pytest.param(Planned(ends_at=NOW), False, "over", id="over"),
    ],
)
def test_an_answer_that_comes_too_late_is_refused_in_words(
    activity: Planned,
    is_taken_back: bool,  # noqa: FBT001 -- a column of the table above
    words: str,
) -> None:
    with pytest.raises(ConflictError, match=words):
        rules.refuse_answering(activity, NOW, is_taken_back=is_taken_back)


def test_an_answer_in_time_is_taken() -> None:
    rules.refuse_answering(Planned(), NOW, is_taken_back=False)
