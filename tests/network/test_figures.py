"""What to report of the network in a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rok_events.network import figures, measures, pages
from rok_events.network.figure_words import MEANINGS, Form
from rok_events.network.figures import Bridge, Core, Figures, Window
from rok_events.network.planned import Outcome
from rok_events.network.presences import NOBODY, OTHERS
from rok_events.network.projection import project
from tests.network.rooms import Row, presences

if TYPE_CHECKING:
    from rok_events.network.presences import Presences

A, B, C, D, E = 1, 2, 3, 4, 5
SECTORS = {A: "ggz", B: "ggz", C: "onderwijs", D: "onderwijs", E: None}
Held = tuple[date, dict[int, int]]


def meetings(*held: Held) -> Presences:
    """Return meetings with so many people of each organisation, always the same ones."""
    rows: list[Row] = [
        (10 * one + person + 10, one, number)
        for number, (_, there) in enumerate(held)
        for one, people in there.items()
        for person in range(people)
    ]
    return presences(
        rows, session_of=[*range(len(held))], day_of=[day.toordinal() for day, _ in held]
    )


def window(
    held: Presences, since: date | None, until: date, shown: tuple[int, ...] = (A, B, C, D)
) -> Window:
    days = since.toordinal() if since else 0, until.toordinal()
    ids = np.array(shown, dtype=np.int64)
    projection = project(held.within(*days).among(ids), ids)
    return Window(projection, held, SECTORS, since, until)


def report(now: Window, before: Window | None = None) -> Figures:
    return figures.report(now, before, measures.betweenness(now.projection.newman))


def values(found: Figures) -> dict[str, float | None]:
    return {name: figure.value for name, figure in found.figures.items()}


NO_PLAN = dict.fromkeys(Outcome._fields)
TWO_YEARS = (
    (date(2023, 3, 1), {A: 2, B: 2}),
    (date(2023, 9, 1), {B: 2, C: 2}),
    (date(2024, 2, 1), {A: 2, B: 2}),
    (date(2024, 8, 1), {A: 1, C: 3}),
)


def test_a_year_beside_the_one_before() -> None:
    held = meetings(*TWO_YEARS)
    now = window(held, date(2024, 1, 1), date(2025, 1, 1))

    found = report(now, window(held, date(2023, 1, 1), date(2024, 1, 1)))

    assert [*found.figures] == [*MEANINGS]
    assert values(found) == {
        "present": 3,
        "newcomers": 0,
        "isolates": 1,
        "ties": 2,
        "density": pytest.approx(2 / 6),
        "partners": 1.0,
        "new_ties": 1,
        "persistence": 0.5,
        "dormant": 1,
        "mixing": pytest.approx((3 / 3 - 4 / 3) / (3 / 3 + 4 / 3)),
        "bridges": 1,
        "fragile": 1,
        "core": 3,
        "centralisation": pytest.approx(4 / 6),
        **NO_PLAN,
    }
    assert {name: figure.before for name, figure in found.figures.items()} == {
        "present": 3,
        "newcomers": 3,
        "isolates": 1,
        "ties": 2,
        "density": pytest.approx(2 / 6),
        "partners": 1.0,
        "new_ties": 2,
        "persistence": None,
        "dormant": 0,
        "mixing": 0,
        "bridges": 1,
        "fragile": 0,
        "core": 3,
        "centralisation": pytest.approx(4 / 6),
        **NO_PLAN,
    }
    assert found.isolates == {D}
    assert found.new_ties == {(A, C)}
    assert found.dormant == {(B, C)}
    assert found.fragile == {(A, C)}
    assert found.new_per_quarter == {date(2024, 7, 1): 1}
    assert found.core == Core(1, frozenset({A, B, C}))
    assert found.bridges == (Bridge(A, 1 / 3, 1),)


def test_without_a_beginning_all_that_was_is_told_and_the_last_year_is_new() -> None:
    found = report(window(meetings(*TWO_YEARS), None, date(2025, 1, 1)))

    told = values(found)
    assert told["newcomers"] is None
    assert told["new_ties"] == 1
    assert told["ties"] == 3
    assert found.figures["ties"].before is None
    assert found.new_per_quarter == {
        date(2023, 1, 1): 1,
        date(2023, 7, 1): 1,
        date(2024, 7, 1): 1,
    }


def test_small_organisations_count_as_present_and_are_named_nowhere() -> None:
    held = meetings((date(2024, 1, 1), {A: 3, B: 1}), (date(2024, 2, 1), {B: 1, C: 3, NOBODY: 1}))
    ids = np.array([OTHERS, A, C])
    merged = replace(held, organisation=np.where(held.organisation == B, OTHERS, held.organisation))
    now = Window(project(merged, ids), held, SECTORS, date(2024, 1, 1), date(2025, 1, 1))

    found = report(now)

    assert values(found)["present"] == 3
    assert values(found)["newcomers"] == 3
    assert values(found)["bridges"] == 0
    assert values(found)["fragile"] == 0
    assert found.newcomers == {A, C}
    assert found.bridges == ()
    assert found.core.organisations == {A, C}
    assert found.new_ties == frozenset()


def test_at_most_five_bridges_and_the_most_needed_first() -> None:
    chain = [(date(2024, 1, n), {n: 2, n + 1: 2}) for n in range(1, 10)]
    ids = tuple(range(1, 11))

    found = report(window(meetings(*chain), None, date(2025, 1, 1), ids))

    assert [(bridge.organisation, bridge.cut_off) for bridge in found.bridges] == [
        (5, 4),
        (6, 4),
        (4, 3),
        (7, 3),
        (3, 2),
    ]
    assert values(found)["bridges"] == 8


def test_nobody_came() -> None:
    found = report(window(presences([]), None, date(2025, 1, 1), ()))

    told = values(found)
    assert {name for name, value in told.items() if value is None} == {
        "newcomers",
        "partners",
        "persistence",
        "mixing",
        *NO_PLAN,
    }
    assert {value for value in told.values() if value is not None} == {0}
    assert found.core.organisations == frozenset()


def test_what_cannot_be_told_is_a_dash() -> None:
    assert pages.written(None, Form.SHARE) == "–"  # noqa: RUF001 -- a dash
