"""The machine dies in the middle of sixty mails: all of them arrive, none with another name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import create_engine, func, select, update
from sqlalchemy.orm import Session

from config import ROOT
from rok_events.db import Base, prepare_sqlite
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import LEASE, MailState
from tests.mail.sinks import Sink, running
from tests.postgres import server as postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

MAILS = 60
PATIENCE_SECONDS = 30


@dataclass
class DeadlySink(Sink):
    """A mail server at which the worker dies: at the 20th mail, taken already, and at the 40th.

    The 40th is lost on the way. Both times the worker never hears an answer.
    """

    worker: int = 0
    deaths: list[int] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message, and kill whoever brought it."""
        if self.tried + 1 not in {20, 40}:
            return await super().handle_DATA(server, session, envelope)
        if self.tried + 1 == 40:
            self.drops.add(40)
        await super().handle_DATA(server, session, envelope)
        self.deaths.append(self.worker)
        os.kill(self.worker, signal.SIGKILL)
        return "250 OK"


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


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Sixty mails in a database of their own."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'kill.db'}" if is_sqlite else postgres().new_database()
    engine = create_engine(url)
    if is_sqlite:
        prepare_sqlite(engine)
    Base.metadata.create_all(engine)
    # The worker lives in the present.
    now = time_machine.escape_hatch.datetime.datetime.now(UTC)
    with Session(engine) as session, session.begin():
        session.add_all(_mail(number, now - timedelta(minutes=1)) for number in range(MAILS))
    yield World(url, engine, tmp_path)
    engine.dispose()


def _mail(number: int, moment: Any) -> OutgoingMail:
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


def run_until_nothing_is_left(world: World, sink: DeadlySink, *manner: str) -> int:
    """Start workers, each after the death of the one before; return the last one's exit status."""
    while True:
        with world.worker(sink.port, *manner) as process:
            sink.worker = process.pid

            def is_over(process: subprocess.Popen[bytes] = process) -> bool:
                return process.poll() is not None or world.count(MailState.SENT) == MAILS

            until(is_over)
            if process.poll() is None:
                break
        world.let_the_lease_run_out()
    return process.returncode


def test_a_worker_killed_twice_loses_nothing(world: World) -> None:
    with running(DeadlySink()) as sink:
        status = run_until_nothing_is_left(world, sink)

    arrived = Counter(message["Message-ID"] for message in sink.messages)
    assert len(sink.deaths) == 2
    assert set(arrived) == {f"<mail-{number}@example.org>" for number in range(MAILS)}
    # The one that was taken but not written down comes again, under its own name.
    assert Counter(arrived.values()) == {1: MAILS - 1, 2: 1}
    assert status == 0


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_worker_that_calls_a_mail_sent_too_early_loses_it(world: World) -> None:
    """The control: the test above can fail."""
    with running(DeadlySink()) as sink:
        run_until_nothing_is_left(world, sink, "careless")

    assert len({message["Message-ID"] for message in sink.messages}) < MAILS
