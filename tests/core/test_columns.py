"""The columns of a list that somebody brought."""

from __future__ import annotations

from typing import Any

import pytest

from rok_events.core.columns import Columns
from rok_events.core.errors import InvalidError
from rok_events.core.mistakes import Mistakes
from rok_events.core.sheets import Line


def whole(said: str) -> int:
    if not said.isdecimal():
        message = "%(said)s is no number."
        raise InvalidError(message, said=said)
    return int(said)


COLUMNS = Columns(
    names={"name": ("naam", "name"), "age": ("leeftijd", "age")},
    readers={"name": str, "age": whole},
    required=("name",),
)


def read(*lines: list[str]) -> tuple[list[tuple[int, dict[str, Any]]], list[str]]:
    mistakes = Mistakes()
    rows = COLUMNS.rows([Line(n, cells) for n, cells in enumerate(lines, 1)], mistakes)
    found = [(number, values) for number, _header, values in rows]
    return found, [f"{one.row} {one.column}: {one}" for one in mistakes.told]


def test_rows_are_read_by_the_names_of_their_columns() -> None:
    found, mistakes = read(["AGE", "", " Naam "], ["7", "x", "Noor"], ["", "", "Ans"], ["8"])

    assert found == [(2, {"age": 7, "name": "Noor"}), (3, {"name": "Ans"})]
    assert mistakes == ["4 Naam: This cell must be filled in."]
    assert COLUMNS.titles == ["naam", "leeftijd"]
    assert "age" in COLUMNS.known


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([["naam", "age"], ["Noor", "x"]], "2 age: x is no number.", id="cell"),
        pytest.param([["naam"]], "1 : There are no rows below the header.", id="no rows"),
        pytest.param(
            [["naam", "kleur"], ["Noor", ""]],
            "1 kleur: There is no column named kleur. The columns are: naam, leeftijd.",
            id="unknown",
        ),
        pytest.param(
            [["naam", "name"], ["Noor", "Noor"]],
            "1 name: The column name is there twice.",
            id="twice",
        ),
        pytest.param([["age"], ["7"]], "1 naam: The column naam (name) is missing.", id="missing"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(lines: list[list[str]], expected: str) -> None:
    assert read(*lines) == ([], [expected])
