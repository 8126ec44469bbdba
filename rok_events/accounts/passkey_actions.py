"""Passkeys made, used, named and removed."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import delete
from webauthn.helpers import bytes_to_base64url

from rok_events.accounts import factor_actions
from rok_events.accounts import passkey_queries as queries
from rok_events.accounts import passkey_rules as rules
from rok_events.accounts import queries as accounts
from rok_events.accounts.passkey_models import Passkey, SpentChallenge
from rok_events.accounts.rules import News
from rok_events.core import clock, tokens
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db, unless_known
from rok_events.web import signing

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.accounts.models import Account

log = logging.getLogger(__name__)

USE = "passkey"
SPENT = N_("That took too long. Try once more.")


def site() -> rules.Site:
    """Return what the passkeys of this site are bound to."""
    return rules.site(current_app.config["PUBLIC_URL"])


def ask_new(account: Account) -> dict[str, str]:
    """Return what a browser needs to make a passkey, and the proof that it was asked for here."""
    known = queries.of(account.id)
    handle = known[0].user_handle if known else secrets.token_urlsafe(32)
    challenge = secrets.token_urlsafe(32)
    name = current_app.config["SITE_NAME"]
    return {
        "options": rules.ask_new(site(), name, account, handle, challenge, known),
        "proof": signing.sign(_new(account.id), f"{challenge}.{handle}"),
    }


def ask() -> dict[str, str]:
    """Return what a browser needs to sign in, and the proof that it was asked for here."""
    challenge = secrets.token_urlsafe(32)
    return {"options": rules.ask(site(), challenge), "proof": signing.sign(USE, challenge)}


@dataclass(frozen=True)
class Made:
    """What a device answered, to what it was asked with this proof, and what to call it."""

    answer: str
    proof: str
    name: str


def add(account_id: int, sign_in_id: int, made: Made) -> list[str]:
    """Keep a passkey that somebody's device has made; return recovery codes if they are new.

    Raises:
        PasskeyRefusedError: the answer does not hold.
        ConflictError: they have enough of them.
    """
    account = accounts.get_for_update(account_id)
    challenge, _, handle = _spend(_new(account_id), made.proof).partition(".")
    if len(queries.of(account_id)) >= rules.MOST:
        raise ConflictError(N_("You have %(max)d passkeys: remove one first."), max=rules.MOST)
    found, transports = rules.read_new(made.answer, site(), challenge)
    credential_id = bytes_to_base64url(found.credential_id)
    if queries.find_for_update(credential_id) is not None:
        raise rules.PasskeyRefusedError
    passkey = Passkey(
        account_id=account_id,
        credential_id=credential_id,
        user_handle=handle,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        transports=transports,
        is_backed_up=found.credential_backed_up,
        name=made.name[: rules.LONGEST_NAME],
        created_at=clock.now(),
    )
    db.session.add(passkey)
    factor_actions.tell(account, News.PASSKEY_ADDED, name=passkey.name)
    return factor_actions.strengthen(account, sign_in_id)


def use(answer: str, proof: str) -> Account:
    """Return whose passkey answered.

    Raises:
        PasskeyRefusedError: the answer does not hold, or nobody here has this passkey.
    """
    challenge = _spend(USE, proof)
    given = rules.read(answer)
    passkey = queries.find_for_update(given.id)
    if passkey is None:
        raise rules.PasskeyRefusedError(
            N_("This passkey is not known here any more. Sign in another way, and make a new one.")
        )
    try:
        found = rules.check(given, passkey, site(), challenge)
    except rules.PasskeyRefusedError as error:
        log.warning("passkey %s was refused: %s", passkey.id, error.__cause__)
        raise
    passkey.sign_count = found.new_sign_count
    passkey.is_backed_up = found.credential_backed_up
    passkey.used_at = clock.now()
    return passkey.account


def rename(passkey: Passkey, name: str) -> None:
    """Call a passkey something else."""
    passkey.name = name


def remove(account_id: int, passkey_id: int) -> None:
    """Forget a passkey: the device keeps its half, which opens nothing any more.

    Raises:
        NotFoundError: it was forgotten already.
        ConflictError: a role demands a second factor, and this is the only one.
    """
    account = accounts.get_for_update(account_id)
    passkey = queries.get(account_id, passkey_id)
    db.session.delete(passkey)
    db.session.flush()
    factor_actions.tell(account, News.PASSKEY_REMOVED, name=passkey.name)
    factor_actions.settle(account)


def drop_spent(now: datetime) -> None:
    """Forget the challenges that are too old to be answered anyway."""
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at <= now))


def _spend(purpose: str, proof: str) -> str:
    """Return what was signed for this purpose, once.

    Raises:
        PasskeyRefusedError: it was not, too long ago, or was spent before.
    """
    signed = signing.read(purpose, proof, rules.CHALLENGE_LIFE)
    if signed is None:
        raise rules.PasskeyRefusedError(SPENT)
    spent = db.session.execute(
        unless_known(SpentChallenge)
        .values(digest=tokens.digest(signed), expires_at=clock.now() + rules.CHALLENGE_LIFE)
        .returning(SpentChallenge.digest)
    )
    if spent.scalar() is None:
        raise rules.PasskeyRefusedError(SPENT)
    return signed


def _new(account_id: int) -> str:
    return f"passkey-new:{account_id}"
