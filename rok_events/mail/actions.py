"""Changing the outbox: putting letters in, and keeping account of how they fare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from rok_events import jobs
from rok_events.core import clock, text, tokens
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import after_commit, db
from rok_events.mail import queries, rules
from rok_events.mail.models import MailAddress, MailNote, OutgoingMail
from rok_events.mail.rules import Fault, Happening, MailState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from rok_events.mail.letters import Letter

DELIVER = "mail.deliver"
AFRESH = {"attempts": 0, "sent_at": None, "fault": None, "error": ""}


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
        activity_id=letter.activity_id,
    )
    db.session.add(mail)
    after_commit(jobs.later, DELIVER)
    return mail


def try_again(mail_id: int, account_id: int | None = None) -> None:
    """Put a mail that failed, or that came back, back in the outbox.

    No other: pressing twice, or after it was sent, sends nothing twice.

    Raises:
        NotFoundError: there is no such mail.
        ConflictError: it did not fail, or it is too late for it.
    """
    mail = queries.get(mail_id, for_update=True)
    if mail.state not in rules.UNREAD:
        raise ConflictError(N_("This mail is no longer one that failed."))
    if not rules.can_try_again(mail, clock.now()):
        raise ConflictError(N_("It is too late to send this mail."))
    put_back(OutgoingMail.id == mail_id, account_id=account_id)
    db.session.refresh(mail)


def put_back(*which: ColumnElement[bool], account_id: int | None = None) -> int:
    """Put those mails back in the outbox that failed or came back, and still can be sent.

    However many they are, it takes four statements.

    Returns:
        How many mails that are.
    """
    now = clock.now()
    mails = queries.sendable_again(now, *which)
    ids = [mail_id for mail_id, _sent_at in mails]
    _note_all([(mail_id, sent_at) for mail_id, sent_at in mails if sent_at], Happening.SENT)
    _note_all([(mail_id, now) for mail_id in ids], Happening.AGAIN, account_id)
    again = {"state": MailState.WAITING, "queued_at": now, "due_at": now, **AFRESH}
    if ids:
        db.session.execute(update(OutgoingMail), [{"id": mail_id, **again} for mail_id in ids])
        after_commit(jobs.later, DELIVER)
    return len(ids)


def try_all_again(
    fault: Fault, communities: Collection[int] | None, account_id: int | None = None
) -> int:
    """Put every mail that failed for one reason, and still can be sent, back in the outbox.

    `communities` limits them to what those organisers may see, `None` to nothing.

    Returns:
        How many mails that are.
    """
    which = [OutgoingMail.fault == fault]
    if communities is not None:
        which.append(OutgoingMail.community_id.in_(communities))
    return put_back(*which, account_id=account_id)


def lay_aside(about: str) -> int:
    """Send no more of the mails about one thing that still wait; return how many that are."""
    waiting = (
        update(OutgoingMail)
        .where(OutgoingMail.about == about, OutgoingMail.state == MailState.WAITING)
        .values(state=MailState.USELESS)
        .returning(OutgoingMail.id)
    )
    return len(db.session.scalars(waiting).all())


def note_bounce(email: str, reason: str, mail_id: int | None = None) -> None:
    """Keep that a mail to an address came back for good: at the address, and at the mail if known.

    The news may come twice.
    """
    known = _address(email)
    known.bounced_at, known.bounce = clock.now(), reason
    if mail_id is not None:
        note_return(mail_id, reason)


def note_return(mail_id: int, reason: str) -> None:
    """Keep that a mail came back, though another to the same address might not.

    Only a mail that was sent can come back.
    """
    mail = queries.get(mail_id, for_update=True)
    if mail.state is MailState.SENT:
        mail.state, mail.fault, mail.error = MailState.BOUNCED, Fault.RECIPIENT, reason
        note = {"what": Happening.BOUNCED, "happened_at": clock.now(), "said": reason}
        db.session.add(MailNote(mail_id=mail.id, **note))


def _note_all(
    moments: Sequence[tuple[int, datetime]], what: Happening, account_id: int | None = None
) -> None:
    if moments:
        notes = [
            {"mail_id": mail_id, "what": what, "happened_at": moment, "account_id": account_id}
            for mail_id, moment in moments
        ]
        db.session.execute(insert(MailNote), notes)


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
