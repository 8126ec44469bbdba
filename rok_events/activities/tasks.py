"""Jobs and long work of activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events import jobs
from rok_events.activities import actions, queries
from rok_events.core import clock
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.work import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.work.kinds import Order, Result, Step
    from rok_events.work.progress import Progress


@jobs.job("activities.tell_changes", every_minute=True)
def tell_changes() -> None:
    """Tell participants of what was changed and has settled, one activity at a time."""
    for activity_id in queries.untold_ids(clock.now()):
        if jobs.is_stopping():
            return
        with transaction():
            actions.tell_when_due(activity_id)


@kinds.task(actions.CANCEL, N_("Call an activity off"), page="activities/_told.html")
def cancel(order: Order, progress: Progress) -> Sequence[Step]:
    """Call an activity off, and write to everybody concerned: all of it, or nothing."""
    asked = order.arguments

    def call_off(_so_far: Result) -> Result:
        actions.cancel(asked["activity_id"], asked["reason"])
        return {"is_cancelled": True}

    progress.of(0)
    return [call_off]


@kinds.task(actions.TELL, N_("Tell participants of a change"), page="activities/_told.html")
def tell(order: Order, progress: Progress) -> Sequence[Step]:
    """Write to everybody whose calendar shows something else: to all of them, or to nobody."""

    def write(_so_far: Result) -> Result:
        actions.tell_now(order.arguments["activity_id"])
        return {"is_cancelled": False}

    progress.of(0)
    return [write]
