"""Codes of authenticators and on paper, and how long a lock lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.accounts import factor_rules as rules
from tests.conftest import NOW

SECRET = b"12345678901234567890"
MOMENTS = st.integers(10**9, 4 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))
SECRETS = st.binary(min_size=rules.SECRET_BYTES, max_size=rules.SECRET_BYTES)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, the last six of its eight digits."""
    moment = datetime.fromtimestamp(seconds, UTC)

    assert rules.code_at(SECRET, rules.step_of(moment)) == code


@given(SECRETS, MOMENTS, st.integers(-4, 4))
def test_a_code_is_good_for_its_half_minute_and_those_beside_it(
    secret: bytes, now: datetime, away: int
) -> None:
    step = rules.step_of(now) + away
    near = [rules.code_at(secret, rules.step_of(now) + n) for n in (-1, 0, 1)]
    code = rules.code_at(secret, step)

    found = rules.matching_step(secret, code, now, after=0)

    assert (found is not None) == (code in near)


@given(SECRETS, MOMENTS, st.lists(st.integers(-1, 90), min_size=2, max_size=12))
def test_no_code_works_twice_whenever_it_is_tried(
    secret: bytes, now: datetime, waits: list[int]
) -> None:
    """However long one waits between tries, and however fast a phone's clock runs."""
    used: list[int] = []
    for wait in waits:
        now += timedelta(seconds=max(wait, 0))
        code = rules.code_at(secret, rules.step_of(now) + (1 if wait < 0 else 0))
        step = rules.matching_step(secret, code, now, after=max(used, default=0))
        if step is not None:
            used.append(step)

    assert len(used) == len(set(used))
    assert used == sorted(used)


@given(st.text(alphabet=rules.RECOVERY_ALPHABET, min_size=16, max_size=16))
def test_a_code_on_paper_may_be_typed_as_it_is_read(code: str) -> None:
    typed = f" {code[:4]} {code[4:8].upper()}-{code[8:]}".replace("0", "O").replace("1", "l")

    assert rules.plain_recovery_code(typed) == rules.plain_recovery_code(code)
    assert not rules.is_authenticator_code(rules.typed_code(code))


def test_codes_on_paper_cannot_be_guessed() -> None:
    codes = {rules.recovery_code() for _ in range(100)}

    assert len(codes) == 100
    assert all(len(rules.plain_recovery_code(code)) == 16 for code in codes)


@pytest.mark.parametrize(
    ("given_", "is_one"),
    [("123 456", True), ("123-456", True), ("12345", False), ("12345a", False), ("١٢٣٤٥٦", False)],
)
def test_a_code_of_an_app_has_six_digits(given_: str, *, is_one: bool) -> None:
    assert rules.is_authenticator_code(rules.typed_code(given_)) == is_one


def test_an_app_reads_its_secret_and_whose_it_is_from_the_picture() -> None:
    uri = urlsplit(rules.key_uri(SECRET, "noor@example.org", "Agenda & meer"))

    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert uri.path == "/Agenda%20%26%20meer:noor%40example.org"
    assert parse_qs(uri.query) == {
        "secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"],
        "issuer": ["Agenda & meer"],
    }
    assert rules.written(SECRET).startswith("GEZD GNBV ")


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (9, 0), (10, 15), (11, 0), (20, 30), (30, 60), (40, 120), (50, 240), (990, 240)],
)
def test_each_lock_lasts_twice_as_long_up_to_four_hours(failures: int, minutes: int) -> None:
    until = rules.locked_until(failures, NOW)

    assert until == (NOW + timedelta(minutes=minutes) if minutes else None)
