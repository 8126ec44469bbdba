"""Reading the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import load_only

from rok_events.core import tokens
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.mail.models import MailAddress, MailNote, OutgoingMail
from rok_events.mail.rules import UNREAD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from flask_sqlalchemy.pagination import Pagination
    from sqlalchemy import ColumnElement, Row, Select

    from rok_events.mail.rules import Fault, MailState

# All that a list tells of a mail: not its words, which are long and hold secret links.
OUTSIDE = load_only(
    OutgoingMail.about,
    OutgoingMail.purpose,
    OutgoingMail.recipient,
    OutgoingMail.recipient_name,
    OutgoingMail.subject,
    OutgoingMail.state,
    OutgoingMail.fault,
    OutgoingMail.error,
    OutgoingMail.attempts,
    OutgoingMail.queued_at,
    OutgoingMail.due_at,
    OutgoingMail.sent_at,
    OutgoingMail.useless_at,
)


def get(mail_id: int, *, for_update: bool = False) -> OutgoingMail:
    """Return a mail; `for_update` keeps it from everybody else until the commit.

    Raises:
        NotFoundError: there is no such mail.
    """
    mail = db.session.get(OutgoingMail, mail_id, with_for_update=for_update or None)
    if mail is None:
        raise NotFoundError(N_("This mail does not exist any more."))
    return mail


@dataclass(frozen=True)
class Choice:
    """Which mails to list; what is empty chooses nothing."""

    state: MailState | None = None
    activity_id: int | None = None
    about: str = ""
    words: str = ""


def listed(communities: Collection[int] | None, choice: Choice, page: int) -> Pagination:
    """Return a page of mails without their texts, the latest first.

    `communities` limits them to what those organisers may see, `None` to nothing; the words of the
    choice find them by part of the address, the name or the subject.
    """
    chosen = _seen_by(communities).options(OUTSIDE)
    if choice.state is not None:
        chosen = chosen.where(OutgoingMail.state == choice.state)
    if choice.activity_id is not None:
        chosen = chosen.where(OutgoingMail.activity_id == choice.activity_id)
    if choice.about:
        chosen = chosen.where(OutgoingMail.about == choice.about)
    if choice.words:
        columns = OutgoingMail.recipient, OutgoingMail.recipient_name, OutgoingMail.subject
        chosen = chosen.where(or_(*(c.icontains(choice.words, autoescape=True) for c in columns)))
    return db.paginate(
        chosen.order_by(OutgoingMail.queued_at.desc(), OutgoingMail.id.desc()),
        page=page,
        per_page=50,
        error_out=False,
    )


def sendable_again(
    now: datetime, *which: ColumnElement[bool]
) -> Sequence[Row[int, datetime | None]]:
    """Return which mails `rules.can_try_again`, and when each was sent; hold them."""
    serves = or_(OutgoingMail.useless_at.is_(None), OutgoingMail.useless_at > now)
    return db.session.execute(
        select(OutgoingMail.id, OutgoingMail.sent_at)
        .where(OutgoingMail.state.in_(UNREAD), OutgoingMail.text != "", serves, *which)
        .order_by(OutgoingMail.id)
        .with_for_update()
    ).all()


def unread(communities: Collection[int] | None, fault: Fault | None = None) -> list[OutgoingMail]:
    """Return the mails that failed or came back, for one reason or any, the latest first."""
    chosen = _seen_by(communities).where(OutgoingMail.state.in_(UNREAD))
    if fault is not None:
        chosen = chosen.where(OutgoingMail.fault == fault)
    return list(db.session.scalars(chosen.order_by(OutgoingMail.id.desc())))


def unread_count(communities: Collection[int] | None) -> int:
    """Count the mails that failed or came back."""
    chosen = _seen_by(communities).where(OutgoingMail.state.in_(UNREAD))
    return db.session.scalars(select(func.count()).select_from(chosen.subquery())).one()


def _seen_by(communities: Collection[int] | None) -> Select[OutgoingMail]:
    chosen = select(OutgoingMail)
    return (
        chosen if communities is None else chosen.where(OutgoingMail.community_id.in_(communities))
    )


def history(mail_id: int) -> list[MailNote]:
    """Return what happened to a mail, the latest first."""
    return list(
        db.session.scalars(
            select(MailNote)
            .where(MailNote.mail_id == mail_id)
            .order_by(MailNote.happened_at.desc(), MailNote.id.desc())
        )
    )


def to_address(email: str) -> list[OutgoingMail]:
    """Return every mail to one address."""
    return list(
        db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.recipient == email).order_by(OutgoingMail.id)
        )
    )


def notes_to(email: str) -> list[MailNote]:
    """Return what happened to every mail to one address."""
    mails = select(OutgoingMail.id).where(OutgoingMail.recipient == email)
    return list(
        db.session.scalars(
            select(MailNote).where(MailNote.mail_id.in_(mails)).order_by(MailNote.id)
        )
    )


def about(thing: str) -> list[OutgoingMail]:
    """Return the mails about one thing, such as `registration:12`, without texts, latest first."""
    return list(
        db.session.scalars(
            select(OutgoingMail)
            .options(OUTSIDE)
            .where(OutgoingMail.about == thing)
            .order_by(OutgoingMail.queued_at.desc(), OutgoingMail.id.desc())
        )
    )


def address(email: str) -> MailAddress | None:
    """Return what is known of an address; `None` if there is nothing to say."""
    return addresses([email]).get(email)


def addresses(emails: Iterable[str]) -> Mapping[str, MailAddress]:
    """Return what is known of many addresses, by each address as it was given."""
    by_digest = {digest(email): email for email in emails}
    known = db.session.scalars(select(MailAddress).where(MailAddress.digest.in_(by_digest)))
    return {by_digest[row.digest]: row for row in known}


def digest(email: str) -> str:
    """Return what an address is found by, however its letters are written."""
    return tokens.digest(email.strip().lower())
