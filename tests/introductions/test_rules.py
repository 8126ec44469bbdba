"""Who should meet next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rok_events.introductions import rules
from rok_events.introductions.rules import Candidate, Witness
from rok_events.seating.rules import Pair, pair

SECTORS = {1: "ggz", 2: "huisartsen", 3: "welzijn", 4: "ggz"}


def found(sessions: dict[tuple[int, int], int], *should_know: set[str]) -> list[Candidate]:
    """Return who of four organisations should meet."""
    ties = {Pair(*pair): number for pair, number in sessions.items()}
    return rules.candidates(SECTORS, ties, {frozenset(sectors) for sectors in should_know})


def test_who_shares_a_partner_and_did_not_meet_should() -> None:
    assert found({(1, 3): 5, (2, 3): 7}) == [Candidate(Pair(1, 2), [Witness(3, 5, 7)])]


def test_who_met_is_not_named() -> None:
    assert found({(1, 3): 5, (2, 3): 7, (1, 2): 1}) == []


def test_one_sector_need_not_meet_itself_unless_that_is_chosen() -> None:
    both_know_three = {(1, 3): 2, (3, 4): 2}

    assert found(both_know_three) == []
    assert [one.pair for one in found(both_know_three, {"ggz"})] == [Pair(1, 4)]


def test_only_the_chosen_sectors_count_also_without_a_common_partner() -> None:
    assert found({(1, 3): 2, (2, 3): 2}, {"huisartsen", "ggz"}) == [
        Candidate(Pair(1, 2), [Witness(3, 2, 2)]),
        Candidate(Pair(2, 4), []),
    ]


def test_the_most_in_common_comes_first_and_so_does_the_strongest_witness() -> None:
    pairs = found({(1, 2): 1, (1, 3): 9, (2, 4): 1, (3, 4): 4})

    assert [one.pair for one in pairs] == [Pair(2, 3)]
    assert pairs[0].common == [Witness(1, 1, 9), Witness(4, 1, 4)]


def test_of_unknown_sectors_nothing_is_said() -> None:
    ties = {Pair(1, 3): 5, Pair(2, 3): 5}

    assert rules.candidates({1: None, 2: "ggz", 3: "welzijn"}, ties, ()) == []
    assert rules.candidates({1: None}, {}, ()) == []
    assert rules.candidates({}, {}, ()) == []


def test_ties_with_who_is_not_named_are_no_evidence() -> None:
    assert found({(1, 99): 5, (2, 99): 7}) == []


@given(st.dictionaries(st.tuples(st.integers(1, 3), st.integers(2, 4)), st.integers(1, 9)))
def test_nobody_is_introduced_to_who_they_met_or_to_themselves(
    drawn: dict[tuple[int, int], int],
) -> None:
    sessions = {pair(*two): n for two, n in drawn.items() if two[0] != two[1]}

    for one in rules.candidates(SECTORS, sessions, ()):
        assert one.pair.one < one.pair.other
        assert one.pair not in sessions
        assert all(witness.least > 0 for witness in one.common)
