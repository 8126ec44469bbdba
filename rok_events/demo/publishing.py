"""Playing what a network shows to everybody: one lead has published figures and picture."""

from __future__ import annotations

from datetime import timedelta

from rok_events.communities import queries as communities
from rok_events.core.clock import AMSTERDAM
from rok_events.network import actions as network
from rok_events.network import insight, queries
from rok_events.network.rules import Filters
from rok_events.reports import actions, published
from rok_events.reports.rules import Shows


def play(slug: str) -> None:
    """Publish all years of a network; every organisation has its place by then."""
    network.keep_places(insight.new_places(move=True), moved=True)
    community = communities.get(slug)
    last = queries.summaries([community.id])[community.id].last_at.astimezone(AMSTERDAM).date()
    filters = Filters(until=last + timedelta(days=1), community=slug)
    answer = insight.ask_publishable(filters, [community.id], insight.OTHERS_NAME)
    content = published.freeze(answer, queries.sectors(), Shows.PICTURE)
    actions.publish(community.id, Shows.PICTURE, None, last, content)
