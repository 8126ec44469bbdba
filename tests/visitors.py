"""Visitors who have signed in: `visitors.sign_in(client, make.account(Role.HOST))`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rok_events.accounts import actions
from rok_events.db import transaction

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.accounts.models import Account
    from tests.authenticators import App

# The code of before this one is good too, and leaves this one for what comes next.
HALF_MINUTE = timedelta(seconds=30)


def sign_in(client: FlaskClient, account: Account, naar: str | None = None) -> TestResponse:
    """Sign in as people do: by a link, with one press; who has a second factor is then asked."""
    with transaction():
        link = urlsplit(actions.sign_in_link(account.id, naar))

    answer = client.post(f"{link.path}?{link.query}")

    assert answer.status_code == 303, answer.text
    return answer


def sign_in_with(client: FlaskClient, account: Account, app: App) -> None:
    """Sign in by a link and a code of an authenticator."""
    sign_in(client, account)
    answer = client.post("/inloggen/code", data={"code": app.code(-HALF_MINUTE)})

    assert answer.status_code == 303, answer.text
