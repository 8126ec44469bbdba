"""Passwords: setting one, taking it away, and coming in by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from rok_events.accounts import (
    factor_actions,
    factor_queries,
    queries,
    rules,
    sign_in_actions,
    sign_in_queries,
)
from rok_events.accounts import password_rules as passwords
from rok_events.accounts.factor_models import Password
from rok_events.accounts.rules import News
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from rok_events.accounts.sign_in_actions import Arrival


def keep(account_id: int, sign_in_id: int, digest: str) -> None:
    """Let a password count from now on; if there was one before, its sessions end but this one.

    Raises:
        ConflictError: there is no second factor, without which it would open nothing.
    """
    account = queries.get_for_update(account_id)
    if not sign_in_queries.needs_second(account_id):
        raise ConflictError(N_("Set up a second step first; then you can choose a password."))
    password = db.session.get(Password, account_id)
    if password is None:
        password = Password(account_id=account_id)
        db.session.add(password)
    else:
        sign_in_actions.end_all(account_id, but=sign_in_id)
    password.digest = digest
    password.set_at = clock.now()
    factor_actions.tell(account, News.PASSWORD_SET)


def remove(account_id: int) -> None:
    """Take a password away; a link in a mail stays."""
    account = queries.get_for_update(account_id)
    db.session.execute(delete(Password).where(Password.account_id == account_id))
    factor_actions.tell(account, News.PASSWORD_REMOVED)


def enter(email: str, digest: str, device: str, newer: str | None = None) -> Arrival:
    """Let in who knows the password that is kept as `digest`, as far as the second factor.

    `newer` is to be kept instead, if that digest is no longer thought strong enough.

    Raises:
        WrongPasswordError: meanwhile the account was closed, or has another password or none.
    """
    account = queries.find_open(email)
    if account is None or factor_queries.password_digest(account.id) != digest:
        raise passwords.WrongPasswordError
    # A password alone opens nothing, whatever came to be in the tables.
    if not sign_in_queries.needs_second(account.id):
        raise passwords.WrongPasswordError
    if newer is not None:
        db.session.get_one(Password, account.id).digest = newer
    return sign_in_actions.arrive(account, rules.Way.PASSWORD, device)
