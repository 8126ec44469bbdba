"""Reading identities at other providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.accounts.provider_models import Identity
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence


def of(account_id: int) -> Sequence[Identity]:
    """Return the identities that are linked to an account, oldest first."""
    return db.session.scalars(
        select(Identity).where(Identity.account_id == account_id).order_by(Identity.id)
    ).all()


def find(issuer: str, subject: str) -> Identity | None:
    """Return what is known of somebody at a provider."""
    return db.session.scalar(
        select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    )


def get(account_id: int, identity_id: int) -> Identity:
    """Return one identity of an account.

    Raises:
        NotFoundError: it is not linked to this account.
    """
    found = db.session.scalar(
        select(Identity).where(Identity.account_id == account_id, Identity.id == identity_id)
    )
    if found is None:
        raise NotFoundError(N_("This link was removed already."))
    return found
