"""Tables in words: "Table 4", "Round 2: By the window"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_BREAK = "\N{NO-BREAK SPACE}"
FEW_LETTERS = 24
"""So much stays together on a badge: a round and its table."""


def called(label: str) -> str:
    """Return what a table is called: one with a number is said to be a table."""
    return str(gettext("Table %(label)s", label=label)) if label.isdecimal() else label


def seated(seats: Sequence[tuple[int, str]]) -> str:
    """Return where somebody sits: the table, and the round where there are more."""
    if len(seats) == 1:
        return called(seats[0][1])
    return " · ".join(
        _together(gettext("Round %(number)s: %(table)s", number=round_, table=called(label)))
        for round_, label in seats
    )


def _together(words: str) -> str:
    """Keep a few words on one line."""
    return words if len(words) > FEW_LETTERS else words.replace(" ", NO_BREAK)
