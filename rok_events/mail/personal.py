"""What the outbox keeps of people: their name and address, and what was written to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.core.personal import Personal, Subject
from rok_events.mail import actions, queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the mails to somebody's address."""
    return {
        "outgoing_mail": [
            {
                "recipient_name": mail.recipient_name,
                "recipient": mail.recipient,
                "subject": mail.subject,
                "text": mail.text,
                "state": mail.state.value,
                "queued_at": mail.queued_at.isoformat(),
                "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
            }
            for mail in queries.to_address(subject.email)
        ]
    }


def erase(subject: Subject) -> None:
    """Remove every mail to somebody's address, sent or not."""
    actions.forget(subject.email)


def purge(now: datetime) -> int:
    """Blank the texts of mails that are done, and later remove them altogether."""
    return actions.purge(now)


PERSONAL = Personal("mail", frozenset({"outgoing_mail"}), export, erase, purge)
