"""What the inbox keeps of people: what they wrote to us, and that mail to them came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.core.personal import Personal, Subject
from rok_events.mail import inbox_actions, inbox_queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the mails that somebody wrote to us, and those to them that came back."""
    return {
        "incoming_mail": [
            {
                "sender_name": mail.sender_name,
                "sender": mail.sender,
                "email": mail.email,
                "subject": mail.subject,
                "text": mail.text,
                "reason": mail.reason,
                "received_at": mail.received_at.isoformat(),
            }
            for mail in inbox_queries.of_address(subject.email)
        ]
    }


def erase(subject: Subject) -> None:
    """Remove every mail that somebody wrote to us, or that concerns them."""
    inbox_actions.forget(subject.email)


def purge(now: datetime) -> int:
    """Blank the words of mails that are dealt with, and later remove them altogether."""
    return inbox_actions.purge(now)


PERSONAL = Personal("inbox", frozenset({"incoming_mail"}), export, erase, purge)
