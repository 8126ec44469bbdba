"""The filters above the agenda: what the address asks for, and what of it makes no sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from rok_events.activities.kinds import Kind
from rok_events.activities.queries import Search
from rok_events.activities.rules import When
from rok_events.core import text
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rok_events.communities.models import Community

LONGEST_SEARCH = 100
MOST_DIGITS = 4
KINDS = {kind.value: kind for kind in Kind}
PERIODS = {when.value: when for when in When}
PASSED_OVER = {
    "q": N_("Your search was very long: we looked for the first part of it."),
    "soort": N_("This kind of activity does not exist. You see all kinds."),
    "netwerk": N_("This network does not exist. You see all networks."),
    "wanneer": N_("This period does not exist. You see what is coming."),
    "page": N_("This page number does not exist. You see the first page."),
}


@dataclass(frozen=True)
class Filters:
    """What to look for, and a sentence for each part of the address that was passed over."""

    search: Search
    mistakes: Sequence[str]


def read(
    args: Mapping[str, str], communities: Sequence[Community], only: Community | None = None
) -> Filters:
    """Read the filters from an address; a value that makes no sense counts as not given.

    `only` is the community whose own page this is.
    """
    given = {name: args.get(name, "") for name in PASSED_OVER}
    words = text.one_line(given["q"])
    kind = KINDS.get(given["soort"])
    community = only or {c.slug: c for c in communities}.get(given["netwerk"])
    when = PERIODS.get(given["wanneer"])
    page = _page(given["page"])
    understood = {
        "q": len(words) <= LONGEST_SEARCH,
        "soort": kind,
        "netwerk": community,
        "wanneer": when,
        "page": page,
    }
    return Filters(
        Search(
            words=words[:LONGEST_SEARCH],
            kind=kind,
            community=community,
            when=when or When.COMING,
            page=page or 1,
        ),
        [gettext(PASSED_OVER[name]) for name in given if given[name] and not understood[name]],
    )


def _page(given: str) -> int | None:
    is_number = given.isdecimal() and len(given) <= MOST_DIGITS and int(given) > 0
    return int(given) if is_number else None
