"""Jobs: work that a request does not wait for, done by the worker.

A queue may forget a job that was taken when the machine died. So a job is only ever a reminder to
look in the database, where the work itself is kept; `every_minute` looks without being reminded.
However many workers there are, one of them does so in each minute: the first to write the minute
down in the queue, which they share.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

import psycopg
from flask import current_app
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.constants import EmptyData
from psycopg.errors import DuplicateTable, UniqueViolation

from rok_events.core import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from threading import Event

    from flask import Flask

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

# What the kinds of queue raise when their store is away or locked.
TROUBLE: tuple[type[Exception], ...] = (OSError, sqlite3.Error, psycopg.Error)
with suppress(ImportError):
    from redis.exceptions import RedisError

    TROUBLE = (*TROUBLE, RedisError)

# Minutes that were done are remembered for longer than any two clocks are apart.
REMEMBERED = timedelta(hours=1)
MINUTE = "minute:"


@dataclass(frozen=True)
class _Job:
    run: Callable[..., object]
    every_minute: bool


_jobs: dict[str, _Job] = {}
running: ContextVar[str] = ContextVar("running", default="")
"""The name of the job that is being done, empty outside one."""


def job(name: str, *, every_minute: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Name a function as a job; `every_minute` also runs it, without arguments, each minute."""

    def declare(function: Callable[P, T]) -> Callable[P, T]:
        _jobs[name] = _Job(function, every_minute)
        return function

    return declare


def later(name: str, *args: int | str) -> None:
    """Let the worker run a job soon.

    Inside a transaction say `after_commit(jobs.later, name)`, or the worker looks too early. A
    queue that is away hinders nobody: what must be done is in the database, and found in a minute.
    """
    huey = queue(current_app)
    try:
        huey.enqueue(huey.run_job.s(name, list(args)))
    except TROUBLE as error:
        log.warning("job %s not queued: %s", name, error)


def keep_note(name: str, words: str) -> bool:
    """Keep some words beside the queue, where every process reads them at once.

    They may get lost. Tell whether they could be kept.
    """
    try:
        queue(current_app).storage.put_data(name, words.encode())
    except TROUBLE as error:
        log.warning("note %s not kept: %s", name, error)
        return False
    return True


def note(name: str) -> str | None:
    """Return what was noted under a name; nothing if nothing was, or the store is away."""
    try:
        words = queue(current_app).storage.peek_data(name)
    except TROUBLE as error:
        log.warning("note %s not read: %s", name, error)
        return None
    return None if words is EmptyData else bytes(words).decode()


def drop_note(name: str) -> None:
    """Forget what was noted under a name."""
    try:
        queue(current_app).storage.delete_data(name)
    except TROUBLE as error:
        log.warning("note %s not dropped: %s", name, error)


def queue(app: Flask) -> Any:  # noqa: ANN401 -- Huey has no types
    """Return the application's queue."""
    return app.extensions["huey"]


def heed(app: Flask, stop: Event) -> None:
    """Let jobs know of the flag that is raised when the worker must stop."""
    app.extensions["stop"] = stop


def is_stopping() -> bool:
    """Tell whether the worker was asked to stop: a long job then ends at its next step."""
    stop: Event | None = current_app.extensions.get("stop")
    return stop is not None and stop.is_set()


def init_app(app: Flask) -> None:
    """Open the queue that `QUEUE_URL` names, and teach it every job."""
    huey = app.extensions["huey"] = _open(app.config["QUEUE_URL"])

    def run_job(name: str, args: list[Any]) -> None:
        token = running.set(name)
        try:
            with app.app_context():
                _jobs[name].run(*args)
        finally:
            running.reset(token)

    def sweep() -> None:
        # A job that still stands in line need not stand there twice.
        in_line = {task.args[0] for task in huey.pending() if task.name == "run_job"}
        for name, declared in _jobs.items():
            if declared.every_minute and name not in in_line:
                huey.enqueue(huey.run_job.s(name, []))

    huey.run_job = huey.task(name="run_job")(run_job)
    huey.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    periodic = huey.read_periodic

    def read_periodic(moment: datetime | None) -> list[Any]:
        return cast("list[Any]", periodic(moment)) if _is_first(huey, clock.now()) else []

    huey.read_periodic = read_periodic


def _is_first(huey: Any, now: datetime) -> bool:  # noqa: ANN401 -- Huey has no types
    """Write down that somebody takes this minute; tell whether nobody had."""
    storage, earlier = huey.storage, _minute(now - REMEMBERED)
    try:
        if not storage.put_if_empty(_minute(now), b""):
            return False
        for minute in storage.result_items():
            if minute.startswith(MINUTE) and minute < earlier:
                storage.delete_data(minute)
    except TROUBLE as error:
        log.warning("this minute goes by: %s", error)
        return False
    return True


def _minute(moment: datetime) -> str:
    return f"{MINUTE}{moment:%Y-%m-%dT%H:%M}"


def _open(url: str) -> Huey:
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return cast("Huey", MemoryHuey("rok_events", results=False))
    if parts.scheme.startswith("postgresql"):
        address = url.replace("+psycopg", "", 1)
        try:
            return cast("Huey", PostgresHuey("rok_events", dsn=address, results=False))
        except (UniqueViolation, DuplicateTable):
            # Another process made the tables in this very moment; now they are there.
            return cast("Huey", PostgresHuey("rok_events", dsn=address, results=False))
    if parts.scheme in {"redis", "rediss"}:
        return cast("Huey", RedisHuey("rok_events", url=url, results=False))
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return cast("Huey", SqliteHuey("rok_events", filename=str(path), fsync=True, results=False))
