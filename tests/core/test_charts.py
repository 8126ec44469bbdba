"""Charts: where bars, lines and words stand."""

from __future__ import annotations

import pytest

from rok_events.core import charts
from rok_events.core.charts import Series


def test_a_column_stacks_its_parts_from_the_floor_up() -> None:
    drawn = charts.columns(["2026"], [Series("a", [3]), Series("b", [1])])

    low, high = drawn.bars
    assert low.y + low.height == pytest.approx(drawn.floor)
    assert high.y + high.height == pytest.approx(low.y)
    assert low.height == pytest.approx(3 * high.height)
    assert drawn.names == ("a", "b")


def test_what_is_not_told_and_what_is_nothing_is_not_drawn() -> None:
    drawn = charts.columns(["2025", "2026"], [Series("a", [None, 0])])

    assert drawn.bars == ()


def test_columns_stay_between_the_axis_and_the_edge() -> None:
    drawn = charts.columns([""] * 30, [Series("a", [*range(30)])])

    assert min(bar.x for bar in drawn.bars) > drawn.left
    assert max(bar.x + bar.width for bar in drawn.bars) < drawn.right
    assert min(bar.y for bar in drawn.bars) > 0


def test_a_line_breaks_where_a_value_is_not_told() -> None:
    (line,) = charts.lines(["a", "b", "c"], [Series("a", [3, None, 9])]).lines

    assert len(line.dots) == 2
    assert line.path.count("M") == 2


def test_a_line_goes_on_where_all_is_told() -> None:
    (line,) = charts.lines(["a", "b"], [Series("a", [1, 2])]).lines

    assert line.path.count("M") == 1
    assert line.dots[0][1] > line.dots[1][1], "more is higher"


@pytest.mark.parametrize(
    ("most", "step"), [(1, 1), (4, 1), (5, 2), (9, 5), (20, 5), (21, 10), (63, 20), (4000, 1000)]
)
def test_ticks_are_round_and_few(most: float, step: int) -> None:
    assert charts.step(most) == step


def test_an_empty_chart_still_has_an_axis() -> None:
    drawn = charts.columns([], [])

    assert [value for _, value in drawn.ticks] == [0, 1]
    assert drawn.labels == ()


def test_words_that_would_touch_are_left_out() -> None:
    years = [str(year) for year in range(2000, 2030)]

    labels = charts.columns(years, [Series("a", [1] * 30)]).labels

    assert labels[0][1] == "2000"
    assert 5 < len(labels) < 15
