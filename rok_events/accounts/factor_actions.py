"""Changing what proves who somebody is: an authenticator, and codes on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from rok_events.accounts import factor_queries, mails, queries, sign_in_actions, sign_in_queries
from rok_events.accounts import factor_rules as rules
from rok_events.accounts.factor_models import FACTORS, Authenticator, Password, RecoveryCode
from rok_events.accounts.rules import NEWS, News
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock, tokens
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.mail.actions import queue
from rok_events.web import language, sealing

if TYPE_CHECKING:
    from rok_events.accounts.models import Account

SEALED = "authenticator"


def add_authenticator(account_id: int, sign_in_id: int, secret: bytes, code: str) -> list[str]:
    """Let an app count from now on, in place of the one before; return new codes for on paper.

    Raises:
        WrongCodeError: the code is not one of this app, now.
    """
    now = clock.now()
    step = rules.matching_step(secret, rules.typed_code(code), now, after=0)
    if step is None:
        raise rules.WrongCodeError
    account = queries.get_for_update(account_id)
    db.session.execute(delete(Authenticator).where(Authenticator.account_id == account_id))
    db.session.add(
        Authenticator(
            account_id=account_id,
            secret=sealing.seal(SEALED, secret),
            last_step=step,
            added_at=now,
        )
    )
    tell(account, News.AUTHENTICATOR_ADDED)
    return strengthen(account, sign_in_id)


def remove_authenticator(account_id: int) -> None:
    """Take an app away.

    Raises:
        ConflictError: a role demands a second factor, and this is the only one.
    """
    account = queries.get_for_update(account_id)
    db.session.execute(delete(Authenticator).where(Authenticator.account_id == account_id))
    tell(account, News.AUTHENTICATOR_REMOVED)
    settle(account)


def strengthen(account: Account, sign_in_id: int) -> list[str]:
    """Do what follows when a second factor was added, and return codes for on paper if any are new.

    Sessions that began with less end, but this one, which shows its worth.
    """
    db.session.flush()
    sign_in_actions.prove(account, sign_in_id)
    if factor_queries.codes_left(account.id):
        return []
    sign_in_actions.end_all(account.id, but=sign_in_id)
    return _new_codes(account.id)


def settle(account: Account) -> None:
    """Do what follows when a second factor was removed: alone, a password and codes open nothing.

    Raises:
        ConflictError: a role demands a second factor, and none is left.
    """
    if sign_in_queries.needs_second(account.id):
        return
    if sign_in_queries.owes_second(account.id):
        raise ConflictError(
            N_("Your role asks for a second step. Add another first, then you can remove this.")
        )
    for table in (Password, RecoveryCode):
        db.session.execute(delete(table).where(table.account_id == account.id))


def renew_codes(account_id: int) -> list[str]:
    """Return ten new codes for on paper, shown this once; those of before work no more."""
    account = queries.get_for_update(account_id)
    tell(account, News.RECOVERY_RENEWED)
    return _new_codes(account_id)


def use_code(account: Account, given: str) -> None:
    """Use up a code of the app, or one on paper.

    Raises:
        WrongCodeError: it is not right now, or was used before.
    """
    code = rules.typed_code(given)
    if rules.is_authenticator_code(code):
        _use_authenticator(account.id, code)
    else:
        _use_paper(account, code)


def reset(account: Account) -> None:
    """Take all away from somebody who lost everything, and end their sessions."""
    forget(account.id)
    sign_in_actions.end_all(account.id)
    tell(account, News.RESET)


def paper_digest(account_id: int, code: str) -> str:
    """Return what is kept of a code on paper."""
    return tokens.digest(f"{account_id}:{rules.plain_recovery_code(code)}")


def forget(account_id: int) -> None:
    """Take away all that proves who somebody is."""
    for table in FACTORS:
        columns = table.metadata.tables[table.__tablename__].c
        db.session.execute(delete(table).where(columns.account_id == account_id))


def tell(account: Account, news: News, **values: object) -> None:
    """Mail the holder of an account what was done to it, and note it in the trail."""
    audit.note(About(account=account.id), NEWS[news][0])
    queue(mails.news(account, news, language.current(), **values))


def _use_authenticator(account_id: int, code: str) -> None:
    app = factor_queries.authenticator_for_update(account_id)
    secret = sealing.unseal(SEALED, app.secret) if app else None
    if app is None or secret is None:
        raise rules.WrongCodeError
    step = rules.matching_step(secret, code, clock.now(), after=app.last_step)
    if step is None:
        raise rules.WrongCodeError
    app.last_step = step
    # Under the newest key, so that older ones can be thrown away some day.
    app.secret = sealing.seal(SEALED, secret)


def _use_paper(account: Account, code: str) -> None:
    used = db.session.scalar(
        delete(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.digest == paper_digest(account.id, code),
        )
        .returning(RecoveryCode.digest)
    )
    if used is None:
        raise rules.WrongCodeError(rules.WRONG_ON_PAPER)
    tell(account, News.RECOVERY_USED, left=factor_queries.codes_left(account.id))


def _new_codes(account_id: int) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [rules.recovery_code() for _ in range(rules.RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(account_id=account_id, digest=paper_digest(account_id, code)) for code in codes
    )
    db.session.flush()
    return codes
