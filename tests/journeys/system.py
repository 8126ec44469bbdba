"""The real system for the journeys: web, worker, a database and mails, in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING
from urllib.request import urlopen

from config import ROOT, from_environment
from rok_events.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from flask import Flask

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class System:
    """A running system: where it listens, and where its mails arrive."""

    address: str
    environment: dict[str, str]
    folder: Path

    def app(self) -> Flask:
        """Return an application on the same database, to play what came before a journey."""
        return create_app(from_environment(self.environment))

    def mail_to(self, recipient: str, words: str) -> EmailMessage:
        """Wait for the mail to somebody whose subject, or calendar object, holds these words."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for path in sorted(self.folder.glob("mail/*.eml"), reverse=True):
                mail = message_from_bytes(path.read_bytes(), policy=default)
                if (
                    recipient in str(mail["To"])
                    and words in f"{mail['Subject']} {calendar_of(mail)}"
                ):
                    return mail
            time.sleep(0.1)
        found = [path.name for path in self.folder.glob("mail/*.eml")]
        msg = f"no mail to {recipient} about {words!r} in {PATIENCE_SECONDS} s, only {found}"
        raise AssertionError(msg)


def text_of(mail: EmailMessage) -> str:
    """Return the plain words of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def calendar_of(mail: EmailMessage) -> str:
    """Return the calendar object of a mail, its long lines whole; nothing if it has none."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return str(parts[0].get_content()).replace("\r\n ", "").replace("\n ", "") if parts else ""


def prepare(folder: Path) -> System:
    """Make a system with an empty, migrated database; it does not run yet."""
    port = _free_port()
    environment = {
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'rok_events.db'}",
        "QUEUE_URL": f"sqlite:///{folder / 'queue.db'}",
        "MAIL_URL": f"folder:{folder / 'mail'}",
        "SECRET_KEY": "journeys " * 5,
        # Nobody is there until a journey starts it.
        "OIDC_PROVIDERS": "surf",
        "OIDC_SURF_ISSUER": f"http://127.0.0.1:{_free_port()}",
        "OIDC_SURF_CLIENT_ID": "agenda",
        "OIDC_SURF_CLIENT_SECRET": "een geheim",
        "OIDC_SURF_LABEL": "SURFconext",
        "OIDC_SURF_LOGOUT": "yes",
    }
    system = System(f"http://127.0.0.1:{port}", environment, folder)
    subprocess.run(
        [sys.executable, "-m", "flask", "db", "upgrade"],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return system


@contextmanager
def serving(system: System) -> Iterator[None]:
    """Serve inside the block, and see that it ends cleanly and without a complaint in its log."""
    log = system.folder / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "serve.py"],
            cwd=ROOT,
            env=os.environ | system.environment,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_ready(system, process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(PATIENCE_SECONDS)
    assert status == 0, log.read_text()
    complaints = [line for line in log.read_text().splitlines() if '"level": "error"' in line]
    assert complaints == [], "\n".join(complaints)


def _wait_until_ready(system: System, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{system.address}/readyz") as answer:  # noqa: S310 -- our own address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError((system.folder / "serve.log").read_text())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
