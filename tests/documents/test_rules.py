"""Which papers there are, on which sheets, and what can be chosen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rok_events.documents import rules
from rok_events.documents.rules import A4_HEIGHT, A4_WIDTH, SHEETS, Paper, Sheet

NOON = datetime(2027, 5, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_cards_stand_in_the_middle_of_the_paper(sheet: Sheet) -> None:
    across = sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap_x
    down = sheet.rows * sheet.height + (sheet.rows - 1) * sheet.gap_y

    assert sheet.left >= 0
    assert sheet.top >= 0
    assert 2 * sheet.left + across == pytest.approx(A4_WIDTH)
    assert 2 * sheet.top + down == pytest.approx(A4_HEIGHT)


def test_a_sheet_of_labels_has_the_edges_of_the_maker() -> None:
    edges = {key: (sheet.left, sheet.top, sheet.cards) for key, sheet in SHEETS.items()}

    assert edges["l4785"] == (17.5, 13.5, 10)
    assert edges["l7165"] == (4.65, 13.1, 8)
    assert edges["l7160"] == (7.21, 15.15, 21)


@pytest.mark.parametrize(
    ("paper", "given", "size"),
    [
        (Paper.BADGES, "l7160", "l7160"),
        (Paper.BADGES, "groot", "90x60"),
        (Paper.TENTS, "klein", "klein"),
        (Paper.TENTS, "l7160", "groot"),
        (Paper.SHEET, "l7160", ""),
    ],
)
def test_a_size_that_a_paper_does_not_have_is_its_usual_one(
    paper: Paper, given: str, size: str
) -> None:
    assert rules.size(paper, given) == size


@pytest.mark.parametrize(
    ("paper", "given", "blanks"),
    [
        (Paper.BADGES, None, 0),
        (Paper.SHEET, None, 8),
        (Paper.DOOR, 0, 0),
        (Paper.DOOR, 9999, rules.MOST_BLANKS),
    ],
)
def test_lists_have_empty_lines_unless_told_otherwise(
    paper: Paper, given: int | None, blanks: int
) -> None:
    assert rules.blanks(paper, given) == blanks


@pytest.mark.parametrize(("number", "parts"), [(0, 1), (300, 1), (301, 2)])
def test_more_cards_than_go_in_one_file_go_in_several(number: int, parts: int) -> None:
    assert rules.parts(number) == parts
