"""Delivery: emptying the outbox, one mail at a time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from rok_events import jobs
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.mail import actions, transport
from rok_events.mail.rules import TREATMENTS, Failure

log = logging.getLogger(__name__)

# After this the other jobs get their turn, and delivery goes on behind them.
ROUND = timedelta(seconds=45)


@dataclass
class Tally:
    """How many mails a round tried to send, how many were taken, and whether more are due."""

    tried: int = 0
    sent: int = 0
    is_complete: bool = True


@jobs.job(actions.DELIVER, every_minute=True)
def deliver() -> Tally:
    """Send what is due until nothing is left, the server is in trouble, or the round is over.

    Each mail is taken under a lease in one short transaction and sent outside any; how that went
    is written down in the transaction that takes the next. So a worker that is killed leaves one
    mail lying, and several workers at once never hold the same.
    """
    tally = Tally()
    started_at = clock.now()
    with transaction():
        actions.tidy(started_at)
        mail = actions.claim(started_at)
    post = transport.open_post()
    try:
        while mail is not None:
            failure = post.send(mail)
            _count(tally, failure)
            now = clock.now()
            tally.is_complete = now - started_at < ROUND
            with transaction():
                actions.settle(mail, failure, now)
                mail = actions.claim(now) if tally.is_complete and _may_go_on(failure) else None
    finally:
        post.close()
    if not tally.is_complete:
        jobs.later(actions.DELIVER)
    return tally


def _count(tally: Tally, failure: Failure | None) -> None:
    tally.tried += 1
    if failure is None:
        tally.sent += 1
    else:
        # Not what was said: servers repeat the address, and a log is read by many.
        log.warning("mail not sent: %s", failure.fault)


def _may_go_on(failure: Failure | None) -> bool:
    is_hopeless = failure is not None and TREATMENTS[failure.fault].stops_all
    return not is_hopeless and not jobs.is_stopping()
