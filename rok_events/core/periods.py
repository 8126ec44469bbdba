"""Half-open periods of days: `[start, end)`, without an end while they last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Period:
    """The days from `starts_on` up to, but not including, `ends_on`; `None` is unbounded."""

    starts_on: date | None = None
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        after_start = self.starts_on is None or self.starts_on <= day
        return after_start and (self.ends_on is None or day < self.ends_on)

    @property
    def is_reversed(self) -> bool:
        """Whether the end comes before the start."""
        return (
            self.starts_on is not None
            and self.ends_on is not None
            and self.ends_on < self.starts_on
        )
