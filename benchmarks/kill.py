"""What is lost and what comes twice when the worker is killed: twenty times during 500 mails.

Each time the worker gets SIGKILL at a random moment; another one takes over when the lease has run
out, here after a second. Aim: none lost, and twice only what the server had taken, but of which the
worker that was killed had not written down that it was sent: one mail at most each time.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.app import create_app  # noqa: E402
from rok_events.core import clock  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402
from rok_events.mail import delivery  # noqa: E402
from rok_events.mail.models import OutgoingMail  # noqa: E402
from rok_events.mail.rules import MailState  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiosmtpd.smtp import Envelope
    from flask import Flask

MAILS = 500
KILLS = 20
LEASE = timedelta(seconds=1)
PATIENCE_SECONDS = 60


class Taker:
    """A mail server that keeps the Message-ID of what it takes, before it says that it did."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1)

    async def handle_DATA(  # noqa: N802
        self, _server: object, _session: object, envelope: Envelope
    ) -> str:
        """Take a message."""
        assert isinstance(envelope.content, bytes)
        name = envelope.content.split(b"Message-ID: <")[1].split(b">")[0]
        self._file.write(f"{name.decode()}\n")
        return "250 OK"


def sink(path: Path) -> None:
    """Be the mail server, tell the port, and stop when standard input ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    controller = Controller(Taker(path), hostname="127.0.0.1", port=port)
    controller.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    controller.stop()


@dataclass(frozen=True)
class Server:
    """The mail server: its port, and the file in which stands what it took."""

    port: int
    path: Path

    def taken(self) -> list[str]:
        """Return the Message-IDs of what was taken, in order."""
        return self.path.read_text().splitlines()


@contextmanager
def running_sink(path: Path) -> Iterator[Server]:
    """Run the mail server in a process of its own."""
    path.touch()
    process = Popen([sys.executable, __file__, "sink", str(path)], stdin=PIPE, stdout=PIPE)  # noqa: S603 -- ourselves
    assert process.stdout is not None
    yield Server(int(process.stdout.readline()), path)
    process.communicate()


def fill() -> None:
    """Put 500 mails in an empty outbox."""
    now = clock.now()
    with transaction() as session:
        session.execute(db.delete(OutgoingMail))
        session.add_all(
            OutgoingMail(
                message_id=f"mail-{number}@example.org",
                purpose="benchmark",
                about="benchmark",
                recipient=f"lezer{number}@example.org",
                recipient_name="Noor de Wit",
                subject="Je hebt een plaats",
                text="Hallo Noor,\n\nJe hebt een plaats.\n" * 20,
                html="<p>Hallo Noor,</p><p>Je hebt een plaats.</p>" * 40,
                state=MailState.WAITING,
                queued_at=now,
                due_at=now,
            )
            for number in range(MAILS)
        )


def worker(app: Flask) -> int:
    """Start a worker that sends until nothing waits, and return its process id."""
    if process_id := os.fork():
        return process_id
    with app.app_context():
        while unsent():
            delivery.sweep()
            time.sleep(0.02)
    os._exit(0)


def unsent() -> int:
    """Count the mails that are not sent yet."""
    db.session.rollback()
    chosen = db.select(db.func.count()).where(OutgoingMail.state != MailState.SENT)
    return int(db.session.scalars(chosen).one())


def leave_alone(app: Flask) -> None:
    """Let go of the connections to the database: a process that is forked must not share them."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, server: Server, chance: random.Random) -> tuple[int, int, bool]:
    """Kill the worker once during 500 mails.

    Returns:
        How many mails were lost, how many came twice, and whether only what may.
    """
    server.path.write_text("")
    with app.app_context():
        fill()
    leave_alone(app)
    moment = chance.randrange(1, MAILS - 20)
    victim = worker(app)
    begun = time.monotonic()
    while len(server.taken()) < moment and time.monotonic() - begun < PATIENCE_SECONDS:
        time.sleep(0.0005)
    time.sleep(chance.uniform(0, 0.004))
    os.kill(victim, signal.SIGKILL)
    os.waitpid(victim, 0)
    time.sleep(0.05)
    before = server.taken()
    with app.app_context():
        in_hand = set(
            db.session.scalars(
                db.select(OutgoingMail.message_id).where(OutgoingMail.state == MailState.SENDING)
            )
        )
    leave_alone(app)
    os.waitpid(worker(app), 0)
    arrived = Counter(server.taken())
    twice = {name for name, times in arrived.items() if times > 1}
    return MAILS - len(arrived), arrived.total() - len(arrived), twice <= in_hand & {before[-1]}


def main() -> int:
    """Kill, print, and tell by the exit status whether nothing was lost."""
    seed = int(os.environ.get("SEED", random.randrange(10**6)))  # noqa: S311 -- moments, not secrets
    chance = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder, running_sink(Path(folder) / "taken") as server:
        settings = {
            "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "QUEUE_URL": "memory:",
            "MAIL_URL": f"smtp://127.0.0.1:{server.port}?tls=none",
            "MAIL_RATE": "0",
            "MAIL_RATE_PER_DOMAIN": "0",
            "SECRET_KEY": "benchmark " * 4,
        }
        app = create_app(from_environment(settings) | {"MAIL_LEASE": LEASE})
        with app.app_context():
            Base.metadata.create_all(db.engine)
        results = [run(app, server, chance) for _ in range(KILLS)]
    lost, twice = sum(each[0] for each in results), sum(each[1] for each in results)
    stray = sum(not each[2] for each in results)
    print(f"worker killed     {KILLS:6} times during {MAILS} mails (SEED={seed})")
    print(f"mails lost        {lost:6} (aim: none)")
    print(f"mails sent twice  {twice:6} under the same Message-ID (at most one each time)")
    print(f"outside the window{stray:6} (aim: none)")
    return 1 if lost or stray or max(each[1] for each in results) > 1 else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["sink"]:
        sink(Path(sys.argv[2]))
    else:
        sys.exit(main())
