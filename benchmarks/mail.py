"""How fast the outbox is sent, beside a bare smtplib loop over one connection to the same sink.

Both send the same messages. The loop has them ready and sends them, no more. The outbox claims
each from the database, builds it, sends it, and writes down that it was sent. Aim: at least half
as fast. The sink is a process of its own, which takes everything; where there are two processors it
has one to itself, for both, as a mail server is another machine.
"""

from __future__ import annotations

import os
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.app import create_app  # noqa: E402
from rok_events.core import clock  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402
from rok_events.invitations import calendar  # noqa: E402
from rok_events.mail import delivery, lease_actions, messages  # noqa: E402
from rok_events.mail.models import Claimed, OutgoingMail  # noqa: E402
from rok_events.mail.rules import MailState  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

MAILS = 300
ROUNDS = 7
AIM = 0.5


class Taker:
    """A mail server that takes everything, and forgets it."""

    async def handle_DATA(self, *_envelope: object) -> str:  # noqa: N802
        """Take a message."""
        return "250 OK"


def stay_on(number: int) -> None:
    """Run on one processor only, where the system can do so."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[number]})


def sink(port: int) -> None:
    """Be the mail server, until standard input ends."""
    stay_on(-1)
    controller = Controller(Taker(), hostname="127.0.0.1", port=port)
    controller.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    controller.stop()


@contextmanager
def running_sink() -> Iterator[int]:
    """Run the mail server in a process of its own, and give its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 -- ourselves
        [sys.executable, __file__, "sink", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    yield port
    process.communicate()


def fill() -> None:
    """Put confirmations with an invitation in the outbox."""
    now = clock.now()
    starts_at = datetime(2027, 4, 1, 11, 30, tzinfo=UTC)
    organiser = calendar.Party("ROK Deventer", "agenda@example.org")
    meeting = calendar.Meeting(
        uid="abc@example.org",
        sequence=0,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        changed_at=now,
        title="Hechting in het eerste jaar",
        organiser=organiser,
    )
    invitation = calendar.request(meeting, calendar.Party("Noor", "noor@example.org"))
    with transaction() as session:
        session.execute(db.delete(OutgoingMail))
        session.add_all(
            OutgoingMail(
                message_id=f"mail-{number}@example.org",
                purpose="place_confirmed",
                about="registration:1",
                recipient=f"lezer{number}@example.org",
                recipient_name="Noor de Wit",
                subject="Je hebt een plaats: Hechting in het eerste jaar, 1 april 2027",
                text="Hallo Noor,\n\nJe hebt een plaats.\n" * 20,
                html="<p>Hallo Noor,</p><p>Je hebt een plaats.</p>" * 80,
                calendar=invitation,
                calendar_method="REQUEST",
                state=MailState.WAITING,
                queued_at=now,
                due_at=now,
            )
            for number in range(MAILS)
        )


def _all_due() -> Iterator[Claimed]:
    while mails := lease_actions.claim(clock.now()).mails:
        yield from mails


def by_loop(port: int, ready: list[tuple[str, bytes]]) -> float:
    """Send ready messages over one connection, and return the seconds it took."""
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as host:
        for recipient, content in ready:
            host.sendmail("agenda@example.org", [recipient], content)
    return time.perf_counter() - begun


def by_outbox() -> float:
    """Send what is due, and return the seconds it took."""
    fill()
    begun = time.perf_counter()
    sent = 0
    while sent < MAILS:
        sent += delivery.deliver().sent
    return time.perf_counter() - begun


def main() -> int:
    """Measure, print, and tell by the exit status whether the aim was met."""
    with tempfile.TemporaryDirectory() as folder, running_sink() as port:
        stay_on(0)
        settings = {
            "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "QUEUE_URL": "memory:",
            "MAIL_URL": f"smtp://127.0.0.1:{port}?tls=none",
            "MAIL_RATE": "0",
            "MAIL_RATE_PER_DOMAIN": "0",
            "SECRET_KEY": "benchmark " * 4,
        }
        app = create_app(from_environment(settings))
        with app.app_context():
            Base.metadata.create_all(db.engine)
            fill()
            with transaction():
                due = list(_all_due())
            ready = [(mail.recipient, messages.message(mail)) for mail in due]
            times = [(by_loop(port, ready), by_outbox()) for _ in range(ROUNDS)]
            db.session.remove()
            db.engine.dispose()
    # The best of each: whatever else the machine does makes a round slower, never faster.
    loop, outbox = (MAILS / min(column) for column in zip(*times, strict=True))
    print(f"bare loop  {loop:6.0f} mails a second")
    print(f"outbox     {outbox:6.0f} mails a second")
    print(f"ratio      {outbox / loop:6.2f} (aim: at least {AIM})")
    return 0 if outbox / loop >= AIM else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["sink"]:
        sink(int(sys.argv[2]))
    else:
        sys.exit(main())
