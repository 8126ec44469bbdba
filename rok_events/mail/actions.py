"""Changing the outbox: putting letters in, and keeping account of how they fare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import delete, update

from rok_events import jobs
from rok_events.core import clock, text, tokens
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import after_commit, db
from rok_events.mail import queries, rules
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import Failure, Fault, MailState

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.mail.letters import Letter

DELIVER = "mail.deliver"


def queue(letter: Letter) -> OutgoingMail:
    """Put a letter in the outbox; the worker sends it after the commit."""
    now = clock.now()
    domain = current_app.config["MAIL_DEFAULT_SENDER"].rpartition("@")[2]
    mail = OutgoingMail(
        message_id=f"{tokens.new()}@{domain}",
        purpose=letter.purpose,
        about=letter.about,
        community_id=letter.community_id,
        recipient=text.one_line(letter.recipient),
        recipient_name=text.one_line(letter.recipient_name)[:200],
        sender_name=text.one_line(letter.sender_name)[:200],
        reply_to=text.one_line(letter.reply_to),
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
    after_commit(jobs.later, DELIVER)
    return mail


def tidy(now: datetime) -> None:
    """Take back what a worker left lying, and lay aside what nobody needs any more."""
    mails = update(OutgoingMail).execution_options(synchronize_session=False)
    left_lying = (OutgoingMail.state == MailState.SENDING, OutgoingMail.due_at <= now)
    db.session.execute(
        mails.where(*left_lying, OutgoingMail.queued_at <= now - rules.LAST_DAY).values(
            state=MailState.FAILED, fault=Fault.INTERRUPTED, error=""
        )
    )
    db.session.execute(mails.where(*left_lying).values(state=MailState.WAITING))
    db.session.execute(
        mails.where(
            OutgoingMail.state == MailState.WAITING,
            OutgoingMail.due_at <= now,
            OutgoingMail.useless_at <= now,
        ).values(state=MailState.USELESS)
    )


def claim(now: datetime) -> OutgoingMail | None:
    """Take the mail that is due longest, for the length of a lease; `None` if nothing is due."""
    mail = queries.next_due(now)
    if mail is not None:
        mail.state = MailState.SENDING
        mail.attempts += 1
        mail.due_at = now + rules.LEASE
    return mail


def settle(mail: OutgoingMail, failure: Failure | None, now: datetime) -> None:
    """Write down how a try went.

    Who lost the lease meanwhile may still say that the mail was sent, but not that it was not.
    """
    mine = update(OutgoingMail).where(OutgoingMail.id == mail.id)
    mine = mine.execution_options(synchronize_session=False)
    if failure is None:
        unsent = OutgoingMail.state.in_((MailState.SENDING, MailState.WAITING))
        values = {"state": MailState.SENT, "sent_at": now, "fault": None, "error": ""}
        db.session.execute(mine.where(unsent).values(values))
        return
    is_final = rules.TREATMENTS[failure.fault].is_final
    again_at = None if is_final else rules.next_try(mail.attempts, mail.queued_at, now)
    still_mine = (
        OutgoingMail.state == MailState.SENDING,
        OutgoingMail.attempts == mail.attempts,
    )
    values = {
        "state": MailState.FAILED if again_at is None else MailState.WAITING,
        "due_at": again_at or now,
        "fault": failure.fault,
        "error": failure.said,
    }
    db.session.execute(mine.where(*still_mine).values(values))


def try_again(mail_id: int) -> None:
    """Put a mail that failed back in the outbox.

    Only one that failed: pressing twice, or after it was sent, sends nothing twice.

    Raises:
        NotFoundError: there is no such mail.
        ConflictError: it did not fail, or it is too late for it.
    """
    now = clock.now()
    mail = queries.get(mail_id)
    if mail.state is not MailState.FAILED:
        raise ConflictError(N_("This mail is no longer one that failed."))
    if not mail.text or (mail.useless_at is not None and mail.useless_at <= now):
        raise ConflictError(N_("It is too late to send this mail."))
    mail.state = MailState.WAITING
    mail.attempts = 0
    mail.queued_at = mail.due_at = now
    after_commit(jobs.later, DELIVER)


def forget(email: str) -> None:
    """Remove every mail to an address, sent or not."""
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.recipient == email))


def purge(now: datetime) -> int:
    """Blank the texts of mails that are done, and remove what is older; return how many rows.

    A mail that failed keeps its text as long as it is there, for whoever tries again.
    """
    over, done = OutgoingMail.state.in_(rules.OVER), OutgoingMail.state.in_(rules.DONE)
    old = db.session.scalars(
        delete(OutgoingMail)
        .where(over, OutgoingMail.queued_at <= now - rules.KEEP_ROW)
        .returning(OutgoingMail.id)
    ).all()
    blank = db.session.scalars(
        update(OutgoingMail)
        .where(done, OutgoingMail.queued_at <= now - rules.KEEP_WORDS, OutgoingMail.text != "")
        .values(text="", html="", calendar="")
        .returning(OutgoingMail.id)
    ).all()
    return len(old) + len(blank)
