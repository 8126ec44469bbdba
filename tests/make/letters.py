"""Mail that goes out and comes in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rok_events.core import clock
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.inbox_rules import Handling
from rok_events.mail.incoming import LETTER, Sort
from rok_events.mail.models import Claimed, OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.messages.models import Message
from rok_events.messages.rules import Group
from tests.make.activities import activity
from tests.make.rows import LONG_AGO, next_number, saved


def mail(**given: Any) -> OutgoingMail:
    """Make a mail that has been due for an hour, each a little later than the one before."""
    n = next_number()
    queued_at = clock.now() - timedelta(hours=1)
    defaults = {
        "message_id": f"mail-{n}@example.org",
        "purpose": "test",
        "about": f"test:{n}",
        "recipient": f"lezer{n}@example.org",
        "recipient_name": f"Lezer {n}",
        "subject": f"Onderwerp {n}",
        "text": f"Tekst {n}\n",
        "html": f"<p>Tekst {n}</p>",
        "state": MailState.WAITING,
        "attempts": 0,
        "queued_at": queued_at,
        "due_at": queued_at + timedelta(milliseconds=n),
    }
    return saved(OutgoingMail(**defaults | given))


def claimed(mail: OutgoingMail) -> Claimed:
    """Return a mail as the worker that sends it has it."""
    return Claimed._make(getattr(mail, name) for name in Claimed._fields)


def message(**given: Any) -> Message:
    """Make the draft of a message to everybody with a place."""
    given["activity"] = given.get("activity") or activity()
    n = next_number()
    defaults = {
        "group": Group.CONFIRMED,
        "subject": f"Bericht {n}",
        "body": "Tot {datum}.",
        "reply_to": "organisatie@example.org",
        "form_key": f"form-{n}",
        "created_at": LONG_AGO,
    }
    return saved(Message(**defaults | given))


def incoming(**given: Any) -> IncomingMail:
    """Make a letter that came in and waits for somebody."""
    n = next_number()
    defaults = {
        "digest": f"digest-{n}",
        "sender": f"schrijver{n}@example.org",
        "sender_name": f"Schrijver {n}",
        "email": f"schrijver{n}@example.org",
        "subject": f"Vraag {n}",
        "text": f"Tekst {n}",
        "raw": b"Subject: Vraag\r\n\r\nTekst\r\n",
        "sort": Sort.LETTER,
        "handling": Handling.ASIDE,
        "reason": LETTER,
        "received_at": clock.now(),
    }
    return saved(IncomingMail(**defaults | given))
