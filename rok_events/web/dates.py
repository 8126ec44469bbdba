"""Dates and times as people say them, in Dutch and English, in the time of the Netherlands.

Small tables and a cache instead of a formatting library: a page of a hundred cards asks four
hundred times, and must have its answers in well under a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from rok_events.core.clock import AMSTERDAM

if TYPE_CHECKING:
    from rok_events.core.periods import Span


class Period(Protocol):
    """Anything that begins and ends: a session, an activity, a part of a programme."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""


@dataclass(frozen=True)
class Words:
    """What a language calls days and months, and how it writes a time."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    colon: str
    oclock: str
    quarter: str


def _words(days: str, months: str, short_months: str, *signs: str) -> Words:
    return Words(tuple(days.split()), tuple(months.split()), tuple(short_months.split()), *signs)


WORDS = {
    "nl": _words(
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        ".",
        " uur",
        "{}e kwartaal {}",
    ),
    "en": _words(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        ":",
        "",
        "Q{} {}",
    ),
}


def local(moment: date) -> date:
    """Return a moment as the clocks in the Netherlands show it; a day stays that day."""
    return moment.astimezone(AMSTERDAM) if isinstance(moment, datetime) else moment


@lru_cache(maxsize=4096)
def day(moment: date, language: str) -> str:
    """Return "donderdag 16 mei 2027"."""
    return f"{WORDS[language].days[local(moment).weekday()]} {brief(moment, language)}"


@lru_cache(maxsize=4096)
def brief(moment: date, language: str) -> str:
    """Return "16 mei 2027"."""
    here = local(moment)
    return f"{here.day} {WORDS[language].months[here.month - 1]} {here.year}"


@lru_cache(maxsize=4096)
def month_name(moment: date, language: str) -> str:
    """Return "mei 2027"."""
    here = local(moment)
    return f"{WORDS[language].months[here.month - 1]} {here.year}"


@lru_cache(maxsize=4096)
def month_short(moment: date, language: str) -> str:
    """Return "mei", three letters at most."""
    return WORDS[language].short_months[local(moment).month - 1]


@dataclass(frozen=True)
class Block:
    """The parts of a date as a calendar block shows them, and as machines read it."""

    number: int
    month: str
    weekday: str
    machine: str


@lru_cache(maxsize=4096)
def block(moment: date, language: str) -> Block:
    """Return the parts of a date."""
    here = local(moment)
    weekday = WORDS[language].days[here.weekday()]
    return Block(here.day, month_short(moment, language), weekday, machine(moment))


@lru_cache(maxsize=4096)
def clock(moment: datetime, language: str) -> str:
    """Return "13.30", or "13:30" in English."""
    here = moment.astimezone(AMSTERDAM)
    return f"{here.hour}{WORDS[language].colon}{here.minute:02}"


@lru_cache(maxsize=4096)
def moment(at: datetime, language: str) -> str:
    """Return "donderdag 16 mei 2027, 13.30 uur"."""
    return f"{day(at, language)}, {clock(at, language)}{WORDS[language].oclock}"


@lru_cache(maxsize=4096)
def hours(starts_at: datetime, ends_at: datetime, language: str) -> str:
    """Return "13.30 – 17.00 uur"."""  # noqa: RUF002 -- a dash between two times is an en dash
    words = WORDS[language]
    return f"{clock(starts_at, language)} – {clock(ends_at, language)}{words.oclock}"  # noqa: RUF001


def when(period: Period, language: str) -> str:
    """Return day and hours; both days where it ends on another day than it begins."""
    starts_at, ends_at = period.starts_at, period.ends_at
    if starts_at.astimezone(AMSTERDAM).date() == ends_at.astimezone(AMSTERDAM).date():
        return f"{day(starts_at, language)}, {hours(starts_at, ends_at, language)}"
    return f"{moment(starts_at, language)} – {moment(ends_at, language)}"  # noqa: RUF001


@lru_cache(maxsize=4096)
def span(of: Span, language: str) -> str:
    """Return "2027", or "1e kwartaal 2027"."""
    year, month = of.starts_on.year, of.starts_on.month
    return str(year) if of.is_year else WORDS[language].quarter.format(month // 3 + 1, year)


@lru_cache(maxsize=4096)
def machine(moment: date) -> str:
    """Return what the `datetime` attribute of `<time>` wants: "2027-05-16T13:30+02:00"."""
    here = local(moment)
    return here.isoformat(timespec="minutes") if isinstance(here, datetime) else here.isoformat()
