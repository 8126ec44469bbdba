"""Reading what became of mails: those of messages, and those that sent themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import String, case, cast, func, select
from sqlalchemy.orm import contains_eager

from rok_events.db import db
from rok_events.mail import queries as mail
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.messages import rules
from rok_events.messages.models import Recipient
from rok_events.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from flask_sqlalchemy.pagination import Pagination
    from sqlalchemy import ColumnElement

    from rok_events.mail.rules import Fault
    from rok_events.messages.rules import Tally


class Fate(NamedTuple):
    """One recipient, and what became of their mail."""

    name: str
    email: str | None
    state: MailState
    fault: Fault | None
    error: str | None
    sent_at: datetime | None


def fates(message_id: int) -> list[Fate]:
    """Return all recipients of a message and what became of their mail: first what went wrong."""
    rows = db.session.execute(
        select(
            Recipient,
            OutgoingMail.state,
            OutgoingMail.fault,
            OutgoingMail.error,
            OutgoingMail.sent_at,
        )
        .join(Recipient.person)
        .outerjoin(OutgoingMail, OutgoingMail.id == Recipient.mail_id)
        .where(Recipient.message_id == message_id)
        .order_by(Person.name, Person.id)
        .options(contains_eager(Recipient.person))
    )
    found = [
        Fate(one.person.name, one.person.email, state or _state(one), fault, error, sent_at)
        for one, state, fault, error, sent_at in rows
    ]
    return sorted(found, key=lambda fate: rules.URGENCY.index(fate.state))


def tallies(message_ids: Collection[int]) -> Mapping[int, Tally]:
    """Return what became of the mails of messages, in one query."""
    counts: dict[int, dict[MailState, int]] = {}
    state = case(
        (OutgoingMail.state.is_not(None), cast(OutgoingMail.state, String)),
        (~Recipient.is_written, MailState.WAITING.value),
        (Recipient.mail_id.is_(None), MailState.USELESS.value),
        else_=MailState.SENT.value,
    ).label("became")
    rows = db.session.execute(
        select(Recipient.message_id, state, func.count())
        .outerjoin(OutgoingMail, OutgoingMail.id == Recipient.mail_id)
        .where(Recipient.message_id.in_(message_ids))
        .group_by(Recipient.message_id, state)
    )
    for message_id, became, number in rows:
        counts.setdefault(message_id, {})[MailState(became)] = number
    return {id_: rules.tally(of_message) for id_, of_message in counts.items()}


def automatic(activity_id: int) -> Mapping[str, Tally]:
    """Return what became of the mails that sent themselves, by sort."""
    counts: dict[str, dict[MailState, int]] = {name: {} for name in rules.AUTOMATIC}
    for purpose, state, number in db.session.execute(
        select(OutgoingMail.purpose, OutgoingMail.state, func.count())
        .where(*_by_itself(activity_id))
        .group_by(OutgoingMail.purpose, OutgoingMail.state)
    ):
        of_sort = counts[rules.sort_of(purpose)]
        of_sort[state] = of_sort.get(state, 0) + number
    return {name: rules.tally(of_sort) for name, of_sort in counts.items() if of_sort}


def sent_themselves(activity_id: int, sort: str, page: int) -> Pagination:
    """Return a page of the mails of one sort, without their texts, the latest first."""
    purposes = rules.AUTOMATIC[sort].purposes
    wanted = (
        OutgoingMail.purpose.in_(purposes) if purposes else OutgoingMail.purpose.not_in(rules.NAMED)
    )
    return db.paginate(
        select(OutgoingMail)
        .options(mail.OUTSIDE)
        .where(*_by_itself(activity_id), wanted)
        .order_by(OutgoingMail.queued_at.desc(), OutgoingMail.id.desc()),
        page=page,
        per_page=50,
        error_out=False,
    )


def _state(recipient: Recipient) -> MailState:
    """Return what became of a mail that is not in the outbox: not yet, never, or no more."""
    if not recipient.is_written:
        return MailState.WAITING
    return MailState.USELESS if recipient.mail_id is None else MailState.SENT


def _by_itself(activity_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return what tells the mails around an activity that nobody wrote."""
    return (
        OutgoingMail.activity_id == activity_id,
        OutgoingMail.purpose.not_in(rules.WRITTEN),
    )
