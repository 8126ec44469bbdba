"""Which names may be one person's, and which periods of work go together."""

from __future__ import annotations

from datetime import date

import pytest

from rok_events.core import text
from rok_events.core.errors import ForbiddenError, InvalidError
from rok_events.directory import rules
from rok_events.people import merging_rules
from rok_events.people.rules import Stint


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("Anna de Vries", "Anna de Vries", True),
        ("Zoë Smit", "Zoe Smit", True),
        ("Anna de Vries", "Ana de Vries", True),
        ("Vries, Anna de", "Anna de Vries", True),
        ("A. de Vries", "Anna de Vries", True),
        ("B. de Vries", "Anna de Vries", False),
        ("Anna de Vries", "Anna Jansen", False),
        ("A.", "Anna", False),
        ("", "", False),
    ],
)
def test_names_are_alike_but_for_a_slip_or_an_initial(
    one: str, other: str, *, are_alike: bool
) -> None:
    assert bool(rules.alike([text.key(one), text.key(other)])) is are_alike


@pytest.mark.parametrize(
    ("seen", "known_in", "is_refused"),
    [(None, {1, 2}, False), ({1, 2}, {1}, False), ({1}, {1, 2}, True), ({1}, set(), False)],
)
def test_only_who_sees_all_of_somebody_decides(
    seen: set[int] | None, known_in: set[int], *, is_refused: bool
) -> None:
    if is_refused:
        with pytest.raises(ForbiddenError):
            rules.refuse_others(seen, known_in)
    else:
        rules.refuse_others(seen, known_in)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field"),
    [
        (date(2026, 1, 1), None, ""),
        (date(2024, 1, 1), date(2025, 1, 1), ""),
        (date(2025, 6, 1), None, "starts_on"),
        (date(2024, 1, 1), date(2025, 1, 2), "last_day"),
        (date(2024, 1, 1), None, "last_day"),
        (date(2024, 1, 1), date(2024, 1, 1), "last_day"),
    ],
)
def test_a_period_touches_others_but_never_overlaps(
    starts_on: date, ends_on: date | None, field: str
) -> None:
    known = [Stint(1, date(2025, 1, 1), date(2026, 1, 1))]
    wanted = Stint(2, starts_on, ends_on)

    if not field:
        rules.refuse_period(wanted, known)
        return
    with pytest.raises(InvalidError) as refused:
        rules.refuse_period(wanted, known)
    assert refused.value.field == field


def stint(organisation: int, starts: int, ends: int | None) -> Stint:
    return Stint(organisation, date(starts, 1, 1), date(ends, 1, 1) if ends else None)


@pytest.mark.parametrize(
    ("kept", "gone", "one"),
    [
        ([], [], []),
        ([stint(1, 2020, None)], [], [stint(1, 2020, None)]),
        (
            [stint(1, 2020, None)],
            [stint(2, 2023, None)],
            [stint(1, 2020, 2023), stint(2, 2023, None)],
        ),
        (
            [stint(1, 2020, None)],
            [stint(2, 2022, 2023)],
            [stint(1, 2020, 2022), stint(2, 2022, 2023), stint(1, 2023, None)],
        ),
        ([stint(1, 2020, None)], [stint(2, 2020, None)], [stint(1, 2020, None)]),
        ([stint(1, 2020, 2022)], [stint(1, 2021, None)], [stint(1, 2020, None)]),
    ],
    ids=["nothing", "one only", "later", "in between", "same day", "same work"],
)
def test_of_two_working_lives_the_work_that_began_last_counts(
    kept: list[Stint], gone: list[Stint], one: list[Stint]
) -> None:
    assert merging_rules.one_life(kept, gone) == one
