"""The mail that signs somebody in, and the one that tells of a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale, gettext

from rok_events.accounts import rules
from rok_events.mail import letters
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.accounts.models import Account, Grant
    from rok_events.mail.letters import Letter


def sign_in(account: Account, url: str, *, locale: str, now: datetime) -> Letter:
    """Return the letter that holds a sign-in link."""
    return letters.compose(
        "sign_in",
        locale=locale,
        recipient=account.email,
        recipient_name=account.name,
        about=f"account:{account.id}",
        url=url,
        minutes=rules.LINK_MINUTES,
        useless_at=now + rules.LINK_LIFE,
    )


def role_given(account: Account, grant: Grant, locale: str) -> Letter:
    """Return the letter that tells somebody of a role, and how to sign in."""
    with force_locale(locale):
        role, duty = gettext(rules.ROLES[grant.role]), gettext(rules.DUTIES[grant.role])
    return letters.compose(
        "role_given",
        locale=locale,
        recipient=account.email,
        recipient_name=account.name,
        about=f"account:{account.id}",
        role=role,
        duty=duty,
        network=grant.community.name if grant.community else "",
        url=public_url("accounts.sign_in"),
    )
