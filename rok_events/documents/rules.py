"""Rules of papers: which there are, on which sheets, and what can be chosen of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Sequence


A4_WIDTH, A4_HEIGHT = 210.0, 297.0
MOST_BLANKS = 60
MOST_CARDS = 300
"""How many cards go in one file: setting them takes less than a second."""
BLANKS = (0, 4, 8, 12, 20, 40)
"""How many empty cards or lines the page offers."""


class Paper(StrEnum):
    """A paper of an activity; the values stand in addresses."""

    BADGES = "badges"
    TENTS = "naambordjes"
    SHEET = "tekenlijst"
    DOOR = "deurlijst"


NAMES = {
    Paper.BADGES: N_("Badges"),
    Paper.TENTS: N_("Name tents"),
    Paper.SHEET: N_("Sign-in sheet"),
    Paper.DOOR: N_("Door list"),
}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An A4 sheet of cards in columns and rows, in the middle of the paper; in millimetres.

    Labels are cut already; plain paper gets marks to cut along.
    """

    name: str
    width: float
    height: float
    columns: int
    rows: int
    gap_x: float = 0
    gap_y: float = 0
    is_cut: bool = True

    @property
    def cards(self) -> int:
        """How many cards are on one sheet."""
        return self.columns * self.rows

    @property
    def left(self) -> float:
        """From the edge of the paper to the first column."""
        return _margin(A4_WIDTH, self.width, self.gap_x, self.columns)

    @property
    def top(self) -> float:
        """From the edge of the paper to the first row."""
        return _margin(A4_HEIGHT, self.height, self.gap_y, self.rows)


# Labels by the number that Avery gave them; other makers name theirs as a replacement of it.
SHEETS = {
    "90x60": Sheet(
        name=N_("Plain paper, 90 by 60 mm, eight on a sheet: to cut, for a holder"),
        width=90,
        height=60,
        columns=2,
        rows=4,
        is_cut=False,
    ),
    "a6": Sheet(
        name=N_("Plain paper, A6, four on a sheet: to cut, for around the neck"),
        width=105,
        height=148.5,
        columns=2,
        rows=2,
        is_cut=False,
    ),
    "l4785": Sheet(
        name=N_("Labels, 80 by 50 mm, ten on a sheet (Avery L4785)"),
        width=80,
        height=50,
        columns=2,
        rows=5,
        gap_x=15,
        gap_y=5,
    ),
    "l7165": Sheet(
        name=N_("Labels, 99.1 by 67.7 mm, eight on a sheet (Avery L7165)"),
        width=99.1,
        height=67.7,
        columns=2,
        rows=4,
        gap_x=2.5,
    ),
    "l7160": Sheet(
        name=N_("Labels, 63.5 by 38.1 mm, twenty-one on a sheet (Avery L7160)"),
        width=63.5,
        height=38.1,
        columns=3,
        rows=7,
        gap_x=2.54,
    ),
}
TENTS_ON_A_SHEET = {"groot": 1, "klein": 2}
TENTS = {
    "groot": N_("Large: one on a sheet, folded once"),
    "klein": N_("Small: two on a sheet, cut and folded"),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What somebody chose of a paper.

    `size` is a key of `SHEETS` or `TENTS`; `first` the first card to print on, counted from 1, for
    a sheet of which some are gone; `blanks` are empty ones to write on. `ids` are registrations;
    none means everybody with a place. `part` says which of them, counted from 1, where there are
    more than go in one file. Without `session_id` a sign-in sheet is for every session.
    """

    paper: Paper
    size: str = ""
    blanks: int = 0
    first: int = 1
    ids: frozenset[int] = frozenset()
    part: int = 1
    session_id: int | None = None

    @property
    def cards(self) -> int:
        """How many people stand on one sheet; 0 for a list, which is as long as it is."""
        if self.paper is Paper.BADGES:
            return SHEETS[self.size].cards
        return TENTS_ON_A_SHEET.get(self.size, 0)


def size(paper: Paper, given: str) -> str:
    """Return the size that was asked for, else the usual one of this paper; none for a list."""
    known: Sequence[str] = [*SHEETS] if paper is Paper.BADGES else [*TENTS]
    if paper not in {Paper.BADGES, Paper.TENTS}:
        return ""
    return given if given in known else known[0]


def parts(number: int) -> int:
    """Return in how many files so many cards go."""
    return max(-(-number // MOST_CARDS), 1)


def blanks(paper: Paper, given: int | None) -> int:
    """Return how many empty cards or lines are wanted; lists have some where nothing is said."""
    usual = 8 if paper in {Paper.SHEET, Paper.DOOR} else 0
    return max(0, min(usual if given is None else given, MOST_BLANKS))


def _margin(paper: float, card: float, gap: float, number: int) -> float:
    return round((paper - number * card - (number - 1) * gap) / 2, 3)
