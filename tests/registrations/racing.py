"""Races between real processes: each opens the application and works as fast as it can."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from rok_events import db as database
from rok_events.activities import queries as activities
from rok_events.activities.models import Activity
from rok_events.app import create_app
from rok_events.db import Base, db, transaction
from rok_events.registrations import actions, rules
from rok_events.registrations.rules import Applicant, Places, Status
from tests import make
from tests.conftest import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.synchronize import Barrier

    from flask import Flask

PROCESSES = 4


@dataclass(frozen=True)
class Course:
    """Where a race is run; without the lock, and with a wide window, if `is_broken`."""

    url: str
    folder: str
    is_broken: bool = False

    def open(self) -> Flask:
        """Return an application on this database."""
        return create_app(settings(self.url, Path(self.folder)))

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Work in the application, and let go of the database afterwards."""
        with self.open().app_context():
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()

    def prepare(self, **activity: object) -> int:
        """Make the tables, and an activity; return its id."""
        with self.opened():
            Base.metadata.create_all(db.engine)
            return make.activity(**activity).id


@dataclass(frozen=True)
class Step:
    """One thing to do: cancel or transfer a registration, or else let `email` register."""

    activity_id: int
    email: str = ""
    organisation: str = ""
    cancels: int | None = None
    transfers: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of it: the moment at which the lock was held, by one clock for all processes."""

    email: str
    held_at: int = 0
    registration_id: int = 0
    status: Status | None = None
    error: str = ""


def run(course: Course, steps: Sequence[Step]) -> list[Outcome]:
    """Let the processes share the steps, all starting at once; return the outcomes as they came."""
    # Each is forked from a fresh process that has imported the house once.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    start = context.Barrier(PROCESSES)
    with context.Pool(PROCESSES, _start_at, (start,)) as pool:
        shares = [(course, [*steps[n::PROCESSES]]) for n in range(PROCESSES)]
        outcomes = pool.starmap(_work, shares, chunksize=1)
    return sorted((one for share in outcomes for one in share), key=lambda one: one.held_at)


_start: list[Barrier] = []


def _start_at(start: Barrier) -> None:
    _start.append(start)


def _work(course: Course, steps: Sequence[Step]) -> list[Outcome]:
    if course.is_broken:
        _break()
    with course.opened():
        _start[0].wait(60)
        return [_outcome(step) for step in steps]


def _outcome(step: Step) -> Outcome:
    try:
        with transaction():
            if step.cancels is not None:
                actions.cancel(step.cancels)
                return Outcome(step.email, time.monotonic_ns())
            applicant = Applicant(
                name="Noor", email=step.email, organisation=step.organisation, locale="en"
            )
            if step.transfers is not None:
                made = actions.transfer(step.transfers, applicant)
            else:
                made = actions.register(step.activity_id, applicant)
            return Outcome(step.email, time.monotonic_ns(), made.id, made.status)
    except Exception as error:  # noqa: BLE001 -- whatever goes wrong is what the test is about
        return Outcome(step.email, error=repr(error))


def _break() -> None:
    """Take the lock away, and leave time between looking and giving a place."""
    decide: Callable[[Places], Status] = rules.first_status

    def dawdle(places: Places) -> Status:
        status = decide(places)
        time.sleep(0.005)
        return status

    refuse: Callable[..., None] = rules.refuse_transfer

    def dawdle_too(giver: Status, taker: Status, *, is_own: bool) -> None:
        refuse(giver, taker, is_own=is_own)
        time.sleep(0.05)

    def unlocked(activity_id: int) -> Activity:
        return db.session.get_one(Activity, activity_id)

    activities.get_for_update = unlocked
    rules.first_status = dawdle
    rules.refuse_transfer = dawdle_too
    # So that SQLite begins a plain transaction.
    database._writing = SimpleNamespace(  # type: ignore[assignment]
        get=lambda: False, set=lambda _: None, reset=lambda _: None
    )
