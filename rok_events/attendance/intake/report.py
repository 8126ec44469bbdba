"""What came of a file: what it added, or every mistake in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

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


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a file added, or would add on a trial run; nothing at all when there are mistakes.

    `rows` counts those that hold something, without the header. `added` counts by the name of the
    table; `known` is how many presences were known before.
    """

    rows: int
    added: Counter[str] = field(default_factory=Counter)
    known: int = 0
    first_on: date | None = None
    last_on: date | None = None
    mistakes: Sequence[Mistake] = ()
    mistakes_in_all: int = 0

    @property
    def more_mistakes(self) -> int:
        """How many mistakes are not told one by one."""
        return self.mistakes_in_all - len(self.mistakes)

    @property
    def has_news(self) -> bool:
        """Whether anything is new at all."""
        return any(self.added.values())

    @property
    def activities(self) -> int:
        """How many activities are new."""
        return self.added["activity"]

    @property
    def sessions(self) -> int:
        """How many sessions are new."""
        return self.added["session"]

    @property
    def people(self) -> int:
        """How many people are new."""
        return self.added["person"]

    @property
    def organisations(self) -> int:
        """How many organisations are new."""
        return self.added["organisation"]

    @property
    def attendances(self) -> int:
        """How many times somebody turns out to have been at a session."""
        return self.added["attendance"]
