"""Answering from a calendar: what the mails say, and where to look for what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.db import db
from rok_events.invitations import queries
from rok_events.mail import inbox
from rok_events.mail.models import OutgoingMail
from tests.invitations.said import Said

if TYPE_CHECKING:
    from rok_events.invitations.models import CalendarEntry
    from rok_events.mail.inbox_models import IncomingMail
    from rok_events.registrations.models import Registration
    from rok_events.registrations.rules import Answer

EMAIL = "zoe@zorg.example.org"


def entry_of(registration: Registration, session: int = 0) -> CalendarEntry:
    """Return the entry of one session of a registration, counted from 0."""
    entries = queries.entries(registration.activity_id, registration.person_id)
    return [entry for _, entry in sorted(entries.items())][session]


def said_by(registration: Registration, answer: Answer, session: int = 0, **more: object) -> Said:
    """Return what the holder of a registration says, of the invitation as it is now."""
    entry = entry_of(registration, session)
    known: dict[str, object] = {
        "uid": entry.uid,
        "email": EMAIL,
        "answer": answer.value.upper(),
        "sequence": entry.sequence,
    }
    return Said(**known | more)  # type: ignore[arg-type]  # what a test says is right


def take(raw: bytes) -> IncomingMail:
    """Take a mail in, as any of the ways in does."""
    kept = inbox.take(raw)
    assert kept is not None
    return kept


def letters(purpose: str) -> list[OutgoingMail]:
    """Return the letters of a kind that were queued, in order."""
    chosen = select(OutgoingMail).where(OutgoingMail.purpose == purpose)
    return list(db.session.scalars(chosen.order_by(OutgoingMail.id)))
