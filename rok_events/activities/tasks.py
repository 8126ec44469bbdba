"""Jobs of activities."""

from __future__ import annotations

from rok_events import jobs
from rok_events.activities import actions, queries
from rok_events.core import clock
from rok_events.db import transaction


@jobs.job("activities.tell_changes", every_minute=True)
def tell_changes() -> None:
    """Tell participants of what was changed and has settled, one activity at a time."""
    for activity_id in queries.untold_ids(clock.now()):
        if jobs.is_stopping():
            return
        with transaction():
            actions.tell_when_due(activity_id)
