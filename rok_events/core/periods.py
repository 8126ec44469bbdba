"""Half-open periods of days, `[start, end)`; years and quarters of the calendar."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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


@dataclass(frozen=True)
class Span:
    """A whole year of the calendar, or a quarter."""

    starts_on: date
    months: int

    @property
    def ends_on(self) -> date:
        """The day after it."""
        return _first_of(_month(self.starts_on) + self.months)

    @property
    def is_year(self) -> bool:
        """Whether it is a year."""
        return self.months == YEAR

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in it."""
        return self.starts_on <= day < self.ends_on


YEAR, QUARTER = 12, 3
"""In months."""

_MOST_QUARTERS = 12


def spans(first: date, last: date) -> list[Span]:
    """Return the years from the first day to the last, or the quarters where these are few."""
    quarters = _spans(first, last, QUARTER)
    return quarters if len(quarters) <= _MOST_QUARTERS else years(first, last)


def years(first: date, last: date) -> list[Span]:
    """Return the calendar years from the first day to the last."""
    return _spans(first, last, YEAR)


def axis(spans: Sequence[Span]) -> list[str]:
    """Return what stands under each span in a chart: the year, where it begins."""
    begins = [span for span in spans if span.starts_on.month == 1] or spans[:1]
    return [str(span.starts_on.year) if span in begins else "" for span in spans]


def months_later(day: date, months: int) -> date:
    """Return the day so many months later, or the last of that month if it has no such day."""
    first = _first_of(_month(day) + months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def before(starts_on: date, ends_on: date) -> date:
    """Return when a period of the same length began that ends where this one begins.

    Whole months are as many months: the year before a leap year begins on the first of January.
    """
    if starts_on.day == ends_on.day:
        return months_later(starts_on, _month(starts_on) - _month(ends_on))
    return starts_on - (ends_on - starts_on)


def _spans(first: date, last: date, months: int) -> list[Span]:
    start, end = (_month(day) // months * months for day in (first, last))
    return [Span(_first_of(month), months) for month in range(start, end + months, months)]


def _month(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _first_of(month: int) -> date:
    return date(month // YEAR, month % YEAR + 1, 1)
