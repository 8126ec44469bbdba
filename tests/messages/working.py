"""Workers as real processes, that all look for reminders and messages at once."""

from __future__ import annotations

import multiprocessing
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

from rok_events import db as database
from rok_events.activities import queries as activities
from rok_events.activities.models import Activity
from rok_events.db import db
from rok_events.messages import mails, queries, reminder_queries, tasks
from rok_events.messages.models import Message

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Barrier

    from tests.registrations.racing import Course

WORKERS = 3


def race(course: Course) -> list[str]:
    """Let the workers work side by side until nothing is left; return what went wrong in them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    start, errors = context.Barrier(WORKERS), context.SimpleQueue()
    crew = [context.Process(target=_work, args=(course, start, errors)) for _ in range(WORKERS)]
    for worker in crew:
        worker.start()
    for worker in crew:
        worker.join(120)
    found = []
    while not errors.empty():
        found.append(errors.get())
    return found


def start_one(course: Course) -> BaseProcess:
    """Start one worker that can be killed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    worker = context.Process(target=_work, args=(course, None, None))
    worker.start()
    return worker


def _work(course: Course, start: Barrier | None, errors: SimpleQueue[str] | None) -> None:
    reminder_queries.BATCH = queries.BATCH = 5
    if course.is_broken:
        _break()
    with course.opened():
        if start:
            start.wait(60)
        try:
            tasks.remind()
            tasks.write()
        except Exception as error:
            if errors is None:
                raise
            errors.put(repr(error))


def _break() -> None:
    """Take the locks away, and leave time between looking and writing."""
    write = mails.reminder

    def dawdle(*args: object) -> object:
        time.sleep(0.002)
        return write(*args)  # type: ignore[arg-type]  # as they came

    activities.get_for_update = lambda activity_id: db.session.get_one(Activity, activity_id)
    queries.get_for_update = lambda message_id: db.session.get_one(Message, message_id)
    mails.reminder = dawdle  # type: ignore[assignment]
    # So that SQLite begins a plain transaction.
    database._writing = SimpleNamespace(  # type: ignore[assignment]
        get=lambda: False, set=lambda _: None, reset=lambda _: None
    )
