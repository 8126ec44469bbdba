"""Systems that run for a benchmark: all processes of one command, and what they cost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]


@dataclass
class System:
    """A running system: all processes that came from one command."""

    port: int
    pid: int

    def cpu_milliseconds(self) -> float:
        """Return the processor time that it has used so far."""
        ticks = 0
        for pid in family(self.pid):
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(stat[11]) + int(stat[12])
        return ticks / os.sysconf("SC_CLK_TCK") * 1000


def family(pid: int) -> Iterator[int]:
    """Return a process and all that came from it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))


@contextmanager
def running(command: list[str], environment: Mapping[str, str]) -> Iterator[System]:
    """Run a system on a free port inside the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [word.format(port=port) for word in command],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parent),
            "PORT": str(port),
            **environment,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, f"{command} ended"
            time.sleep(0.05)
        yield System(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
