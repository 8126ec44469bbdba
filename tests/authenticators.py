"""Authenticator apps: `app = authenticators.add(account)`, then `app.code()`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.accounts import factor_actions
from rok_events.accounts import factor_rules as rules
from rok_events.accounts.factor_models import Authenticator, RecoveryCode
from rok_events.core import clock
from rok_events.web import sealing
from tests import make

if TYPE_CHECKING:
    from datetime import timedelta

    from rok_events.accounts.models import Account

PAPER = "0000-1111-2222-3333"


@dataclass(frozen=True)
class App:
    """An app on the phone of somebody."""

    secret: bytes

    def code(self, later: timedelta | None = None) -> str:
        """Return the code that it shows now, or will show later."""
        now = clock.now() + later if later else clock.now()
        return rules.code_at(self.secret, rules.step_of(now))


def add(account: Account, *, last_step: int = 0) -> App:
    """Give somebody an app, and one code on paper."""
    app = App(rules.new_secret())
    make.saved(
        Authenticator(
            account_id=account.id,
            secret=sealing.seal(factor_actions.SEALED, app.secret),
            last_step=last_step,
            added_at=clock.now(),
        )
    )
    digest = factor_actions.paper_digest(account.id, PAPER)
    make.saved(RecoveryCode(digest=digest, account_id=account.id))
    return app
