"""What came of a file: what it added, or every mistake in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rok_events.core.mistakes import Mistake


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
