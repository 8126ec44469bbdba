"""Who should meet in one community, with what speaks for it, and what became of earlier wishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.introductions import queries, rules
from rok_events.network import asked
from rok_events.network.presences import OTHERS
from rok_events.network.rules import Filters, Groups
from rok_events.seating import wish_queries
from rok_events.seating.rules import pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rok_events.communities.models import Community
    from rok_events.introductions.models import SectorPair
    from rok_events.introductions.rules import Candidate
    from rok_events.network.graph import Organisation
    from rok_events.seating.models import TableWish


@dataclass(frozen=True)
class Wished:
    """A wish for the table plan, and when the two last met, if they did since."""

    row: TableWish
    met_on: date | None


@dataclass(frozen=True)
class Prospects:
    """What a community knows of who should meet; `organisations` by id, as far as they are told."""

    organisations: Mapping[int, Organisation]
    candidates: Sequence[Candidate]
    sector_pairs: Sequence[SectorPair]
    wishes: Sequence[Wished]

    @property
    def sectors(self) -> list[str]:
        """The sectors of the community, by alphabet."""
        return sorted({one.sector for one in self.organisations.values() if one.sector})

    @property
    def met(self) -> int:
        """How many of the wished pairs met since."""
        return sum(one.met_on is not None for one in self.wishes)


def of(community: Community) -> Prospects:
    """Return who should meet; whoever met since then is not among them."""
    # In one hall one does not meet: tables and small groups count.
    graph = asked.answer(Filters(community=community.slug, groups=Groups.TABLES)).graph
    organisations = {one.id: one for one in graph.organisations if one.id != OTHERS}
    ties = {pair(tie.a, tie.b): tie for tie in graph.ties}
    sector_pairs = queries.sector_pairs(community.id)
    wishes = wish_queries.wishes(community.id)
    found = rules.candidates(
        {id_: one.sector for id_, one in organisations.items()},
        {pair: tie.sessions for pair, tie in ties.items()},
        {frozenset({row.one, row.other}) for row in sector_pairs},
    )
    wished = [
        Wished(row, ties[pair].last_met_on if pair in ties else None)
        for pair, row in wishes.items()
        # One of them may have too few people by now to be named.
        if organisations.keys() >= {*pair}
    ]
    candidates = [one for one in found if one.pair not in wishes]
    return Prospects(organisations, candidates, sector_pairs, wished)
