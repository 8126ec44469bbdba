"""Who earned a certificate, what it says, and its code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.activities.rules import State
from rok_events.certificates import rules
from rok_events.certificates.rules import Because, Facts, Outcome
from rok_events.core.errors import ConflictError

FACTS = Facts(
    network="ROK Deventer",
    accent="#0b7d74",
    kind="training",
    title="Hechting",
    place="Saxion",
    host="",
    sessions=(("2027-01-06T10:00:00+00:00", "2027-01-06T12:00:00+00:00"),),
    held=240,
    present=120,
    accreditations=(("SKJ", "118", "4"),),
)


@pytest.mark.parametrize(
    ("share", "asked", "is_earned"),
    [
        pytest.param(0.8, 80, True, id="just enough"),
        pytest.param(0.1 + 0.7, 80, True, id="just enough, in binary"),
        pytest.param(0.79, 80, False, id="too little"),
        pytest.param(0.0, 1, False, id="never there"),
        pytest.param(1.0, 100, True, id="all of it"),
        pytest.param(1.0, None, False, id="nothing is asked"),
    ],
)
def test_whoever_was_there_enough_earned_one(
    share: float, asked: int | None, *, is_earned: bool
) -> None:
    assert rules.is_earned(share, asked) is is_earned


@pytest.mark.parametrize(
    ("is_earned", "is_valid", "is_as_printed", "because", "outcome"),
    [
        pytest.param(True, False, False, None, Outcome.OWED, id="earned, and none yet"),
        pytest.param(True, True, True, None, Outcome.VALID, id="issued"),
        pytest.param(True, True, False, None, Outcome.OWED, id="says otherwise by now"),
        pytest.param(False, True, False, None, Outcome.UNDUE, id="not earned after all"),
        pytest.param(True, False, False, Because.PRESENCE, Outcome.OWED, id="earned after all"),
        pytest.param(True, False, True, Because.ORGANISER, Outcome.WITHDRAWN, id="by hand"),
        pytest.param(False, False, False, None, Outcome.TOO_LITTLE, id="not earned"),
    ],
)
def test_how_somebody_stands_follows_from_presence_and_what_was_issued(
    is_earned: bool,  # noqa: FBT001 -- a table
    is_valid: bool,  # noqa: FBT001
    is_as_printed: bool,  # noqa: FBT001
    because: Because | None,
    outcome: Outcome,
) -> None:
    found = rules.outcome(
        is_earned=is_earned, is_valid=is_valid, is_as_printed=is_as_printed, because=because
    )

    assert found is outcome


@pytest.mark.parametrize(
    ("state", "asked", "is_closed", "words"),
    [
        (State.CANCELLED, 80, True, "did not take place"),
        (State.DRAFT, 80, True, "did not take place"),
        (State.PUBLISHED, None, True, "how much presence"),
        (State.PUBLISHED, 80, False, "close the presence list"),
    ],
)
def test_nothing_is_issued_too_early(
    state: State, asked: int | None, *, is_closed: bool, words: str
) -> None:
    with pytest.raises(ConflictError, match=words):
        rules.refuse_issuing(state, asked, is_closed=is_closed)


def test_after_the_last_list_is_closed_it_may_be_issued() -> None:
    rules.refuse_issuing(State.PUBLISHED, 80, is_closed=True)


@pytest.mark.parametrize(
    ("granted", "is_gained"),
    [
        pytest.param(["SKJ", "118", "4", "", ""], True, id="without a term"),
        pytest.param(["SKJ", "118", "4", "2027-01-06", "2027-01-13"], True, id="on all days"),
        pytest.param(["SKJ", "118", "4", "2027-01-07", ""], False, id="begins too late"),
        pytest.param(["SKJ", "118", "4", "", "2027-01-12"], False, id="ends too early"),
        pytest.param(["SKJ", "", "4", "", ""], False, id="not granted yet"),
    ],
)
def test_points_are_gained_where_the_accreditation_holds_on_every_day(
    granted: list[str], *, is_gained: bool
) -> None:
    found = rules.gained([granted], date(2027, 1, 6), date(2027, 1, 13))

    assert found == ([["SKJ", "118", "4"]] if is_gained else [])


def test_facts_come_back_as_they_were_kept() -> None:
    kept = {
        **vars(FACTS),
        "sessions": [[*FACTS.sessions[0]]],
        "accreditations": [["SKJ", "118", "4"]],
    }

    assert Facts.read(kept) == FACTS


def test_another_colour_says_nothing_new_but_other_hours_do() -> None:
    assert FACTS.says(replace(FACTS, accent="#000000"))
    assert not FACTS.says(replace(FACTS, present=119))


@given(st.text(rules.LETTERS, min_size=rules.LENGTH, max_size=rules.LENGTH))
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    typed = rules.written(code)

    assert rules.read_code(typed) == code
    assert rules.read_code(f" {typed.lower().replace('-', ' ')} ") == code


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "ABCD-EFGH-JKM0", "ABCD-EFGH-JKMNP", "é" * 12])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert rules.read_code(typed) is None


def test_no_sign_of_a_code_is_read_as_another() -> None:
    assert len(set(rules.LETTERS)) == 32
    assert rules.read_code(rules.new_code())
    assert not set("0O1I") & set(rules.LETTERS)
