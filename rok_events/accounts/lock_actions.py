"""Counting failures: one way under one address is shut for a while after too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from rok_events import jobs
from rok_events.accounts import factor_rules as rules
from rok_events.accounts import mails, queries
from rok_events.accounts.factor_models import Lock
from rok_events.accounts.models import Account
from rok_events.accounts.rules import News
from rok_events.core import clock, tokens
from rok_events.db import after_commit, db, unless_known
from rok_events.mail.actions import DELIVER, queue

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.accounts.rules import Way


def attempt(way: Way, email: str) -> int:
    """Count a try before it is looked at, and return how many there were without luck.

    An address that nobody has is counted just so. In a transaction of its own: of many tries at
    once each must see those before it.

    Raises:
        LockedError: there were too many.
    """
    now = clock.now()
    digest = _digest(way, email)
    lock = None
    while lock is None:
        # Whoever gets in at this moment takes the row away between the two.
        db.session.execute(unless_known(Lock).values(digest=digest, failures=0, failed_at=now))
        lock = db.session.scalar(select(Lock).where(Lock.digest == digest).with_for_update())
    if lock.until is not None and now < lock.until:
        raise rules.LockedError
    if now - lock.failed_at > rules.FAILURES_LIFE:
        lock.failures = 0
    lock.failures += 1
    lock.failed_at = now
    lock.until = rules.locked_until(lock.failures, now)
    return lock.failures


def tell(email: str, failures: int, locale: str) -> None:
    """Mail the holder of an address when the first lock falls; the same work if nobody has it."""
    if failures != rules.MOST_FAILURES:
        return
    account = queries.find_open(email)
    letter = mails.news(account or Account(email=email, name=""), News.LOCKED, locale)
    if account:
        queue(letter)
    else:
        after_commit(jobs.later, DELIVER)


def clear(way: Way, email: str) -> None:
    """Forget the failures of who got in."""
    db.session.execute(delete(Lock).where(Lock.digest == _digest(way, email)))


def drop_over(now: datetime) -> int:
    """Forget failures of long ago."""
    over = Lock.failed_at < now - rules.FAILURES_LIFE
    return len(db.session.scalars(delete(Lock).where(over).returning(Lock.digest)).all())


def _digest(way: Way, email: str) -> str:
    return tokens.digest(f"{way}:{email.lower()}")
