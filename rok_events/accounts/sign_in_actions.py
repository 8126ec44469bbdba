"""Coming in: by a first factor, by the second if there is one, and out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, or_

from rok_events.accounts import lock_actions, rules, sign_in_queries
from rok_events.accounts.models import SignIn
from rok_events.core import clock
from rok_events.db import db

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.accounts.models import Account
    from rok_events.accounts.rules import Way


@dataclass(frozen=True)
class Arrival:
    """Somebody who came in: wholly, or as far as the page that asks for the second factor."""

    account: Account
    sign_in_id: int
    is_whole: bool


def arrive(account: Account, way: Way, device: str, *, counts_as_two: bool = False) -> Arrival:
    """Let somebody in who showed a first factor; who has a second must show that as well.

    A passkey counts as two, and so does what says `counts_as_two`. `sessions.let_in` does the rest.
    """
    now = clock.now()
    is_strong = counts_as_two or way is rules.Way.PASSKEY
    is_whole = is_strong or not sign_in_queries.needs_second(account.id)
    sign_in = SignIn(
        account_id=account.id,
        way=way,
        device=device,
        began_at=now,
        proved_at=now if is_whole else None,
        is_strong=is_strong,
    )
    db.session.add(sign_in)
    if is_whole:
        account.signed_in_at = now
    db.session.flush()
    return Arrival(account, sign_in.id, is_whole)


def complete(sign_in_id: int) -> Arrival:
    """Let somebody in wholly who showed a second factor after the first; this works once.

    Raises:
        SignInOverError: nobody is waited for: it took too long, or was done already.
    """
    now = clock.now()
    found = sign_in_queries.find_half_for_update(sign_in_id, now)
    if found is None:
        raise rules.SignInOverError
    account, sign_in = found
    sign_in.proved_at = account.signed_in_at = now
    sign_in.is_strong = True
    lock_actions.clear(sign_in.way, account.email)
    return Arrival(account, sign_in.id, is_whole=True)


def prove(account: Account, sign_in_id: int) -> None:
    """Write down that whoever is signed in showed their second factor once more."""
    sign_in = db.session.get_one(SignIn, sign_in_id)
    sign_in.proved_at = clock.now()
    sign_in.is_strong = True
    lock_actions.clear(sign_in.way, account.email)


def end(sign_in_id: int) -> None:
    """End a session, wherever a copy of its cookie may be."""
    db.session.execute(delete(SignIn).where(SignIn.id == sign_in_id))


def end_one(account_id: int, sign_in_id: int) -> None:
    """End one session of an account; ending it twice changes nothing."""
    db.session.execute(
        delete(SignIn).where(SignIn.account_id == account_id, SignIn.id == sign_in_id)
    )


def end_all(account_id: int, *, but: int | None = None) -> None:
    """End all sessions of an account, but one."""
    db.session.execute(
        delete(SignIn).where(SignIn.account_id == account_id, SignIn.id != (but or 0))
    )


def drop_over(now: datetime) -> int:
    """Remove what lasted for its life, and what waited for a second factor in vain."""
    over = or_(
        SignIn.began_at <= now - rules.SESSION_LIFE,
        and_(SignIn.proved_at.is_(None), SignIn.began_at <= now - rules.SECOND_LIFE),
    )
    return len(db.session.scalars(delete(SignIn).where(over).returning(SignIn.id)).all())
