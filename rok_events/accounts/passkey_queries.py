"""Reading passkeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.accounts.models import Account
from rok_events.accounts.passkey_models import Passkey
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence


def of(account_id: int) -> Sequence[Passkey]:
    """Return the passkeys of an account, oldest first."""
    return db.session.scalars(
        select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)
    ).all()


def get(account_id: int, passkey_id: int) -> Passkey:
    """Return one passkey of an account.

    Raises:
        NotFoundError: it has no such passkey.
    """
    found = db.session.scalar(
        select(Passkey).where(Passkey.account_id == account_id, Passkey.id == passkey_id)
    )
    if found is None:
        raise NotFoundError(N_("This passkey was removed already."))
    return found


def find_for_update(credential_id: str) -> Passkey | None:
    """Return the passkey of an open account; nobody else counts it during this transaction."""
    return db.session.scalar(
        select(Passkey)
        .join(Account, Account.id == Passkey.account_id)
        .where(Passkey.credential_id == credential_id, Account.active)
        .with_for_update(of=Passkey)
    )
