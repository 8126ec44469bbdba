"""Visitors who have signed in: `visitors.sign_in(client, make.account(Role.HOST))`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rok_events.accounts import actions
from rok_events.db import transaction

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.accounts.models import Account


def sign_in(client: FlaskClient, account: Account) -> TestResponse:
    """Sign in as people do: by a link, with one press."""
    with transaction():
        link = actions.sign_in_link(account.id)

    answer = client.post(urlsplit(link).path)

    assert answer.status_code == 303, answer.text
    return answer
