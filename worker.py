"""The worker: `python worker.py` does the jobs and, each minute, what is due."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from huey.consumer import Consumer, Scheduler

from rok_events import jobs
from rok_events.mail.inbox_listener import listening

if TYPE_CHECKING:
    from flask import Flask


class OftenScheduler(Scheduler):  # type: ignore[misc]  # Huey has no types
    """Looks more often than each minute, so that none goes by when another worker has gone."""

    periodic_task_seconds = 20


class QuietConsumer(Consumer):  # type: ignore[misc]  # Huey has no types
    """A consumer that finishes what it does, whichever way it is asked to stop."""

    scheduler_class = OftenScheduler

    def _set_signal_handlers(self) -> None:
        self._signal_actions = dict.fromkeys((signal.SIGINT, signal.SIGTERM), (False, True))
        super()._set_signal_handlers()


def work(app: Flask) -> None:
    """Work until told to stop."""
    consumer = QuietConsumer(jobs.queue(app), workers=2, max_delay=1, scheduler_interval=10)
    jobs.heed(app, consumer.stop_flag)
    with listening(app):
        consumer.run()


def main() -> None:
    """Work for the application that the environment describes."""
    from wsgi import app  # noqa: PLC0415 -- tests give `work` an application of their own

    work(app)


if __name__ == "__main__":
    main()
