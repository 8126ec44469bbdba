"""A real provider of identities, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.journeys.system import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.system import System


@contextmanager
def providing(system: System, *people: dict[str, Any]) -> Iterator[None]:
    """Serve the provider of the system's settings, that knows some people by their claims."""
    issuer = system.environment["OIDC_SURF_ISSUER"]
    known = [word for one in people for word in ("--user-claims", json.dumps(one))]
    switches = ["--port", str(urlsplit(issuer).port), "--require-nonce", "true"]
    with (system.folder / "provider.log").open("w") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", *switches, *known],
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_ready(issuer)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _wait_until_ready(issuer: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{issuer}/.well-known/openid-configuration"):  # noqa: S310 -- our own
                return
        except OSError:
            time.sleep(0.1)
    msg = f"no provider at {issuer}"
    raise AssertionError(msg)
