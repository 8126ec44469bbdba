"""The mail that signs somebody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.accounts import rules
from rok_events.mail import letters

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.accounts.models import Account
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
