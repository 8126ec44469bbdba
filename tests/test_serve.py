"""Web and worker in one command: a worker that dies comes back, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from config import ROOT
from tests.journeys.system import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.journeys.system import System

PATIENCE_SECONDS = 30

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="looks at processes in /proc, which is Linux's"
)


@pytest.fixture(autouse=True)
def _clock() -> None:
    """Let the clock run."""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> System:
    """A system with an empty database."""
    return prepare(tmp_path_factory.mktemp("served"))


@pytest.fixture
def served(system: System) -> Iterator[subprocess.Popen[bytes]]:
    """The system, serving."""
    process = subprocess.Popen(
        [sys.executable, "serve.py"],
        cwd=ROOT,
        env=os.environ | system.environment,
        stderr=subprocess.DEVNULL,
    )

    def is_ready() -> bool:
        try:
            with urlopen(f"{system.address}/readyz") as answer:  # noqa: S310 -- our own address
                return bool(answer.status == 200)
        except OSError:
            return False

    try:
        wait_until(is_ready)
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []


def worker_of(process: subprocess.Popen[bytes]) -> int | None:
    """Return the worker: the part that has no processes of its own, while the web has."""
    parts = children(process.pid)
    alone = [part for part in parts if not children(part)]
    return alone[0] if len(parts) == 2 and len(alone) == 1 else None


def is_alive(pid: int) -> bool:
    """Tell whether a process runs, and is no shadow of one that ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_what_few_pages_need_is_not_loaded_at_the_start(system: System) -> None:
    few = {"icalendar", "typst", "xlsxwriter", "zxcvbn"}

    loaded = subprocess.run(
        [sys.executable, "-c", "import serve, sys; print(*sys.modules)"],
        cwd=ROOT,
        env=os.environ | system.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert not few & {*loaded}


def test_a_worker_that_dies_is_started_again(served: subprocess.Popen[bytes]) -> None:
    wait_until(lambda: worker_of(served) is not None)
    first = worker_of(served)
    assert first

    os.kill(first, signal.SIGKILL)

    wait_until(lambda: worker_of(served) not in {None, first})


@pytest.mark.parametrize(
    ("number", "status"),
    [
        pytest.param(signal.SIGINT, 0, id="Ctrl-C"),
        pytest.param(signal.SIGTERM, 0, id="asked to end"),
        pytest.param(signal.SIGKILL, -signal.SIGKILL, id="killed"),
    ],
)
def test_nothing_stays_behind(
    served: subprocess.Popen[bytes], number: signal.Signals, status: int
) -> None:
    wait_until(lambda: worker_of(served) is not None)
    family = [pid for part in children(served.pid) for pid in (part, *children(part))]

    served.send_signal(number)

    assert served.wait(PATIENCE_SECONDS) == status
    wait_until(lambda: not any(map(is_alive, family)))


def test_without_its_web_server_the_whole_ends(served: subprocess.Popen[bytes]) -> None:
    wait_until(lambda: worker_of(served) is not None)
    web = next(part for part in children(served.pid) if part != worker_of(served))

    os.kill(web, signal.SIGKILL)

    assert served.wait(PATIENCE_SECONDS) == 1
