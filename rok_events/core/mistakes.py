"""What is wrong with a file that somebody brought, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rok_events.core.errors import DomainError

MOST_TOLD = 100


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one cell: `message` is a message id, `values` fill its placeholders.

    `row` is counted as the spreadsheet program counts it; `column` is the name in the file.
    """

    row: int
    column: str
    message: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.message % self.values if self.values else self.message


class Mistakes:
    """The first hundred mistakes in a file, and how many there are."""

    def __init__(self) -> None:
        self.total = 0
        self._told: list[Mistake] = []

    def add(self, row: int, column: str, error: DomainError) -> None:
        """Note one mistake."""
        self.total += 1
        if self.total <= MOST_TOLD:
            self._told.append(Mistake(row, column, error.message, error.values))

    @property
    def told(self) -> Sequence[Mistake]:
        """The mistakes that are told, in the order of the rows."""
        return sorted(self._told, key=lambda mistake: mistake.row)


class FaultyFileError(InvalidError):
    """There are mistakes in a file, so nothing of it is taken in."""

    def __init__(self, mistakes: Mistakes) -> None:
        super().__init__(N_("Not everything in the file is right."))
        self.mistakes = mistakes
