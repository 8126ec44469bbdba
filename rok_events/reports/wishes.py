"""What somebody wants a report of: a network, and a year or all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rok_events.core import text
from rok_events.core.clock import AMSTERDAM
from rok_events.core.text import N_
from rok_events.network import asked, queries
from rok_events.network.rules import FilterError, Filters, UnknownCommunityError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.communities.models import Community

_NO_YEAR = N_("There is nothing of %(year)s in this network. Choose another year.")


@dataclass(frozen=True)
class Wish:
    """A network and a year of it; `years` are those that could be chosen, the latest first.

    Without a year it is about everything. There are no years, and no `last` day, where nobody
    was present yet.
    """

    community: Community
    years: tuple[int, ...]
    year: int | None
    last: date | None

    def last_of(self, year: int | None) -> date | None:
        """Return up to which day there can be data of a year, or of all years."""
        if self.last is None or year is None:
            return self.last
        return min(self.last, date(year, 12, 31))

    @property
    def filters(self) -> Filters:
        """What to ask of the network; the end follows from the data and never from the clock."""
        if self.year:
            since, until = date(self.year, 1, 1), date(self.year + 1, 1, 1)
            return Filters(since=since, until=until, community=self.community.slug)
        after = self.last + timedelta(days=1) if self.last else None
        return Filters(until=after, community=self.community.slug)


def read(given: Mapping[str, str]) -> Wish | None:
    """Read the wish from an address or a form; nothing if the visitor may see no network at all.

    Raises:
        FilterError: the network is unknown or not for the visitor, or there is no such year.
    """
    visible = asked.visible()
    slug = given.get("netwerk") or (visible[0].slug if visible else "")
    if not slug:
        return None
    chosen = next((one for one in visible if one.slug == slug), None)
    if chosen is None:
        raise UnknownCommunityError(slug)
    summary = queries.summaries([chosen.id]).get(chosen.id)
    if summary is None:
        return Wish(chosen, (), None, None)
    first, last = (at.astimezone(AMSTERDAM).date() for at in (summary.first_at, summary.last_at))
    years = tuple(range(last.year, first.year - 1, -1))
    return Wish(chosen, years, _year(given.get("jaar", ""), years), last)


def _year(said: str, years: tuple[int, ...]) -> int | None:
    if not said:
        return None
    year = text.number(said)
    if year not in years:
        raise FilterError(_NO_YEAR, year=said[:20])
    return year
