"""The job of long work."""

from __future__ import annotations

import logging
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from rok_events import jobs
from rok_events.audit.actor import on_behalf_of
from rok_events.core import clock
from rok_events.core.errors import DomainError
from rok_events.db import db, transaction
from rok_events.work import actions, kinds, queries
from rok_events.work.actions import LostError
from rok_events.work.progress import Progress, PutBackError, StoppedError
from rok_events.work.rules import WorkState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.work.kinds import Order

log = logging.getLogger(__name__)

_one = Lock()


@jobs.job(actions.DO, every_minute=True)
def do() -> None:
    """Do what waits, one work at a time in each worker, so that mail goes out meanwhile.

    Who finds another thread at it may go: that one looks once more before it stops.
    """
    while (free := _free()) and not jobs.is_stopping() and _one.acquire(blocking=False):
        try:
            with suppress(LostError):
                _take(*free[0])
        finally:
            _one.release()


def _free() -> Sequence[tuple[int, str | None]]:
    db.session.rollback()
    return queries.free(clock.now())


def _take(work_id: int, last: str | None) -> None:
    with transaction():
        order = actions.claim(work_id, last)
    if order is not None:
        _do(order)


def _do(order: Order) -> None:
    progress = Progress(order.work_id)
    try:
        progress.heed()
        _take_steps(order, progress)
    except StoppedError:
        with transaction():
            actions.end(order, WorkState.STOPPED)
    except PutBackError:
        with transaction():
            actions.put_back(order)
    except DomainError as error:
        with transaction():
            actions.refuse(order, error)
    except (LostError, OperationalError):
        # Another has it, or the database is away: then it is taken again when the lease is over.
        raise
    except Exception:
        log.exception("work %d (%s) failed", order.work_id, order.kind)
        with transaction():
            actions.end(order, WorkState.FAILED)


def _take_steps(order: Order, progress: Progress) -> None:
    steps = kinds.get(order.kind).task(order, progress)
    for number, step in enumerate(steps, 1):
        if number > order.steps:
            progress.heed()
            with on_behalf_of(order.account_id), transaction():
                actions.take_step(order, step, is_last=number == len(steps))
                progress.heed()
