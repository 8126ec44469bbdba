"""How far a work is, and the wish to stop it: told beside the database.

A step may hold the only writing transaction that SQLite has. So the worker writes how far it is in
the store of the queue, which every process shares, and there it looks whether to stop. The same
note says that the worker is alive. Losing the store costs the picture of the progress, no more.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import NamedTuple

from rok_events import jobs
from rok_events.core import clock
from rok_events.work import rules

PAUSE_SECONDS = 0.25
"""How often is told how far it is, and looked whether to stop."""


class StoppedError(Exception):
    """Somebody asked to stop."""


class PutBackError(Exception):
    """The worker must end: another takes the work from here."""


class Stand(NamedTuple):
    """How far a work is, and when its worker said so."""

    done: int
    total: int
    told_at: datetime


class Progress:
    """What a task says while it is at work; either call is where it can be stopped."""

    def __init__(self, work_id: int) -> None:
        self._work_id = work_id
        self._total = 0
        self._next = 0.0

    def of(self, total: int) -> None:
        """Say how much there is to do."""
        self._total = total
        self._tell(0)

    def done(self, number: int) -> None:
        """Say how much of it is done. Call it as often as you like.

        Raises:
            StoppedError: somebody asked to stop.
            PutBackError: the worker must end.
        """
        if time.monotonic() >= self._next:
            self._tell(number)

    def heed(self) -> None:
        """Stop here, if somebody asked for it.

        Raises:
            StoppedError: somebody asked to stop.
        """
        if is_to_stop(self._work_id):
            raise StoppedError

    def _tell(self, number: int) -> None:
        self.heed()
        if jobs.is_stopping():
            raise PutBackError
        stand = f"{number} {self._total} {clock.now().isoformat()}"
        jobs.keep_note(_stand(self._work_id), stand)
        self._next = time.monotonic() + PAUSE_SECONDS


def stand(work_id: int) -> Stand | None:
    """Return what the worker said last; nothing before it has begun."""
    noted = jobs.note(_stand(work_id))
    if noted is None:
        return None
    done, total, told_at = noted.split(" ")
    return Stand(int(done), int(total), datetime.fromisoformat(told_at))


def is_alive(work_id: int, now: datetime) -> bool:
    """Tell whether the worker of a work said something lately."""
    last = stand(work_id)
    return last is not None and last.told_at > now - rules.LEASE


def ask_to_stop(work_id: int) -> bool:
    """Ask to stop a work, whatever the database is busy with; tell whether that could be noted."""
    return jobs.keep_note(_stop(work_id), "")


def is_to_stop(work_id: int) -> bool:
    """Tell whether somebody asked to stop a work."""
    return jobs.note(_stop(work_id)) is not None


def forget(work_id: int) -> None:
    """Drop what was noted of a work that has ended."""
    jobs.drop_note(_stand(work_id))
    jobs.drop_note(_stop(work_id))


def _stand(work_id: int) -> str:
    return f"work:{work_id}"


def _stop(work_id: int) -> str:
    return f"stop:{work_id}"
