"""The days of a series: every so many weeks or months, past the Dutch public holidays. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_DAYS = 60
WEEK = timedelta(weeks=1)


class Rhythm(StrEnum):
    """How often a series comes back; the values stand in forms."""

    WEEK = "week"
    TWO_WEEKS = "twee-weken"
    THREE_WEEKS = "drie-weken"
    FOUR_WEEKS = "vier-weken"
    MONTH = "maand"
    TWO_MONTHS = "twee-maanden"


WEEKS = {Rhythm.WEEK: 1, Rhythm.TWO_WEEKS: 2, Rhythm.THREE_WEEKS: 3, Rhythm.FOUR_WEEKS: 4}
MONTHS = {Rhythm.MONTH: 1, Rhythm.TWO_MONTHS: 2}
RHYTHMS = {
    Rhythm.WEEK: N_("Every week"),
    Rhythm.TWO_WEEKS: N_("Every two weeks"),
    Rhythm.THREE_WEEKS: N_("Every three weeks"),
    Rhythm.FOUR_WEEKS: N_("Every four weeks"),
    Rhythm.MONTH: N_("Every month, on the same weekday (such as each second Tuesday)"),
    Rhythm.TWO_MONTHS: N_("Every two months, on the same weekday"),
}


@dataclass(frozen=True)
class Row:
    """The days of a series, and the holidays it stepped over, with their names (message ids)."""

    days: tuple[date, ...]
    skipped: Mapping[date, str]


def row(first: date, rhythm: Rhythm, number: int, *, past_holidays: bool = True) -> Row:
    """Return `number` days from `first` on, at most `MOST_DAYS`; a holiday is not counted."""
    days: list[date] = []
    skipped: dict[date, str] = {}
    for day in occurrences(first, rhythm):
        if len(days) >= min(number, MOST_DAYS):
            break
        if past_holidays and day in holidays(day.year):
            skipped[day] = holidays(day.year)[day]
        else:
            days.append(day)
    return Row(tuple(days), skipped)


def occurrences(first: date, rhythm: Rhythm) -> Iterator[date]:
    """Yield the days of a rhythm without end.

    By the month it is the same weekday of the same week: the second Tuesday, or the last one where
    `first` is a fifth.
    """
    if rhythm in WEEKS:
        yield from (first + WEEK * WEEKS[rhythm] * n for n in count())
    week = (first.day - 1) // 7
    for n in count():
        months = first.month - 1 + n * MONTHS[rhythm]
        yield _weekday(first.year + months // 12, months % 12 + 1, first.weekday(), week)


@lru_cache(maxsize=64)
def holidays(year: int) -> Mapping[date, str]:
    """Return the public holidays of a year, as the Algemene termijnenwet (article 3) lists them."""
    easter = easter_sunday(year)
    # The king's birthday is kept a day early when it is a Sunday.
    king = date(year, 4, 27)
    king -= timedelta(days=king.weekday() == 6)  # noqa: PLR2004 -- Sunday
    return {
        date(year, 1, 1): N_("New Year's Day"),
        easter - timedelta(days=2): N_("Good Friday"),
        easter: N_("Easter Sunday"),
        easter + timedelta(days=1): N_("Easter Monday"),
        king: N_("King's Day"),
        date(year, 5, 5): N_("Liberation Day"),
        easter + timedelta(days=39): N_("Ascension Day"),
        easter + timedelta(days=49): N_("Whit Sunday"),
        easter + timedelta(days=50): N_("Whit Monday"),
        date(year, 12, 25): N_("Christmas Day"),
        date(year, 12, 26): N_("Boxing Day"),
    }


def easter_sunday(year: int) -> date:
    """Return Easter Sunday, by the anonymous Gregorian algorithm (Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), (i, k) = divmod(b, 4), divmod(c, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    left = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * left) // 451
    month, day = divmod(h + left - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _weekday(year: int, month: int, weekday: int, week: int) -> date:
    """Return a weekday of a month: the first when `week` is 0, and the last when it is 4."""
    first = date(year, month, 1)
    day = 1 + (weekday - first.weekday()) % 7 + 7 * week
    return date(year, month, day if day <= monthrange(year, month)[1] else day - 7)
