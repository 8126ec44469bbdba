"""Names, addresses, and working lives."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.accounts import rules as accounts
from rok_events.core.errors import InvalidError
from rok_events.people import rules
from rok_events.people.rules import Stint

FIRST = date(2021, 1, 1)
A, B, C = 1, 2, 3
FEEDING = "Noor \U0001f469\u200d\U0001f37c"


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


days = st.integers(0, 60).map(day)
evidence = st.lists(st.tuples(st.sampled_from([A, B, C]), days), max_size=20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  Noor   de Wit ", "Noor de Wit", id="spaces"),
        pytest.param("Noor\r\nBcc: all@example.org", "Noor Bcc: all@example.org", id="line break"),
        pytest.param("\u202eriW ed rooN", "riW ed rooN", id="direction mark"),
        pytest.param("No\x00or", "Noor", id="NUL"),
        pytest.param(
            "Noor \U0001f469\u200d\U0001f37c", "Noor \U0001f469\u200d\U0001f37c", id="emoji"
        ),
        pytest.param('D\'Artagnan "Noor" <script>', 'D\'Artagnan "Noor" <script>', id="signs"),
        pytest.param("نور", "نور", id="Arabic"),
    ],
)
def test_a_name_is_kept_as_somebody_reads_it(typed: str, kept: str) -> None:
    assert rules.name(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "\n", "\u200d", "\x00", "\ud800"])
def test_a_name_without_anything_to_read_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError, match="Fill in a name"):
        rules.name(typed)


def test_a_name_of_500_characters_is_refused_with_the_limit() -> None:
    assert len(rules.name("n" * 200)) == 200
    with pytest.raises(InvalidError, match="at most 200 characters"):
        rules.name("n" * 500)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("Noor@Example.ORG ", "noor@example.org", id="capitals"),
        pytest.param("noor@bücher.nl", "noor@xn--bcher-kva.nl", id="international domain"),
        pytest.param("o'neill+rok@example.org", "o'neill+rok@example.org", id="signs"),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert accounts.address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "noor",
        "noor@",
        "noor@localhost",
        "noor@example.org\nBcc: all@example.org",
        "<script>@example.org",
        "noor@example.org, ans@example.org",
        "n" * 300 + "@example.org",
        "noör@example.org",
    ],
)
def test_an_address_that_no_mail_reaches_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError, match=r"such as name@example\.org"):
        accounts.address(typed)


def test_domains_go_up_to_the_one_below_the_top() -> None:
    assert rules.domains("noor@jgz.ggd.nl") == ["jgz.ggd.nl", "ggd.nl"]
    assert rules.domains("noor@nl") == []


def test_a_new_employer_ends_the_old_one_that_day() -> None:
    life = rules.with_stint([Stint(A, day(0), None)], B, day(10))

    assert life == [Stint(A, day(0), day(10)), Stint(B, day(10), None)]


@pytest.mark.parametrize(
    ("life", "employer", "on", "expected"),
    [
        pytest.param([], A, 5, [(A, 5, None)], id="the first"),
        pytest.param([(A, 0, None)], A, 5, [(A, 0, None)], id="known already"),
        pytest.param([(A, 5, None)], A, 0, [(A, 0, None)], id="earlier, the same"),
        pytest.param([(A, 5, None)], B, 0, [(B, 0, 5), (A, 5, None)], id="earlier, another"),
        pytest.param([(A, 0, None)], B, 0, [(B, 0, None)], id="the same day: the last word"),
        pytest.param(
            [(A, 0, 9), (B, 9, None)], C, 4, [(A, 0, 4), (C, 4, 9), (B, 9, None)], id="in between"
        ),
        pytest.param([(A, 0, 9), (B, 9, None)], A, 9, [(A, 0, None)], id="never left after all"),
        pytest.param([(A, 0, 3), (B, 6, None)], B, 4, [(A, 0, 3), (B, 4, None)], id="into a gap"),
    ],
)
def test_what_becomes_of_the_days_around_it(
    life: list[tuple[int, int, int | None]],
    employer: int,
    on: int,
    expected: list[tuple[int, int, int | None]],
) -> None:
    def stints(given: list[tuple[int, int, int | None]]) -> list[Stint]:
        return [Stint(who, day(a), None if b is None else day(b)) for who, a, b in given]

    assert rules.with_stint(stints(life), employer, day(on)) == stints(expected)


@given(evidence)
def test_nobody_ever_works_in_two_places(known: list[tuple[int, date]]) -> None:
    life: list[Stint] = []
    for employer, on in known:
        life = rules.with_stint(life, employer, on)

        assert [stint.organisation_id for stint in life if stint.holds(on)] == [employer]
        for earlier, later in pairwise(life):
            assert earlier.starts_on < (earlier.ends_on or date.max) <= later.starts_on
        assert rules.with_stint(life, employer, on) == life


@given(st.dictionaries(days, st.sampled_from([A, B, C]), min_size=1))
def test_history_in_the_order_of_its_days_is_kept_day_by_day(known: dict[date, int]) -> None:
    life: list[Stint] = []
    for on in sorted(known):
        life = rules.with_stint(life, known[on], on)

    for on, employer in known.items():
        assert [stint.organisation_id for stint in life if stint.holds(on)] == [employer]
