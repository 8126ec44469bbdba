"""What a file added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

IMPORT = "attendance.import"
"""The kind of work that takes in a file."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a file added, or would add on a trial run.

    `rows` counts those that hold something, without the header. `added` counts by the name of the
    table; `known` is how many presences were known before.
    """

    rows: int
    added: Counter[str] = field(default_factory=Counter)
    known: int = 0
    first_on: date
    last_on: date
    is_trial: bool = False

    def kept(self) -> Mapping[str, object]:
        """Return it in plain values, as JSON can keep them."""
        days = {"first_on": str(self.first_on), "last_on": str(self.last_on)}
        return {**vars(self), **days, "added": dict(self.added)}

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> Report:
        """Return what was kept."""
        days = {name: date.fromisoformat(kept[name]) for name in ("first_on", "last_on")}
        return cls(**{**kept, **days, "added": Counter(kept["added"])})

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
