"""A real worker with one job: `python -m tests.slot_process QUEUE_URL FOLDER [careless]`.

The job writes a line in FOLDER/runs each time it is done. When the worker has asked whether this
minute is its to take, it says so on standard output. With `careless` it takes every minute.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import worker
from rok_events import jobs
from rok_events.app import create_app
from tests.conftest import settings

if TYPE_CHECKING:
    from datetime import datetime

queue_url, folder, *manner = sys.argv[1:]
app = create_app(settings("sqlite://", Path(folder)) | {"QUEUE_URL": queue_url, "INBOX_URL": ""})
jobs._jobs.clear()


@jobs.job("test.tick", every_minute=True)
def tick() -> None:
    """Write down that the job was done."""
    with Path(folder, "runs").open("a") as file:
        file.write("done\n")


is_first = jobs._is_first


def asked(huey: Any, now: datetime) -> bool:
    """Ask, and say so."""
    answer = is_first(huey, now)
    sys.stdout.write("asked\n")
    sys.stdout.flush()
    return answer or manner == ["careless"]


jobs._is_first = asked
worker.work(app)
