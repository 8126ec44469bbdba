"""Changing the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events import jobs
from rok_events.core import clock, text, tokens
from rok_events.db import after_commit, db
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState

if TYPE_CHECKING:
    from rok_events.mail.letters import Letter


def queue(letter: Letter) -> OutgoingMail:
    """Put a letter in the outbox; the worker sends it after the commit."""
    now = clock.now()
    mail = OutgoingMail(
        message_id=f"{tokens.new()}@rok-events",
        purpose=letter.purpose,
        about=letter.about,
        recipient=letter.recipient,
        recipient_name=text.one_line(letter.recipient_name),
        reply_to=letter.reply_to,
        subject=text.one_line(letter.subject)[:300],
        text=letter.text,
        html=letter.html,
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
        state=MailState.WAITING,
        queued_at=now,
        due_at=now,
        useless_at=letter.useless_at,
    )
    db.session.add(mail)
    after_commit(jobs.later, "mail.deliver")
    return mail
