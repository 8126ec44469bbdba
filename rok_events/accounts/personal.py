"""What accounts keep of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.accounts import (
    actions,
    factor_actions,
    factor_queries,
    lock_actions,
    passkey_actions,
    passkey_queries,
    provider_queries,
    queries,
    rules,
    sign_in_actions,
    sign_in_queries,
)
from rok_events.core import clock
from rok_events.core.personal import Personal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rok_events.accounts.models import Account
    from rok_events.core.personal import Subject


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the account of a person, with its roles and when it signed in."""
    account = queries.find(subject.email)
    if account is None:
        return {}
    return {
        "account": [
            {
                "email": account.email,
                "name": account.name,
                "active": account.active,
                "created_at": account.created_at,
                "signed_in_at": account.signed_in_at,
            }
        ],
        "role_grant": [
            {"role": grant.role, "community": grant.community.name if grant.community else None}
            for grant in account.grants
        ],
        "sign_in_link": [
            {"created_at": link.created_at, "used_at": link.used_at}
            for link in queries.links(account.id)
        ],
        "sign_in": [
            {"way": one.way, "began_at": one.began_at, "device": one.device}
            for one in sign_in_queries.sessions(account.id, clock.now())
        ],
        **_factors(account.id),
        "passkey": [
            {"name": one.name, "created_at": one.created_at, "used_at": one.used_at}
            for one in passkey_queries.of(account.id)
        ],
        "provider_identity": [
            {
                "issuer": one.issuer,
                "subject": one.subject,
                "label": one.label,
                "created_at": one.created_at,
                "used_at": one.used_at,
            }
            for one in provider_queries.of(account.id)
        ],
    }


def _factors(account_id: int) -> Mapping[str, Sequence[Mapping[str, object]]]:
    found = factor_queries.of(account_id)
    return {
        "password": [{"set_at": found.password_at}] if found.password_at else [],
        "authenticator": ([{"added_at": found.authenticator_at}] if found.authenticator_at else []),
        "recovery_code": [{"left": found.codes_left}] if found.codes_left else [],
    }


def erase(subject: Subject) -> None:
    """Blank the account of a person; what it recorded stays, by nobody."""
    account = queries.find(subject.email)
    if account is not None:
        _blank(account)


def purge(now: datetime) -> int:
    """Remove links and sessions that are over, and blank accounts that were not used for years."""
    forgotten = queries.unused_since(now - rules.ACCOUNT_LIFE)
    for account in forgotten:
        _blank(account)
    passkey_actions.drop_spent(now)
    lock_actions.drop_over(now)
    return len(forgotten) + actions.drop_links(now) + sign_in_actions.drop_over(now)


def _blank(account: Account) -> None:
    actions.blank(account)
    factor_actions.forget(account.id)


PERSONAL = Personal(
    room="accounts",
    tables=frozenset(
        {
            *("account", "role_grant", "sign_in_link", "sign_in", "password", "authenticator"),
            *("recovery_code", "passkey", "provider_identity"),
        }
    ),
    export=export,
    erase=erase,
    purge=purge,
)
