"""Changing the outbox: putting letters in, and keeping account of how they fare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from rok_events import jobs
from rok_events.core import clock, text, tokens
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import after_commit, db
from rok_events.mail import queries, rules
from rok_events.mail.models import MailAddress, OutgoingMail
from rok_events.mail.rules import Failure, Fault, MailState

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.mail.letters import Letter

DELIVER = "mail.deliver"

# Made once: putting a statement together takes longer than carrying it out.
_MAILS = update(OutgoingMail).execution_options(synchronize_session=False)
_LEFT_LYING = _MAILS.where(
    OutgoingMail.state == MailState.SENDING, OutgoingMail.due_at <= bindparam("now")
)
TIDY = (
    _LEFT_LYING.where(OutgoingMail.queued_at <= bindparam("long_ago")).values(
        state=MailState.FAILED, fault=Fault.INTERRUPTED, error=""
    ),
    _LEFT_LYING.values(state=MailState.WAITING),
    _MAILS.where(
        OutgoingMail.state == MailState.WAITING,
        OutgoingMail.due_at <= bindparam("now"),
        OutgoingMail.useless_at <= bindparam("now"),
    ).values(state=MailState.USELESS),
)
CLAIM = (
    update(OutgoingMail)
    .where(
        OutgoingMail.id
        == select(OutgoingMail.id)
        .where(OutgoingMail.state == MailState.WAITING, OutgoingMail.due_at <= bindparam("now"))
        .order_by(OutgoingMail.due_at, OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(
        state=MailState.SENDING,
        attempts=OutgoingMail.attempts + 1,
        due_at=bindparam("lease_ends_at"),
    )
    .returning(OutgoingMail)
    .execution_options(synchronize_session=False, populate_existing=True)
)
SENT = (
    update(OutgoingMail)
    .where(
        OutgoingMail.id == bindparam("mail_id"),
        OutgoingMail.state.in_((MailState.SENDING, MailState.WAITING)),
    )
    .values(state=MailState.SENT, sent_at=bindparam("now"), fault=None, error="")
    .execution_options(synchronize_session=False)
)
NOT_SENT = (
    update(OutgoingMail)
    .where(
        OutgoingMail.id == bindparam("mail_id"),
        OutgoingMail.state == MailState.SENDING,
        OutgoingMail.attempts == bindparam("tries"),
    )
    .values(
        state=bindparam("outcome"),
        due_at=bindparam("again_at"),
        fault=bindparam("reason"),
        error=bindparam("said"),
    )
    .execution_options(synchronize_session=False)
)
CAME_BACK = (
    update(OutgoingMail)
    .where(OutgoingMail.id == bindparam("mail_id"), OutgoingMail.state == MailState.SENT)
    .values(state=MailState.BOUNCED, fault=Fault.RECIPIENT, error=bindparam("said"))
    .execution_options(synchronize_session=False)
)


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
        can_unsubscribe=letter.can_unsubscribe,
    )
    db.session.add(mail)
    after_commit(jobs.later, DELIVER)
    return mail


def tidy(now: datetime) -> None:
    """Take back what a worker left lying, and lay aside what nobody needs any more."""
    times = {"now": now, "long_ago": now - rules.LAST_DAY}
    for statement in TIDY:
        db.session.execute(statement, times)


def claim(now: datetime) -> OutgoingMail | None:
    """Take the mail that is due longest, for the length of a lease; `None` if nothing is due."""
    return db.session.scalars(CLAIM, {"now": now, "lease_ends_at": now + rules.LEASE}).first()


def settle(mail: OutgoingMail, failure: Failure | None, now: datetime) -> None:
    """Write down how a try went.

    Who lost the lease meanwhile may still say that the mail was sent, but not that it was not.
    """
    if failure is None:
        db.session.execute(SENT, {"mail_id": mail.id, "now": now})
        return
    is_final = rules.TREATMENTS[failure.fault].is_final
    again_at = None if is_final else rules.next_try(mail.attempts, mail.queued_at, now)
    db.session.execute(
        NOT_SENT,
        {
            "mail_id": mail.id,
            "tries": mail.attempts,
            "outcome": MailState.FAILED if again_at is None else MailState.WAITING,
            "again_at": again_at or now,
            "reason": failure.fault,
            "said": failure.said,
        },
    )


def try_again(mail_id: int) -> None:
    """Put a mail that failed, or that came back, back in the outbox.

    No other: pressing twice, or after it was sent, sends nothing twice.

    Raises:
        NotFoundError: there is no such mail.
        ConflictError: it did not fail, or it is too late for it.
    """
    now = clock.now()
    mail = queries.get(mail_id)
    if mail.state not in rules.UNREAD:
        raise ConflictError(N_("This mail is no longer one that failed."))
    if not mail.text or (mail.useless_at is not None and mail.useless_at <= now):
        raise ConflictError(N_("It is too late to send this mail."))
    mail.state = MailState.WAITING
    mail.attempts = 0
    mail.queued_at = mail.due_at = now
    after_commit(jobs.later, DELIVER)


def note_bounce(email: str, reason: str, mail_id: int | None = None) -> None:
    """Keep that a mail to an address came back for good: at the address, and at the mail if known.

    Only a mail that was sent can come back; the news may come twice.
    """
    known = _address(email)
    known.bounced_at, known.bounce = clock.now(), reason
    if mail_id is not None:
        db.session.execute(CAME_BACK, {"mail_id": mail_id, "said": reason})


def decline(email: str) -> None:
    """Keep that the holder of an address wants no mail but what belongs to a registration."""
    known = _address(email)
    known.declined_at = known.declined_at or clock.now()


def accept(email: str) -> None:
    """Keep that the holder of an address wants all mail again."""
    _address(email).declined_at = None


def forget(email: str) -> None:
    """Remove every mail to an address, and what is known of it.

    That its holder wants no more mail stays, as a digest: whoever types the address again learns
    that it is not to be mailed, and nobody can read from it who that is.
    """
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.recipient == email))
    known = queries.address(email)
    if known is not None and known.declined_at is None:
        db.session.delete(known)
    elif known is not None:
        known.email, known.bounced_at, known.bounce = None, None, ""


def _address(email: str) -> MailAddress:
    """Return what is known of an address, made if need be.

    Two may want to make it at once: the later one waits for the other's commit, and finds it.
    """
    digest = queries.digest(email)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(
        insert(MailAddress).values(digest=digest, bounce="").on_conflict_do_nothing()
    )
    known = db.session.scalars(select(MailAddress).where(MailAddress.digest == digest)).one()
    known.email = email.strip().lower()
    return known


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
    return len(old) + len(blank) + _purge_addresses(now)


def _purge_addresses(now: datetime) -> int:
    known = update(MailAddress).execution_options(synchronize_session=False)
    over = (
        known.where(MailAddress.bounced_at <= now - rules.KEEP_BOUNCE).values(
            bounced_at=None, bounce=""
        ),
        delete(MailAddress).where(
            MailAddress.bounced_at.is_(None), MailAddress.declined_at.is_(None)
        ),
        known.where(
            MailAddress.declined_at <= now - rules.KEEP_ADDRESS,
            MailAddress.bounced_at.is_(None),
            MailAddress.email.is_not(None),
        ).values(email=None),
    )
    return sum(len(db.session.scalars(each.returning(MailAddress.id)).all()) for each in over)
