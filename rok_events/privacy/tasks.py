"""The nightly cleaning."""

from __future__ import annotations

from rok_events import jobs
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.privacy import actions, rules


@jobs.job("privacy.purge", every_minute=True)
def purge() -> None:
    """Forget whoever's term is over; after the first time in a night there is nothing to do."""
    if rules.is_night(clock.now().astimezone(clock.AMSTERDAM)):
        with transaction():
            actions.purge()
