"""Delivery: emptying the outbox, some mails at a time."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import current_app

from rok_events import jobs
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.mail import actions, lease_actions, rules, transport
from rok_events.mail.rules import TREATMENTS

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.mail.models import Claimed
    from rok_events.mail.rules import Failure
    from rok_events.mail.transport import Post

log = logging.getLogger(__name__)

# After this the other jobs get their turn, and delivery goes on behind them.
ROUND = timedelta(seconds=45)
# So many mails in one round on which the server broke off are not the fault of their domains.
MOST_BREAKS = 3


@dataclass
class Tally:
    """How a round went: how many mails it tried to send, how many were taken, what comes next.

    `is_complete`: nothing more is due, or would fare better now; `is_held`: but for what a rate
    holds back. `breaks` counts the mails that the server broke off at.
    """

    begun_at: datetime = field(default_factory=clock.now)
    tried: int = 0
    sent: int = 0
    breaks: int = 0
    is_complete: bool = True
    is_held: bool = False
    may_go_on: bool = True


@jobs.job("mail.sweep", every_minute=True)
def sweep() -> Tally:
    """Take back what was left lying, and send what is due."""
    with transaction():
        lease_actions.tidy(clock.now())
    return deliver()


@jobs.job(actions.DELIVER)
def deliver() -> Tally:
    """Send what is due until nothing is left, the server is in trouble, or the round is over.

    Mails are taken under a lease in one short transaction, some at a time, and sent outside any;
    how each one went is written down in a transaction of its own before the next is begun. So a
    round that is killed can repeat one mail only, and several at once never hold the same.
    """
    tally = Tally()
    with closing(transport.open_post()) as post:
        while tally.may_go_on and not jobs.is_stopping():
            with transaction():
                taken = lease_actions.claim(clock.now())
            tally.is_held |= taken.is_held
            is_rest = _send(taken.mails, post, tally)
            tally.may_go_on &= is_rest or not taken.is_last
    if not tally.is_complete:
        jobs.later(actions.DELIVER)
    return tally


def _send(batch: list[Claimed], post: Post, tally: Tally) -> bool:
    """Send the mails of one lease, give back those not begun, and tell whether there were any."""
    while batch and _may_begin(batch[0], tally):
        mail = batch.pop(0)
        failure = post.send(mail, batch[0] if batch else None)
        now = clock.now()
        with transaction():
            lease_actions.settle(mail, failure, now)
            if failure is not None and rules.is_unknown(failure):
                actions.note_bounce(mail.recipient, failure.said)
        _count(tally, failure)
        if failure is not None and TREATMENTS[failure.fault].stops_domain:
            batch = _hold(batch, mail, now)
        if now - tally.begun_at >= ROUND:
            tally.is_complete = tally.may_go_on = False
    if batch:
        with transaction():
            lease_actions.give_back(batch)
    return bool(batch)


def _hold(batch: list[Claimed], broken: Claimed, now: datetime) -> list[Claimed]:
    """Put off the mails to the domain of one that the server broke off at; return the others."""
    again_at = rules.next_try(broken.attempts + 1, broken.queued_at, now)
    with transaction():
        lease_actions.give_back([m for m in batch if m.domain == broken.domain], again_at)
    return [mail for mail in batch if mail.domain != broken.domain]


def _may_begin(mail: Claimed, tally: Tally) -> bool:
    """Tell whether another mail may be begun: the round goes on, and its lease is long enough."""
    lease = current_app.config["MAIL_LEASE"]
    return tally.may_go_on and clock.now() < mail.due_at - lease * (1 - rules.BEGIN_WITHIN)


def _count(tally: Tally, failure: Failure | None) -> None:
    tally.tried += 1
    tally.may_go_on = not jobs.is_stopping()
    if failure is None:
        tally.sent += 1
        return
    # Not what was said: servers repeat the address, and a log is read by many.
    log.warning("mail not sent: %s", failure.fault)
    treatment = TREATMENTS[failure.fault]
    tally.breaks += treatment.stops_domain
    if treatment.stops_all or tally.breaks >= MOST_BREAKS:
        tally.may_go_on = False
