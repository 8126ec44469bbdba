"""Who comes from a provider: found, linked, given and taken the roles that it speaks of."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.accounts import factor_actions
from rok_events.accounts import provider_queries as queries
from rok_events.accounts import queries as accounts
from rok_events.accounts.models import Account, Grant
from rok_events.accounts.provider_models import Identity
from rok_events.accounts.provider_rules import NotWelcomeError, ProviderError
from rok_events.accounts.rules import News
from rok_events.communities import queries as communities
from rok_events.core import clock, tokens
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Collection

    from rok_events.accounts.provider_rules import Provider, Testimony
    from rok_events.accounts.rules import Role

log = logging.getLogger(__name__)


def welcome(provider: Provider, told: Testimony) -> Account:
    """Return the account of whoever comes from a provider, with the roles that it gives.

    The first time they are known by an address that the provider verified; an account is made only
    for whom it gives a role.

    Raises:
        NotWelcomeError: they have no account, or a closed one.
    """
    wanted = _wanted(provider, told)
    identity = queries.find(provider.issuer, told.subject)
    account = identity.account if identity else _by_address(told, make=bool(wanted))
    if account is None or not account.active:
        raise NotWelcomeError(provider)
    link(provider, told, account)
    _give(account, provider.issuer, wanted)
    return account


def link(provider: Provider, told: Testimony, account: Account) -> None:
    """Let whoever comes from a provider sign in to this account from now on.

    Raises:
        ProviderError: they belong to another account.
    """
    now = clock.now()
    identity = queries.find(provider.issuer, told.subject)
    if identity is None:
        identity = Identity(
            account_id=account.id,
            issuer=provider.issuer,
            subject=told.subject,
            label=told.label,
            created_at=now,
            used_at=now,
        )
        db.session.add(identity)
        names = {"provider": provider.label, "label": told.label}
        factor_actions.tell(account, News.PROVIDER_LINKED, **names)
    elif identity.account_id != account.id:
        raise ProviderError(
            N_("Whoever you are at %(provider)s belongs to another account here."), provider
        )
    identity.used_at = now
    identity.label = told.label
    db.session.flush()


def unlink(identity: Identity) -> None:
    """Let nobody in by an identity any more, and take the roles that its provider gave."""
    db.session.delete(identity)
    db.session.flush()
    factor_actions.tell(identity.account, News.PROVIDER_UNLINKED, label=identity.label)
    others = queries.of(identity.account_id)
    if identity.issuer not in {other.issuer for other in others}:
        _give(identity.account, identity.issuer, ())


def _by_address(told: Testimony, *, make: bool) -> Account | None:
    if told.email is None:
        return None
    account = accounts.find(told.email)
    if account is None and make:
        account = Account(
            email=told.email,
            name=told.name,
            fs_uniquifier=tokens.new(),
            created_at=clock.now(),
        )
        db.session.add(account)
        db.session.flush()
    return account


def _wanted(provider: Provider, told: Testimony) -> set[tuple[Role, int | None]]:
    """Return the roles that a provider gives, in networks that are there."""
    ids: dict[str, int | None] = {one.slug: one.id for one in communities.everyone()}
    ids[""] = None
    for missing in {slug for _role, slug in told.offers} - set(ids):
        log.warning("provider %s gives a role in %r, which is no network", provider.name, missing)
    return {(role, ids[slug]) for role, slug in told.offers if slug in ids}


def _give(account: Account, issuer: str, wanted: Collection[tuple[Role, int | None]]) -> None:
    """Give the roles that a provider speaks of, and take those that it gave and no longer does.

    What was given by hand, or by another, stays as it is.
    """
    db.session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    for grant in [one for one in account.grants if one.given_by == issuer]:
        if (grant.role, grant.community_id) not in wanted:
            account.grants.remove(grant)
    held = {(grant.role, grant.community_id) for grant in account.grants}
    for role, community_id in sorted(set(wanted) - held, key=str):
        account.grants.append(Grant(role=role, community_id=community_id, given_by=issuer))
    db.session.flush()
