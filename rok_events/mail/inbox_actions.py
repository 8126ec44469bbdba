"""Changing the inbox: letting mail in, and keeping account of what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError

from rok_events.core import clock, events, tokens
from rok_events.db import db
from rok_events.mail import actions as outbox
from rok_events.mail import inbox_queries as queries
from rok_events.mail import inbox_rules as rules
from rok_events.mail import incoming
from rok_events.mail.events import CalendarReceived, MailBounced
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.inbox_rules import Handling
from rok_events.mail.incoming import Incoming, Sort

if TYPE_CHECKING:
    from datetime import datetime


def take(mail: Incoming, raw: bytes) -> IncomingMail | None:
    """Let a mail in and announce what it says; `None` for one that came in before."""
    row = _kept(mail, raw)
    if row is None:
        return None
    if mail.bounce is not None:
        sent = queries.find_sent(mail.bounce.names)
        if sent is not None:
            row.email, row.community_id = sent.recipient, sent.community_id
            note(row.id, incoming.BOUNCE)
            events.announce(
                MailBounced(
                    mail_id=sent.id,
                    email=sent.recipient,
                    is_permanent=mail.bounce.is_permanent,
                    reason=mail.bounce.reason,
                )
            )
    elif mail.sort is Sort.CALENDAR:
        events.announce(
            CalendarReceived(
                incoming_id=row.id,
                sender=mail.sender,
                content=mail.calendar,
                is_robot=mail.is_robot,
            )
        )
    return row


def mark_returned(event: MailBounced) -> None:
    """Mark the mail that came back, and its address where another would come back too."""
    if event.is_permanent:
        outbox.note_bounce(event.email, event.reason, event.mail_id)
    else:
        outbox.note_return(event.mail_id, event.reason)


def note(incoming_id: int, reason: str, community_id: int | None = None) -> None:
    """Note what was done with a mail by itself; `reason` is a message id."""
    _dealt_with(incoming_id, Handling.BY_ITSELF, reason, community_id)


def set_aside(incoming_id: int, reason: str, community_id: int | None = None) -> None:
    """Lay a mail aside for somebody to look at; `reason` is a message id."""
    _dealt_with(incoming_id, Handling.ASIDE, reason, community_id)


def note_answered(incoming_id: int) -> None:
    """Note that a machine of ours answers a mail."""
    queries.get(incoming_id).answered_at = clock.now()


def mark_handled(incoming_id: int) -> None:
    """Note that somebody dealt with a mail; twice changes nothing.

    Raises:
        NotFoundError: there is no such mail.
    """
    mail = queries.get(incoming_id)
    if mail.handling is Handling.ASIDE:
        mail.handling = Handling.HANDLED
        mail.handled_at = clock.now()


def forget(email: str) -> None:
    """Remove every mail that an address wrote, or that concerns it."""
    db.session.execute(
        delete(IncomingMail).where(or_(IncomingMail.sender == email, IncomingMail.email == email))
    )


def purge(now: datetime) -> int:
    """Blank the words of mails that are dealt with, and remove what is older; return how many."""
    is_over = IncomingMail.handling != Handling.ASIDE
    old = db.session.scalars(
        delete(IncomingMail)
        .where(
            (is_over & (IncomingMail.received_at <= now - rules.KEEP_ROW))
            | (IncomingMail.received_at <= now - rules.KEEP_UNREAD)
        )
        .returning(IncomingMail.id)
    ).all()
    blank = db.session.scalars(
        update(IncomingMail)
        .where(
            is_over,
            IncomingMail.received_at <= now - rules.KEEP_WORDS,
            or_(
                IncomingMail.handled_at.is_(None), IncomingMail.handled_at <= now - rules.KEEP_WORDS
            ),
            or_(IncomingMail.text != "", IncomingMail.raw != b""),
        )
        .values(text="", raw=b"")
        .returning(IncomingMail.id)
    ).all()
    return len(old) + len(blank)


def _kept(mail: Incoming, raw: bytes) -> IncomingMail | None:
    """Return the row of a mail; `None` if there is one already, also by another process."""
    is_letter = mail.sort in {Sort.LETTER, Sort.BOUNCE}
    row = IncomingMail(
        digest=tokens.digest(mail.message_id or raw.decode("latin-1")),
        sender=mail.sender,
        sender_name=mail.sender_name,
        email=mail.sender,
        subject=mail.subject,
        text=mail.text,
        raw=raw if len(raw) <= incoming.MOST_BYTES else b"",
        sort=mail.sort,
        handling=Handling.ASIDE if is_letter else Handling.BY_ITSELF,
        reason=mail.reason,
        community_id=queries.community_of(mail.names, mail.sender),
        received_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return None
    return row


def _dealt_with(
    incoming_id: int, handling: Handling, reason: str, community_id: int | None
) -> None:
    mail = queries.get(incoming_id)
    mail.handling, mail.reason = handling, reason
    mail.community_id = community_id or mail.community_id
