"""What must be done each minute is done once, however many workers there are and come and go."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

from config import ROOT
from tests import redis_server
from tests.postgres import server

if TYPE_CHECKING:
    from pathlib import Path

WORKERS = 3


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def queue_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of each kind of queue that workers can share."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.db'}"
    return server().new_database() if request.param == "postgresql" else redis_server.new_address()


def minute() -> datetime:
    now: datetime = time_machine.escape_hatch.datetime.datetime.now(UTC)
    return now.replace(second=0, microsecond=0)


def let_workers_come_and_go(queue_url: str, folder: Path, *manner: str) -> int:
    """Run workers at once, kill one, stop the others, run more; return how often the job ran."""
    words = [sys.executable, "-m", "tests.slot_process", queue_url, str(folder), *manner]
    for _ in range(2):
        with ExitStack() as stack:
            workers = [
                stack.enter_context(
                    subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
                )
                for _ in range(WORKERS)
            ]
            for worker in workers:
                stack.callback(worker.kill)
            for worker in workers:
                assert worker.stdout is not None
                assert worker.stdout.readline() == "asked\n"
            time.sleep(1.5)
            workers[0].kill()
            for worker in workers[1:]:
                worker.terminate()
                worker.wait(30)
    runs = folder / "runs"
    return len(runs.read_text().splitlines()) if runs.exists() else 0


def test_each_minute_is_taken_by_one_worker(queue_url: str, tmp_path: Path) -> None:
    begun = minute()

    runs = let_workers_come_and_go(queue_url, tmp_path)

    minutes = (minute() - begun).seconds // 60 + 1
    assert 1 <= runs <= minutes


def test_without_the_minutes_each_worker_does_it(tmp_path: Path) -> None:
    """The control: the test above can fail."""
    begun = minute()

    runs = let_workers_come_and_go(f"sqlite:///{tmp_path / 'queue.db'}", tmp_path, "careless")

    assert runs > (minute() - begun).seconds // 60 + 1
