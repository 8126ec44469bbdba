"""A database with an outbox of sixty mails, and real workers that empty it."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from config import ROOT
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import LEASE, MailState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

MAILS = 60
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class World:
    """A database with an outbox, and a folder for the queue."""

    url: str
    engine: Engine
    folder: Path

    def count(self, state: MailState) -> int:
        """Count the mails in a state."""
        chosen = select(func.count()).where(OutgoingMail.state == state)
        with Session(self.engine) as session:
            return session.scalars(chosen).one()

    def let_the_lease_run_out(self) -> None:
        """Let five minutes pass for what a dead worker left lying."""
        with Session(self.engine) as session, session.begin():
            left = update(OutgoingMail).where(OutgoingMail.state == MailState.SENDING)
            now = time_machine.escape_hatch.datetime.datetime.now(UTC)
            session.execute(left.values(due_at=now - LEASE))

    @contextmanager
    def worker(self, port: int, *manner: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker; when the block ends it is asked to stop, unless it is dead."""
        module = [sys.executable, "-m", "tests.mail.worker_process"]
        arguments = [self.url, str(self.folder), str(port), *manner]
        process = subprocess.Popen([*module, *arguments], cwd=ROOT)  # noqa: S603 -- our own words
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)


def mail(number: int, moment: Any) -> OutgoingMail:
    return OutgoingMail(
        message_id=f"mail-{number}@example.org",
        purpose="test",
        about="test",
        recipient=f"lezer{number}@example.org",
        recipient_name=f"Lezer {number}",
        subject=f"Onderwerp {number}",
        text="Hallo\n",
        html="<p>Hallo</p>",
        state=MailState.WAITING,
        queued_at=moment,
        due_at=moment,
    )


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_SECONDS * 20):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("it took too long")
