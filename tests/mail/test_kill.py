"""The machine dies in the middle of sixty mails: all of them arrive, none with another name."""

from __future__ import annotations

import os
import signal
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from rok_events.mail.rules import MailState
from tests.mail.sinks import Sink, running
from tests.mail.worlds import MAILS, until

if TYPE_CHECKING:
    import subprocess

    from tests.mail.worlds import World


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
    # What was taken but not written down comes again, under its own name: one mail for each of the
    # two threads that may send, at the first death; at the second only the other thread's.
    twice = [name for name, times in arrived.items() if times > 1]
    assert 1 <= len(twice) <= 3
    assert max(arrived.values()) == 2
    assert status == 0


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_worker_that_calls_a_mail_sent_too_early_loses_it(world: World) -> None:
    """The control: the test above can fail."""
    with running(DeadlySink()) as sink:
        run_until_nothing_is_left(world, sink, "careless")

    assert len({message["Message-ID"] for message in sink.messages}) < MAILS
