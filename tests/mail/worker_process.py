"""A real worker for a test: `python -m tests.mail.worker_process DATABASE_URL FOLDER PORT`.

With `careless` behind it, it calls a mail sent before it is: what the outbox must never do.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import worker
from rok_events.app import create_app
from rok_events.mail import actions
from rok_events.mail.rules import MailState
from tests.conftest import settings

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.mail.models import OutgoingMail

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
    claim = actions.claim

    def careless(now: datetime) -> OutgoingMail | None:
        """Claim a mail, and call it sent."""
        mail = claim(now)
        if mail is not None:
            mail.state = MailState.SENT
        return mail

    actions.claim = careless
worker.work(app)
