"""Jobs of messages."""

from __future__ import annotations

from rok_events import jobs
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.messages import actions, queries, reminder_actions, reminder_queries


@jobs.job("messages.remind", every_minute=True)
def remind() -> None:
    """Send the reminders that are due."""
    for turn in reminder_queries.turns(clock.now()):
        left = True
        while left and not jobs.is_stopping():
            with transaction():
                left = reminder_actions.remind(turn) == reminder_queries.BATCH


@jobs.job(actions.WRITE, every_minute=True)
def write() -> None:
    """Write the mails of the messages that were sent off."""
    for message_id in queries.unfinished():
        left = True
        while left and not jobs.is_stopping():
            with transaction():
                left = actions.write(message_id)
