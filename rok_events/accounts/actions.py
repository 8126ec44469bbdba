"""Changing accounts: who has one, what they may do, and their sign-in links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_

from rok_events import jobs
from rok_events.accounts import mails, queries, rules, sign_in_actions
from rok_events.accounts.models import Account, Grant, SignInLink
from rok_events.audit import actions as audit
from rok_events.core import clock, text, tokens
from rok_events.db import after_commit, db
from rok_events.mail.actions import DELIVER, queue
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.accounts.rules import Role
    from rok_events.accounts.sign_in_actions import Arrival


def create(email: str, role: Role, community_id: int | None = None, name: str = "") -> Account:
    """Give somebody a role, in one community or in all; make their account if they have none.

    Doing it twice changes nothing; an account that was shut is open again.

    Raises:
        InvalidError: `email` is not an e-mail address.
    """
    address = rules.address(email)
    account = queries.find(address)
    if account is None:
        account = Account(
            email=address, name="", fs_uniquifier=tokens.new(), created_at=clock.now()
        )
        db.session.add(account)
    account.active = True
    account.name = text.one_line(name)[:200] or account.name
    if (role, community_id) not in {(grant.role, grant.community_id) for grant in account.grants}:
        account.grants.append(Grant(role=role, community_id=community_id))
    db.session.flush()
    return account


def shut(email: str) -> None:
    """Let nobody in with this address any more, and end its sessions.

    Raises:
        NotFoundError: no account has it.
    """
    _shut(queries.get(email))


def sign_in_link(account_id: int | None, naar: str | None = None) -> str:
    """Return the full address of a new link that signs somebody in once; nobody without account.

    `naar` is the path of the page to go to then.
    """
    now = clock.now()
    token = tokens.new()
    db.session.add(
        SignInLink(
            account_id=account_id,
            digest=tokens.digest(token),
            created_at=now,
            expires_at=now + rules.LINK_LIFE,
        )
    )
    db.session.flush()
    return public_url("accounts.open_link", token=token, naar=naar)


def mail_link(email: str, locale: str, naar: str | None = None) -> None:
    """Mail a sign-in link to whoever has this address.

    If nobody has, as much is done and nothing is sent: how long the answer takes tells nothing.
    """
    account = queries.find_open(email)
    reader = account or Account(email=email, name="")
    url = sign_in_link(reader.id, naar)
    letter = mails.sign_in(reader, url, locale=locale, now=clock.now())
    if account:
        queue(letter)
    else:
        after_commit(jobs.later, DELIVER)


def use_link(token: str, device: str = "") -> Arrival:
    """Use up a sign-in link with some program, and let in whose it is.

    Raises:
        LinkSpentError: it was used before, is too old, or is nobody's.
    """
    now = clock.now()
    found = queries.find_link_for_update(token)
    if found is None or not rules.is_good(found[0].used_at, found[0].expires_at, now):
        raise rules.LinkSpentError
    link, account = found
    link.used_at = now
    return sign_in_actions.arrive(account, rules.Way.LINK, device)


def blank(account: Account) -> None:
    """Take everything that tells whose an account was, and shut it for good."""
    audit.forget("account", [account.id])
    account.email = f"erased-{account.id}"
    account.name = ""
    account.grants.clear()
    _shut(account)


def drop_links(now: datetime) -> int:
    """Remove the links that open nothing, and return how many."""
    over = or_(SignInLink.used_at.is_not(None), SignInLink.expires_at <= now)
    return len(db.session.scalars(delete(SignInLink).where(over).returning(SignInLink.id)).all())


def _shut(account: Account) -> None:
    account.active = False
    account.fs_uniquifier = tokens.new()
    sign_in_actions.end_all(account.id)
    db.session.execute(delete(SignInLink).where(SignInLink.account_id == account.id))
