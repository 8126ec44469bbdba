"""Rules of long work: its states, and how long it is held, tried and kept."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from rok_events.core.text import N_


class WorkState(StrEnum):
    """How far a work is. Only the first two are not the end."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"
    FAILED = "failed"


OPEN = frozenset({WorkState.WAITING, WorkState.RUNNING})
WRONG = frozenset({WorkState.REFUSED, WorkState.FAILED})
STATES = {
    WorkState.WAITING: (N_("Begins in a moment"), "info"),
    WorkState.RUNNING: (N_("Is being done"), "info"),
    WorkState.DONE: (N_("Done"), "ok"),
    WorkState.REFUSED: (N_("Not taken in"), "error"),
    WorkState.STOPPED: (N_("Stopped"), "warning"),
    WorkState.FAILED: (N_("Went wrong"), "error"),
}

MOST_AT_ONCE = 20
"""To how many people a request writes at most; more is long work."""

NEWS = timedelta(days=1)
"""How long whoever started a work is reminded that it did not work out."""

LEASE = timedelta(minutes=1)
"""After so long without a word of its worker a work is taken by another."""
MOST_TRIES = 3
"""A work that took so many workers down with it is not tried again."""
KEEP = timedelta(days=30)
"""How long what came of a work is kept; the file that it was given goes when it ends."""
KEEP_WAITING = timedelta(days=2)
"""A file does not wait any longer than this for a worker that never comes."""
