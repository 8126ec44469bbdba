"""A worker is killed in the middle of a step: the next one goes on, and all is done once."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from config import ROOT
from rok_events import jobs
from rok_events.app import create_app
from rok_events.db import Base, db
from rok_events.work import progress, queries
from rok_events.work.rules import WorkState
from tests import redis_server
from tests.conftest import settings
from tests.postgres import server
from tests.work import building

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

PATIENCE_SECONDS = 60
STEPS = 3
IN_THE_SECOND = building.IN_A_STEP + 2


@pytest.fixture(autouse=True)
def _clock() -> None:
    """Let the clock run: the worker's does too."""


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application with a database, and each kind of queue that processes can share."""
    database_url = queue_url = f"sqlite:///{tmp_path / 'rok.db'}"
    if request.param == "postgresql":
        database_url = queue_url = server().new_database()
    if request.param == "redis":
        queue_url = redis_server.new_address()
    if request.param == "sqlite":
        queue_url = f"sqlite:///{tmp_path / 'queue.db'}"
    site = create_app(settings(database_url, tmp_path) | {"QUEUE_URL": queue_url})
    with site.app_context():
        Base.metadata.create_all(db.engine)
        yield site
        db.session.remove()
        db.engine.dispose()
        jobs.queue(site).storage.close()


@contextmanager
def working(site: Flask, folder: Path, *manner: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker on the same database and queue."""
    urls = [str(site.config[name]) for name in ("SQLALCHEMY_DATABASE_URI", "QUEUE_URL")]
    words = [sys.executable, "-m", "tests.work.worker_process", *urls, str(folder), *manner]
    process = subprocess.Popen(words, cwd=ROOT)  # noqa: S603 -- our own words
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_SECONDS * 50):
        if is_so():
            return
        time.sleep(0.02)
    pytest.fail("it took too long")


def done(work_id: int) -> int:
    stand = progress.stand(work_id)
    return stand.done if stand else 0


def ended(work_id: int) -> WorkState | None:
    db.session.rollback()
    state = queries.get(work_id).state
    return state if state not in {WorkState.WAITING, WorkState.RUNNING} else None


def outlive_a_kill(site: Flask, folder: Path, *manner: str) -> tuple[WorkState | None, int]:
    """Kill the first worker in its second step; return how the second one ended, and what is."""
    work_id = building.start(STEPS, slow=0.05).id
    with working(site, folder, *manner) as first:
        until(lambda: done(work_id) >= IN_THE_SECOND)
        first.kill()
        first.wait()
    with working(site, folder, *manner):
        until(lambda: ended(work_id) is not None)
    return ended(work_id), building.built()


def test_a_killed_worker_leaves_nothing_half_done(site: Flask, tmp_path: Path) -> None:
    assert outlive_a_kill(site, tmp_path) == (WorkState.DONE, STEPS * building.IN_A_STEP)


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_a_step_that_commits_by_itself_is_done_in_part_and_twice(
    site: Flask, tmp_path: Path
) -> None:
    """The control: the test above can fail."""
    end, built = outlive_a_kill(site, tmp_path, "careless")

    assert end is WorkState.FAILED
    assert building.IN_A_STEP < built < STEPS * building.IN_A_STEP


def test_a_stop_is_heard_by_another_process_in_the_middle_of_a_step(
    site: Flask, tmp_path: Path
) -> None:
    work_id = building.start(STEPS, slow=0.05).id
    with working(site, tmp_path):
        until(lambda: done(work_id) >= IN_THE_SECOND)
        asked = time.monotonic()
        assert progress.ask_to_stop(work_id)
        answered = time.monotonic() - asked
        until(lambda: ended(work_id) is not None)

    assert ended(work_id) is WorkState.STOPPED
    assert building.built() == building.IN_A_STEP
    # On SQLite the step holds the only writing transaction meanwhile.
    assert answered < 1
