"""A real Redis for the tests, where the program is installed."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
import time
from functools import cache
from itertools import count

import pytest

from tests.mail.sinks import closed_port

_numbers = count(1)


def new_address() -> str:
    """Return the address of an empty database in this process's server."""
    number = next(_numbers)
    assert number < 16, "Redis has sixteen databases; let tests share"
    return f"redis://127.0.0.1:{_port()}/{number}"


@cache
def _port() -> int:
    """Start the server the first time; skip the test if there is none."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server here: apt-get install redis-server brings it")
    redis = pytest.importorskip("redis")
    port = closed_port()
    folder = tempfile.mkdtemp()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    process = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)  # noqa: S603 -- ours
    atexit.register(process.terminate)
    client = redis.Redis(port=port)
    for _ in range(100):
        try:
            client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            client.close()
            return port
    pytest.fail("Redis does not answer")
