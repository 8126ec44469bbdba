"""What people do on more than one journey."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rok_events.accounts import actions, queries
from rok_events.db import transaction

if TYPE_CHECKING:
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor

LINK = re.compile(r"https?://\S+")


def link_in(text: str) -> str:
    """Return the first address in a mail."""
    found = LINK.search(text)
    assert found, text
    return found[0]


def sign_in(visitor: Visitor, system: System, email: str) -> None:
    """Sign in as somebody who has a link already; the journey that asks for one is another."""
    with system.app().app_context(), transaction():
        account = queries.find(email)
        assert account is not None
        link = actions.sign_in_link(account.id)
    page = visitor.go(link)
    page.locator("main form button").click()
    page.wait_for_load_state()
