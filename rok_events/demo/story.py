"""What a network of the demo is made of: its members and its meetings, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from rok_events.activities.rules import Accreditation, Setting
from rok_events.core.clock import AMSTERDAM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rok_events.activities.kinds import Kind

ALWAYS = date(2000, 1, 1)


@dataclass(frozen=True)
class Member:
    """An organisation with so many invented people; `domain` is a part of their addresses.

    `parents` is not an organisation but the people who take part without one.
    """

    name: str
    sector: str
    people: int
    domain: str = ""
    aliases: tuple[str, ...] = ()
    joins: date = ALWAYS
    leaves: date | None = None

    def is_in(self, day: date) -> bool:
        """Tell whether the organisation belongs to the network on `day`."""
        return self.joins <= day and (self.leaves is None or day < self.leaves)


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point of the programme: `at` is a clock time such as `13.30`."""

    at: str
    title: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """An activity and how it went: how many wished to come, and who.

    `circle` names the members from which people come; empty means all. `wishes` counts the people
    who register; `loose` of them belong to no organisation. Of those with a place the part
    `faithful` really comes to each session; of one that is going on `arrived` are in. `tables` and
    `rounds` seat them, by a plan made beforehand where it `keeps_plan`. Whoever is there for
    `minimum_presence` percent gets a certificate, with the points of the `accreditations`. With
    `keeps_times` it is noted when they come and go. `beside` is the title of the meeting to which
    this one is a parallel group.
    """

    kind: Kind
    title: str
    starts: tuple[datetime, ...]
    length: timedelta
    capacity: int
    wishes: int
    place: str
    address: str = ""
    summary: str
    description: str = ""
    audience: str = ""
    hosted_by: str = ""
    setting: Setting = Setting.ON_SITE
    online_url: str = ""
    circle: tuple[str, ...] = ()
    loose: int = 0
    faithful: float = 0.82
    walk_ins: int = 0
    arrived: int = 0
    keeps_times: bool = False
    beside: str = ""
    tables: tuple[str, ...] = ()
    rounds: int = 0
    keeps_plan: bool = False
    session_titles: tuple[str, ...] = ()
    programme: tuple[Point, ...] = ()
    asks_diet: bool = False
    minimum_presence: int | None = None
    accreditations: tuple[Accreditation, ...] = ()
    is_draft: bool = False
    cancel_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Network:
    """One community of the demo.

    `meetings` gives them for the day on which the demo is loaded, `today` those of that moment.
    """

    slug: str
    name: str
    description: str
    accent: str
    members: tuple[Member, ...]
    meetings: Callable[[date], Sequence[Meeting]]
    is_discreet: bool = False
    today: Callable[[datetime], Sequence[Meeting]] = lambda _now: ()


def at(day: date, hours: int, minutes: int = 0) -> datetime:
    """Return a clock time in Amsterdam as a moment in UTC, to which hours can be added safely."""
    return datetime.combine(day, time(hours, minutes), AMSTERDAM).astimezone(UTC)


def weekday(day: date, number: int) -> date:
    """Return the first day from `day` on that is weekday `number`, Monday being 0."""
    return day + timedelta(days=(number - day.weekday()) % 7)
