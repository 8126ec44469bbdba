"""Leases: which worker sends which mails, and what it writes down of each.

Plain statements on the table, made once: putting one together takes longer than carrying it out,
and a worker carries out thousands. Some mails are taken at a time, but each is settled by itself:
so whoever is killed can only have sent one mail that is not written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from flask import current_app
from sqlalchemy import bindparam, insert, or_, select, update

from rok_events.db import db
from rok_events.mail import rate_actions, rules
from rok_events.mail.models import Claimed, MailNote, OutgoingMail
from rok_events.mail.rules import Failure, Fault, Happening, MailState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Table

_table = cast("Table", OutgoingMail.__table__)
_notes = cast("Table", MailNote.__table__)
_mail = _table.c
# Whoever lost a lease finds another end of it: the moments are exact to a millionth of a second.
_held = (_mail.state == MailState.SENDING, _mail.due_at == bindparam("lease_ends_at"))

DUE = (
    select(_mail.id, _mail.domain)
    .where(
        _mail.state == MailState.WAITING,
        _mail.due_at <= bindparam("now"),
        or_(_mail.useless_at.is_(None), _mail.useless_at > bindparam("now")),
        _mail.domain.not_in(bindparam("full", expanding=True)),
    )
    .order_by(_mail.can_unsubscribe, _mail.due_at, _mail.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
TAKE = (
    update(_table)
    .where(_mail.id.in_(bindparam("ids", expanding=True)))
    .values(state=MailState.SENDING, due_at=bindparam("lease_ends_at"))
    .returning(*(_mail[name] for name in Claimed._fields))
)
SENT = (
    update(_table)
    .where(
        _mail.id == bindparam("mail_id"),
        or_(_mail.state == MailState.SENDING, _mail.state == MailState.WAITING),
    )
    .values(
        state=MailState.SENT,
        sent_at=bindparam("now"),
        attempts=bindparam("tries"),
        fault=None,
        error="",
    )
)
NOT_SENT = (
    update(_table)
    .where(_mail.id == bindparam("mail_id"), *_held)
    .values(
        state=bindparam("outcome"),
        due_at=bindparam("again_at"),
        attempts=bindparam("tries"),
        fault=bindparam("reason"),
        error=bindparam("said"),
    )
    .returning(_mail.id)
)
GIVE_BACK = (
    update(_table)
    .where(_mail.id.in_(bindparam("ids", expanding=True)), *_held)
    .values(state=MailState.WAITING, due_at=bindparam("again_at"))
)
PUT_OFF = (
    update(_table)
    .where(
        _mail.state == MailState.WAITING,
        _mail.domain == bindparam("to"),
        _mail.due_at < bindparam("again_at"),
    )
    .values(due_at=bindparam("again_at"))
)


class Taken(NamedTuple):
    """Mails under one lease; whether no more were due, and whether a rate held any back."""

    mails: list[Claimed]
    is_last: bool
    is_held: bool


def claim(now: datetime) -> Taken:
    """Take the mails that are due longest, for the length of a lease; as many as may leave now.

    What somebody waits for goes before what nobody asked for.
    """
    allowed = rate_actions.allowance(now)
    most = min(rules.BATCH, allowed.total)
    if most <= 0:
        return Taken([], is_last=True, is_held=True)
    due = db.session.execute(DUE, {"now": now, "most": most, "full": allowed.full}).all()
    chosen = allowed.choose(due)
    is_held = bool(allowed.full) or len(chosen) < len(due)
    mails = _take(chosen, now + current_app.config["MAIL_LEASE"]) if chosen else []
    rate_actions.count(now, [mail.domain for mail in mails])
    return Taken(mails, is_last=len(due) < most, is_held=is_held)


def _take(mail_ids: list[int], lease_ends_at: datetime) -> list[Claimed]:
    found = db.session.execute(TAKE, {"ids": mail_ids, "lease_ends_at": lease_ends_at})
    order = {mail_id: place for place, mail_id in enumerate(mail_ids)}
    return sorted((Claimed._make(row) for row in found), key=lambda mail: order[mail.id])


def settle(mail: Claimed, failure: Failure | None, now: datetime) -> None:
    """Write down how a try went.

    Who lost the lease meanwhile may still say that the mail was sent, but not that it was not.
    """
    tries = mail.attempts + 1
    if failure is None:
        # For this the session would only stand between: it is done once for each mail.
        values = {"mail_id": mail.id, "now": now, "tries": tries}
        db.session.connection().execute(SENT, values)
        return
    treatment = rules.TREATMENTS[failure.fault]
    again_at = None if treatment.is_final else rules.next_try(tries, mail.queued_at, now)
    written = db.session.execute(
        NOT_SENT,
        {
            "mail_id": mail.id,
            "lease_ends_at": mail.due_at,
            "tries": tries,
            "outcome": MailState.FAILED if again_at is None else MailState.WAITING,
            "again_at": again_at or now,
            "reason": failure.fault,
            "said": failure.said,
        },
    )
    if written.first() is not None:
        what = Happening.FAILED if again_at is None else Happening.PUT_OFF
        note(mail.id, what, now, failure)
    if treatment.stops_domain and again_at is not None:
        db.session.execute(PUT_OFF, {"to": mail.domain, "again_at": again_at})


def give_back(mails: Sequence[Claimed], again_at: datetime | None = None) -> None:
    """Put back what was taken and not tried, to be tried from `again_at` on, or at once."""
    if mails:
        first = min(mail.queued_at for mail in mails)
        values = {"lease_ends_at": mails[0].due_at, "again_at": again_at or first}
        db.session.execute(GIVE_BACK, {"ids": [mail.id for mail in mails], **values})


def tidy(now: datetime) -> bool:
    """Take back what a worker left lying, and lay aside what nobody needs any more.

    Returns:
        Whether something was taken back.
    """
    mails = update(_table)
    left_lying = (_mail.state == MailState.SENDING, _mail.due_at <= now)
    given_up = db.session.execute(
        mails.where(*left_lying, _mail.queued_at <= now - rules.LAST_DAY)
        .values(state=MailState.FAILED, fault=Fault.INTERRUPTED, error="")
        .returning(_mail.id)
    )
    for (mail_id,) in given_up.all():
        note(mail_id, Happening.FAILED, now, Failure(Fault.INTERRUPTED, ""))
    taken_back = db.session.execute(
        mails.where(*left_lying).values(state=MailState.WAITING).returning(_mail.id)
    )
    db.session.execute(
        mails.where(
            _mail.state == MailState.WAITING, _mail.due_at <= now, _mail.useless_at <= now
        ).values(state=MailState.USELESS)
    )
    rate_actions.forget(now)
    return bool(taken_back.all())


def note(mail_id: int, what: Happening, now: datetime, failure: Failure | None = None) -> None:
    """Keep what happened to a mail."""
    values = {"mail_id": mail_id, "happened_at": now, "what": what, "said": ""}
    if failure is not None:
        values |= {"fault": failure.fault, "said": failure.said}
    db.session.execute(insert(_notes), values)
