"""What a refusal means, and when to try again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.mail.rules import (
    LAST_DAY,
    LONGEST_WAIT,
    TREATMENTS,
    Fault,
    Step,
    fault_of,
    is_private_host,
    next_try,
)

QUEUED = datetime(2027, 1, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("step", "code", "fault"),
    [
        pytest.param(Step.CONNECT, 0, Fault.UNREACHABLE, id="nobody there"),
        pytest.param(Step.CONNECT, 554, Fault.UNREACHABLE, id="not welcome"),
        pytest.param(Step.ENCRYPT, 0, Fault.UNTRUSTED, id="wrong certificate"),
        pytest.param(Step.SIGN_IN, 535, Fault.SIGN_IN, id="wrong password"),
        pytest.param(Step.SENDER, 550, Fault.SENDER, id="sender unknown"),
        pytest.param(Step.SENDER, 451, Fault.SENDER, id="sender not now"),
        pytest.param(Step.SENDER, 552, Fault.REFUSED, id="too large"),
        pytest.param(Step.RECIPIENT, 550, Fault.RECIPIENT, id="no such mailbox"),
        pytest.param(Step.RECIPIENT, 450, Fault.BUSY, id="greylisted"),
        pytest.param(Step.MESSAGE, 554, Fault.REFUSED, id="content refused"),
        pytest.param(Step.MESSAGE, 452, Fault.BUSY, id="disk full"),
        pytest.param(Step.MESSAGE, 421, Fault.BROKEN_OFF, id="server goes down"),
        pytest.param(Step.SENDER, 421, Fault.UNREACHABLE, id="server is down"),
        pytest.param(Step.RECIPIENT, 0, Fault.BROKEN_OFF, id="looks elsewhere for long"),
    ],
)
def test_fault_of(step: Step, code: int, fault: Fault) -> None:
    assert fault_of(step, code) is fault


def test_every_fault_has_its_words() -> None:
    assert set(TREATMENTS) == set(Fault)


def test_no_fault_of_the_server_ends_a_mail() -> None:
    assert not [fault for fault, t in TREATMENTS.items() if t.stops_all and t.is_final]


def test_waits_grow_to_four_hours_and_end_after_three_days() -> None:
    now = QUEUED
    waits: list[timedelta] = []
    while (again_at := next_try(len(waits) + 1, QUEUED, now)) is not None:
        waits.append(again_at - now)
        now = again_at

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert LAST_DAY - LONGEST_WAIT < now - QUEUED <= LAST_DAY


@given(st.integers(1, 10_000), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_the_next_try_is_later_and_not_after_the_last_day(attempts: int, age: timedelta) -> None:
    again_at = next_try(attempts, QUEUED, QUEUED + age)

    assert again_at is None or QUEUED + age < again_at <= QUEUED + LAST_DAY


@pytest.mark.parametrize(
    ("host", "is_private"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.1.20", True),
        ("localhost", True),
        ("agenda.test", True),
        ("agenda.example.org", False),
        ("8.8.8.8", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_is_private_host(host: str, is_private: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert is_private_host(host) is is_private
