"""Reading accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from rok_events.accounts.models import Account, Grant, SignInLink
from rok_events.accounts.rules import Role, shares
from rok_events.core import tokens
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Select


PAGE = 50
WITH_ROLES = (joinedload(Account.grants).joinedload(Grant.community),)


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


def get_by_id(account_id: int) -> Account:
    """Return an account with its roles and where they count.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.scalars(
        select(Account).where(Account.id == account_id).options(*WITH_ROLES)
    ).unique()
    account = found.one_or_none()
    if account is None:
        raise NotFoundError(N_("There is no account at this address."))
    return account


def get_for_update(account_id: int) -> Account:
    """Return an account; nobody else can change what proves whose it is during this transaction."""
    return db.session.scalars(
        select(Account).where(Account.id == account_id).with_for_update()
    ).one()


def get_managed(account_id: int, managed: Collection[int] | None) -> Account:
    """Return an account that somebody who manages these communities may know of.

    Raises:
        NotFoundError: there is none, or it has no role there.
    """
    account = get_by_id(account_id)
    if not shares(managed, [grant.community_id for grant in account.grants]):
        raise NotFoundError(N_("There is no account at this address."))
    return account


def listed(
    managed: Collection[int] | None, words: str = "", page: int = 1
) -> tuple[Sequence[Account], int]:
    """Return one page of the accounts that have a role in these communities, and how many pages.

    `None` stands for all accounts. Those that are open stand first, by name.
    """
    chosen = select(Account).where(Account.email.contains("@"))
    if managed is not None:
        chosen = chosen.where(Account.grants.any(Grant.community_id.in_(managed)))
    for word in words.split():
        chosen = chosen.where(
            or_(
                Account.name.icontains(word, autoescape=True),
                Account.email.icontains(word, autoescape=True),
            )
        )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    pages = max(-(-total // PAGE), 1)
    shown_as = func.coalesce(func.nullif(Account.name, ""), Account.email)
    rows = db.session.scalars(
        chosen.order_by(Account.active.desc(), func.lower(shown_as), Account.email)
        .limit(PAGE)
        .offset((min(max(page, 1), pages) - 1) * PAGE)
        .options(selectinload(Account.grants).joinedload(Grant.community))
    )
    return rows.all(), pages


def administrator_ids() -> Sequence[int]:
    """Return the open accounts that may do everything everywhere; nobody changes that meanwhile."""
    return db.session.scalars(
        select(Account.id)
        .join(Account.grants)
        .where(Account.active, Grant.role == Role.ADMINISTRATOR, Grant.community_id.is_(None))
        .order_by(Account.id)
        .with_for_update()
    ).all()


def find_open(email: str) -> Account | None:
    """Return the account with an address, if it is one that lets somebody in."""
    account = find(email)
    return account if account is not None and account.active else None


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
