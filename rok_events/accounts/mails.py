"""The mails of accounts: the one that signs in, of a role, of what was done to the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale, gettext

from rok_events.accounts import rules
from rok_events.mail import letters
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.accounts.models import Account, Grant
    from rok_events.accounts.rules import News
    from rok_events.mail.letters import Letter


def sign_in(account: Account, url: str, *, locale: str, now: datetime) -> Letter:
    """Return the letter that holds a sign-in link."""
    return _letter(
        "sign_in",
        account,
        locale,
        url=url,
        minutes=rules.LINK_MINUTES,
        useless_at=now + rules.LINK_LIFE,
    )


def role_given(account: Account, grant: Grant, locale: str) -> Letter:
    """Return the letter that tells somebody of a role, and how to sign in."""
    with force_locale(locale):
        role, duty = gettext(rules.ROLES[grant.role]), gettext(rules.DUTIES[grant.role])
    return _letter(
        "role_given",
        account,
        locale,
        role=role,
        duty=duty,
        network=grant.community.name if grant.community else "",
        url=public_url("accounts.sign_in"),
    )


def news(account: Account, what: News, locale: str, **values: object) -> Letter:
    """Return the letter that tells somebody what was done to their account."""
    with force_locale(locale):
        title, told = (gettext(words, **values) for words in rules.NEWS[what])
    return _letter(
        "account_news",
        account,
        locale,
        title=title,
        told=told,
        url=public_url("own_security.show"),
    )


def _letter(template: str, account: Account, locale: str, **known: object) -> Letter:
    return letters.compose(
        template,
        locale=locale,
        recipient=account.email,
        recipient_name=account.name,
        about=f"account:{account.id}",
        **known,
    )
