"""Reading who is signed in where, and what more they must show."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, bindparam, false, not_, or_, select
from sqlalchemy.orm import joinedload

from rok_events.accounts.factor_models import SECOND_FACTORS, Demand
from rok_events.accounts.models import Account, Grant, SignIn
from rok_events.accounts.rules import SECOND_LIFE, SESSION_LIFE, Role
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Select


class SignedIn(NamedTuple):
    """Who is signed in, how, and whether a role of theirs demands a second factor."""

    account: Account
    sign_in: SignIn
    is_demanded: bool


def has_second_factor() -> ColumnElement[bool]:
    """Return the condition that an account has a second factor."""
    tables = (table.metadata.tables[table.__tablename__] for table in SECOND_FACTORS)
    found = (select(table.c.account_id).where(table.c.account_id == Account.id) for table in tables)
    return or_(false(), *(one.correlate(Account).exists() for one in found))


def is_demanded() -> ColumnElement[bool]:
    """Return the condition that a role of an account demands a second factor."""
    return (
        select(Demand.role)
        .join(Grant, Grant.role == Demand.role)
        .where(Grant.account_id == Account.id)
        .correlate(Account)
        .exists()
    )


def needs_second(account_id: int) -> bool:
    """Tell whether an account has a second factor to ask for."""
    asked = select(Account.id).where(Account.id == account_id, has_second_factor())
    return db.session.scalar(asked) is not None


def owes_second(account_id: int) -> bool:
    """Tell whether a role of an account demands a second factor."""
    asked = select(Account.id).where(Account.id == account_id, is_demanded())
    return db.session.scalar(asked) is not None


def demanded() -> frozenset[Role]:
    """Return the roles that demand a second factor."""
    return frozenset(db.session.scalars(select(Demand.role)))


def without_second(managed: Collection[int] | None) -> dict[Role, list[Account]]:
    """Return of each role who has it in these communities and no second factor yet, by address.

    `None` stands for all communities.
    """
    chosen = (
        select(Grant.role, Account)
        .join(Account, Account.id == Grant.account_id)
        .where(Account.active, not_(has_second_factor()))
        .distinct()
        .order_by(Account.email)
    )
    if managed is not None:
        chosen = chosen.where(Grant.community_id.in_(managed))
    found: dict[Role, list[Account]] = {role: [] for role in Role}
    for role, account in db.session.execute(chosen):
        found[role].append(account)
    return found


def find_signed_in(uniquifier: str, sign_in_id: int, now: datetime) -> SignedIn | None:
    """Return who is signed in, with their roles, if that has not ended."""
    values = {"uniquifier": uniquifier, "sign_in_id": sign_in_id, "since": now - SESSION_LIFE}
    row = db.session.execute(_signed_in(), values).unique().one_or_none()
    return SignedIn(*row) if row else None


@cache
def _signed_in() -> Select[Account, SignIn, bool]:
    """Return what every page asks, put together once: that takes longer than to ask it."""
    return (
        select(Account, SignIn, is_demanded())
        .join(SignIn, SignIn.account_id == Account.id)
        .where(
            Account.fs_uniquifier == bindparam("uniquifier"),
            SignIn.id == bindparam("sign_in_id"),
            SignIn.proved_at.is_not(None),
            SignIn.began_at > bindparam("since"),
        )
        .options(joinedload(Account.grants))
    )


def find_half(sign_in_id: int, now: datetime) -> tuple[Account, SignIn] | None:
    """Return who showed a first factor just now, and owes the second."""
    return _half(sign_in_id, now, is_locked=False)


def find_half_for_update(sign_in_id: int, now: datetime) -> tuple[Account, SignIn] | None:
    """Return the same; nobody else can bring the second factor during this transaction."""
    return _half(sign_in_id, now, is_locked=True)


def sessions(account_id: int, now: datetime) -> Sequence[SignIn]:
    """Return where somebody is signed in, the latest first."""
    return db.session.scalars(
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.proved_at.is_not(None),
            SignIn.began_at > now - SESSION_LIFE,
        )
        .order_by(SignIn.began_at.desc(), SignIn.id.desc())
    ).all()


def _half(sign_in_id: int, now: datetime, *, is_locked: bool) -> tuple[Account, SignIn] | None:
    statement = (
        select(Account, SignIn)
        .join(SignIn, SignIn.account_id == Account.id)
        .where(
            SignIn.id == sign_in_id,
            SignIn.proved_at.is_(None),
            SignIn.began_at > now - SECOND_LIFE,
            Account.active,
        )
    )
    if is_locked:
        # The account first, as all who change what proves whose it is take it first.
        statement = statement.with_for_update(of=[Account, SignIn])
    row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None
