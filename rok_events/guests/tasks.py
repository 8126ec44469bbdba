"""Jobs of guests."""

from __future__ import annotations

from rok_events import jobs
from rok_events.db import transaction
from rok_events.guests import actions


@jobs.job(actions.WRITE, every_minute=True)
def write() -> None:
    """Write the mails that are owed to guests, some in each transaction, until none is left."""
    more = True
    while more and not jobs.is_stopping():
        with transaction():
            more = actions.write()
