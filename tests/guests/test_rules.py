"""Who may be invited, and how an invitation stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

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
