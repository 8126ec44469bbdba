"""What people say and do on more than one journey."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from babel.support import Translations

from config import ROOT
from rok_events.accounts import actions, queries
from rok_events.db import transaction

if TYPE_CHECKING:
    from babel.support import NullTranslations

    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor

ADDRESS = re.compile(r"https?://\S+")


@cache
def _dutch() -> NullTranslations:
    return Translations.load(ROOT / "rok_events" / "translations", ["nl"])


def say(message: str, **values: object) -> str:
    """Return a message as the pages say it in Dutch."""
    words = str(_dutch().gettext(message))
    return words % values if values else words


def link_in(text: str) -> str:
    """Return the first address in a mail."""
    found = ADDRESS.search(text)
    assert found, text
    return found[0]


def sign_in(visitor: Visitor, system: System, email: str) -> None:
    """Sign in as somebody who has a link already; asking for one is a journey of its own."""
    with system.app().app_context(), transaction():
        account = queries.find(email)
        assert account is not None
        link = actions.sign_in_link(account.id)
    visitor.go(link).get_by_role("button", name=say("Sign in")).click()
    visitor.page.wait_for_url(lambda url: url != link)
