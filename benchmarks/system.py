"""What the whole system costs: memory, and the time from starting to the first answer.

Beside it, in the same run, stands a bare Flask application on the same server with as many workers:
what anybody would pay who uses Python for this at all.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from _running import family

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
STARTS = 3
REQUESTS = 40
LIMIT_MB, LIMIT_SECONDS = 235, 3.0

BARE = """
from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return "Hello"
"""


@dataclass(frozen=True)
class Cost:
    """What one system costs: seconds to the first answer, and megabytes when it has worked."""

    seconds: float
    megabytes: float


def main() -> None:
    """Measure ours and the bare one in turn, and print both with their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bare.py").write_text(BARE)
        ours = environment(folder)
        subprocess.run(
            [sys.executable, "-m", "flask", "db", "upgrade"],
            cwd=ROOT,
            env=ours,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        costs, bare = [], []
        for _ in range(STARTS):
            costs.append(measured([sys.executable, "serve.py"], ROOT, ours))
            bare.append(measured(gunicorn(ours["PORT"]), folder, ours))
    system, floor = middle(costs), middle(bare)
    print(f"first answer: {system.seconds:.2f} s after starting", end="; ")
    print(f"bare Flask {floor.seconds:.2f} s; ratio {system.seconds / floor.seconds:.1f}")
    print(f"memory (PSS) of web, workers and supervisor: {system.megabytes:.0f} MB", end="; ")
    print(f"bare Flask {floor.megabytes:.0f} MB; ratio {system.megabytes / floor.megabytes:.1f}")
    if system.megabytes > LIMIT_MB or system.seconds > LIMIT_SECONDS:
        sys.exit(f"more than {LIMIT_MB} MB or {LIMIT_SECONDS:.0f} s")


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which the system leaves no trace outside the folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return os.environ | {
        "PORT": str(port),
        "WEB_WORKERS": "2",
        "SECRET_KEY": "benchmark" * 4,
        "DATABASE_URL": f"sqlite:///{folder}/data.db",
        "QUEUE_URL": f"sqlite:///{folder}/queue.db",
        "MAIL_URL": f"folder:{folder}/mail",
    }


def gunicorn(port: str) -> list[str]:
    """Return the command that serves the bare application as ours is served."""
    options = ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--preload"]
    return [sys.executable, "-m", "gunicorn", *options, "-b", f"127.0.0.1:{port}", "bare:app"]


def measured(command: list[str], folder: Path, environment: dict[str, str]) -> Cost:
    """Start a system, wait for its first answer, let it work, and stop it."""
    address = f"http://127.0.0.1:{environment['PORT']}/"
    began = time.perf_counter()
    with running(command, folder, environment) as process:
        while not answers(address):
            if process.poll() is not None:
                sys.exit(f"{command} ended with status {process.returncode}")
            time.sleep(0.005)
        seconds = time.perf_counter() - began
        for _ in range(REQUESTS):
            answers(address)
        time.sleep(1)  # the worker has looked at what there is to do
        return Cost(seconds, sum(map(pss, family(process.pid))))


@contextmanager
def running(
    command: list[str], folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command inside the block."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 -- our own commands
        command, cwd=folder, env=environment, stdout=quiet, stderr=quiet
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(address: str) -> bool:
    """Tell whether there is an answer, and that it is a good one."""
    try:
        with urlopen(address) as answer:  # noqa: S310 -- our own address
            answer.read()
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False


def pss(pid: int) -> float:
    """Return a process's share of the memory, in megabytes."""
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def middle(costs: list[Cost]) -> Cost:
    """Return the medians."""
    return Cost(median(c.seconds for c in costs), median(c.megabytes for c in costs))


if __name__ == "__main__":
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("This benchmark reads /proc, which only Linux has.")
    main()
