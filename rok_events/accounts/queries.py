"""Reading accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from rok_events.accounts.models import Account, SignInLink
from rok_events.core import tokens
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select


def find(email: str) -> Account | None:
    """Return the account with an address, however that is written."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def get(email: str) -> Account:
    """Return the account with an address.

    Raises:
        NotFoundError: nobody has one.
    """
    found = find(email)
    if found is None:
        raise NotFoundError(N_("No account has the address %(email)s."), email=email)
    return found


def find_open(email: str) -> Account | None:
    """Return the account with an address, if it is one that lets somebody in."""
    account = find(email)
    return account if account is not None and account.active else None


def find_signed_in(uniquifier: str, link_id: int) -> Account | None:
    """Return the account of a session that has not ended, with its roles."""
    return db.session.scalar(
        select(Account)
        .join(SignInLink, SignInLink.account_id == Account.id)
        .where(
            Account.fs_uniquifier == uniquifier,
            SignInLink.id == link_id,
            SignInLink.ended_at.is_(None),
        )
        .options(joinedload(Account.grants))
    )


def find_link(token: str) -> tuple[SignInLink, Account] | None:
    """Return the link with a token and whose it is; a link of nobody is not found."""
    return _one(_link(token))


def find_link_for_update(token: str) -> tuple[SignInLink, Account] | None:
    """Return the link as `find_link` does; nobody else can use it during this transaction."""
    return _one(_link(token).with_for_update(of=SignInLink))


def links(account_id: int) -> Sequence[SignInLink]:
    """Return the sign-in links of an account that are still kept, oldest first."""
    return db.session.scalars(
        select(SignInLink).where(SignInLink.account_id == account_id).order_by(SignInLink.id)
    ).all()


def unused_since(moment: datetime) -> Sequence[Account]:
    """Return the accounts, not blanked yet, that nobody signed in with since a moment."""
    last_seen = func.coalesce(Account.signed_in_at, Account.created_at)
    return db.session.scalars(
        select(Account).where(last_seen < moment, Account.email.contains("@"))
    ).all()


def _link(token: str) -> Select[SignInLink, Account]:
    return (
        select(SignInLink, Account)
        .join(Account, Account.id == SignInLink.account_id)
        .where(SignInLink.digest == tokens.digest(token), Account.active)
    )


def _one(statement: Select[SignInLink, Account]) -> tuple[SignInLink, Account] | None:
    found = db.session.execute(statement).one_or_none()
    return (found[0], found[1]) if found else None
