"""Reading the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import undefer

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.models import OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from flask_sqlalchemy.pagination import Pagination
    from sqlalchemy import Select

    from rok_events.mail.inbox_rules import Handling

A_PAGE = 50


def get(incoming_id: int) -> IncomingMail:
    """Return a mail that came in, with its words.

    Raises:
        NotFoundError: there is no such mail.
    """
    whole = (undefer(IncomingMail.text), undefer(IncomingMail.raw))
    mail = db.session.get(IncomingMail, incoming_id, options=whole)
    if mail is None:
        raise NotFoundError(N_("This mail does not exist any more."))
    return mail


def listed(communities: Collection[int] | None, handling: Handling, page: int) -> Pagination:
    """Return a page of mails that came in, without their words, the latest first.

    `communities` limits them to what those organisers may see, `None` to nothing.
    """
    chosen = _visible(communities).where(IncomingMail.handling == handling)
    return db.paginate(
        chosen.order_by(IncomingMail.received_at.desc(), IncomingMail.id.desc()),
        page=page,
        per_page=A_PAGE,
        error_out=False,
    )


def count(communities: Collection[int] | None, handling: Handling) -> int:
    """Return how many mails are handled like this, of those that these organisers may see."""
    chosen = _visible(communities).where(IncomingMail.handling == handling)
    return db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0


def find_sent(names: Collection[str]) -> OutgoingMail | None:
    """Return the mail of ours that has one of these Message-IDs, the first that is there."""
    found = db.session.scalars(select(OutgoingMail).where(OutgoingMail.message_id.in_(names)))
    by_name = {mail.message_id: mail for mail in found}
    return next((by_name[name] for name in names if name in by_name), None)


def community_of(names: Collection[str], sender: str) -> int | None:
    """Return whose organisers a mail concerns: by the mail it answers, else by our last to them."""
    answered = find_sent(names)
    if answered is not None:
        return answered.community_id
    return db.session.scalar(
        select(OutgoingMail.community_id)
        .where(OutgoingMail.recipient == sender, OutgoingMail.community_id.is_not(None))
        .order_by(OutgoingMail.queued_at.desc(), OutgoingMail.id.desc())
        .limit(1)
    )


def was_answered(sender: str, since: datetime) -> bool:
    """Tell whether a machine of ours answered this address lately."""
    found = exists().where(IncomingMail.sender == sender, IncomingMail.answered_at > since)
    return bool(db.session.scalar(select(found)))


def of_address(email: str) -> Sequence[IncomingMail]:
    """Return every mail that an address wrote, or that concerns it, with its words."""
    return db.session.scalars(
        select(IncomingMail)
        .where(or_(IncomingMail.sender == email, IncomingMail.email == email))
        .order_by(IncomingMail.id)
        .options(undefer(IncomingMail.text))
    ).all()


def _visible(communities: Collection[int] | None) -> Select[IncomingMail]:
    chosen = select(IncomingMail)
    if communities is None:
        return chosen
    return chosen.where(IncomingMail.community_id.in_(communities))
