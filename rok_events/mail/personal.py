"""What the outbox keeps of people: their name and address, and what was written to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.core.personal import Personal, Subject
from rok_events.mail import actions, queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the mails to somebody's address, and what is known of that address."""
    known = queries.address(subject.email)
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
        ],
        "mail_note": [
            {"happened_at": note.happened_at.isoformat(), "what": note.what.value}
            for note in queries.notes_to(subject.email)
        ],
        "mail_address": [
            {
                "email": subject.email,
                "bounced_at": known.bounced_at.isoformat() if known.bounced_at else None,
                "bounce": known.bounce,
                "declined_at": known.declined_at.isoformat() if known.declined_at else None,
            }
        ]
        if known
        else [],
    }


def erase(subject: Subject) -> None:
    """Remove every mail to somebody's address; of a wish for no more mail a digest stays."""
    actions.forget(subject.email)


def purge(now: datetime) -> int:
    """Blank the texts of mails that are done, later remove them, and let go of addresses."""
    return actions.purge(now)


PERSONAL = Personal(
    "mail", frozenset({"outgoing_mail", "mail_note", "mail_address"}), export, erase, purge
)
