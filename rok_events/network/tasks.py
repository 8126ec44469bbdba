"""Jobs of the network."""

from __future__ import annotations

from rok_events import jobs
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.network import actions, insight, queries, rules


@jobs.job(actions.PLACE)
def place_organisations() -> None:
    """Give newcomers a place; once a quarter, let everybody move a little to a better one."""
    move = rules.may_move(queries.moved_at(), clock.now())
    if not move and not queries.has_newcomers():
        return
    # Thought out before the transaction, so that nobody waits for it.
    places = insight.new_places(move=move)
    with transaction():
        actions.keep_places(places, moved=move)
