"""Jobs of messages."""

from __future__ import annotations

from rok_events import jobs
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.messages import reminder_actions, reminder_queries


@jobs.job("messages.remind", every_minute=True)
def remind() -> None:
    """Send the reminders that are due."""
    for turn in reminder_queries.turns(clock.now()):
        left = True
        while left and not jobs.is_stopping():
            with transaction():
                left = reminder_actions.remind(turn) == reminder_queries.BATCH
