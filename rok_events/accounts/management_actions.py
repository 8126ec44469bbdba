"""Looking after accounts: roles given and withdrawn, accounts closed and opened, sessions ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.accounts import actions, mails, queries, rules, sign_in_actions
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import text, tokens
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.core.text import N_
from rok_events.mail.actions import queue

if TYPE_CHECKING:
    from rok_events.accounts.models import Account, Grant
    from rok_events.accounts.rules import Offer


def offer(wish: Offer, *, locale: str, is_everywhere: bool) -> Account:
    """Give somebody a role and tell them by mail; make their account if they have none.

    Whoever is known keeps their name. Only who manages all networks opens a closed account again.

    Raises:
        InvalidError: it is not an e-mail address.
        ConflictError: the account was closed, or has the role already.
    """
    known = queries.find(rules.address(wish.email))
    if known is not None:
        if not known.active and not is_everywhere:
            raise ConflictError(
                N_("This account was closed. Ask an administrator of all networks.")
            )
        if (wish.role, wish.community_id) in {(one.role, one.community_id) for one in known.grants}:
            raise ConflictError(N_("This account has that role already."))
    name = "" if known is not None and known.name else wish.name
    account = actions.create(wish.email, wish.role, wish.community_id, name)
    queue(mails.role_given(account, account.grants[-1], locale))
    return account


def withdraw(account: Account, grant_id: int) -> Grant:
    """Take a role from somebody, at once: the next page they ask for knows of it.

    Raises:
        NotFoundError: they do not have it.
        ConflictError: nobody would be left who may do everything.
    """
    grant = next((one for one in account.grants if one.id == grant_id), None)
    if grant is None:
        raise NotFoundError(N_("This role was withdrawn already."))
    if grant.role is rules.Role.ADMINISTRATOR and grant.community_id is None:
        _keep_one_besides(account)
    account.grants.remove(grant)
    return grant


def close(account: Account) -> None:
    """Let somebody in no longer, and end their sessions; their roles stay for when it is opened.

    Raises:
        ConflictError: nobody would be left who may do everything.
    """
    _keep_one_besides(account)
    actions.shut(account.email)


def reopen(account: Account) -> None:
    """Let somebody in again, with the roles that they had."""
    account.active = True


def rename(account: Account, name: str) -> None:
    """Change what the pages call somebody."""
    account.name = text.one_line(name)[:200]


def end_sessions(account: Account) -> None:
    """End all sessions of an account."""
    account.fs_uniquifier = tokens.new()
    sign_in_actions.end_all(account.id)
    audit.note(About(account=account.id), N_("All sessions of an account were ended."))


def _keep_one_besides(account: Account) -> None:
    ids = queries.administrator_ids()
    if account.id in ids and len(ids) == 1:
        raise ConflictError(
            N_("Somebody must be left who may do everything. Make another administrator first.")
        )
