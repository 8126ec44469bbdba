"""A real worker for a test: `python -m tests.mail.worker_process DATABASE_URL FOLDER PORT`.

With `careless` behind it, it calls a mail sent before it is; with `greedy` it takes mails without
saying so: what the outbox must never do.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import worker
from rok_events import jobs
from rok_events.app import create_app
from rok_events.db import db
from rok_events.mail import lease_actions, rules
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from tests import make
from tests.conftest import settings

if TYPE_CHECKING:
    from datetime import datetime

database_url, folder, port, *manner = sys.argv[1:]
app = create_app(
    settings(database_url, Path(folder))
    | {
        "QUEUE_URL": f"sqlite:///{folder}/queue.db",
        "MAIL_FOLDER": None,
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": int(port),
    }
)
if manner == ["careless"]:
    claim = lease_actions.claim

    def careless(now: datetime) -> lease_actions.Taken:
        """Claim mails, and call them sent."""
        taken = claim(now)
        for mail in taken.mails:
            lease_actions.settle(mail, None, now)
        return taken

    lease_actions.claim = careless
if manner == ["greedy"]:

    def greedy(now: datetime) -> lease_actions.Taken:
        """Take mails, and tell nobody."""
        due = db.session.scalars(
            db.select(OutgoingMail).where(OutgoingMail.state == MailState.WAITING).limit(10)
        )
        mails = [make.claimed(mail)._replace(due_at=now + rules.LEASE) for mail in due]
        return lease_actions.Taken(mails, is_last=not mails, is_held=False)

    lease_actions.claim = greedy
# The worker before may have taken this minute.
with app.app_context():
    jobs.later("mail.sweep")
worker.work(app)
