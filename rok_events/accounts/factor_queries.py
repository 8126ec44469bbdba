"""Reading what proves who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from rok_events.accounts.factor_models import Authenticator, Password, RecoveryCode
from rok_events.db import db

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Factors:
    """What somebody has besides their mailbox: since when, and how many codes on paper."""

    authenticator_at: datetime | None
    password_at: datetime | None
    codes_left: int


def of(account_id: int) -> Factors:
    """Return what an account has."""
    added = select(Authenticator.added_at).where(Authenticator.account_id == account_id)
    chosen = select(Password.set_at).where(Password.account_id == account_id)
    return Factors(db.session.scalar(added), db.session.scalar(chosen), codes_left(account_id))


def codes_left(account_id: int) -> int:
    """Return how many recovery codes of an account were not used yet."""
    mine = select(func.count()).where(RecoveryCode.account_id == account_id)
    return db.session.scalar(mine) or 0


def authenticator_for_update(account_id: int) -> Authenticator | None:
    """Return the authenticator of an account; nobody else can use a code meanwhile."""
    return db.session.scalar(
        select(Authenticator).where(Authenticator.account_id == account_id).with_for_update()
    )


def password_digest(account_id: int) -> str | None:
    """Return what is kept of the password of an account."""
    return db.session.scalar(select(Password.digest).where(Password.account_id == account_id))
