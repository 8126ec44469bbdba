"""Rules of delivery: what an SMTP answer means and when to try again."""

from __future__ import annotations

from enum import StrEnum


class MailState(StrEnum):
    """How far a mail is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    USELESS = "useless"
