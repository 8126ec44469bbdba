"""Whom the tests of messages begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from tests import make, visitors

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """A browser in which an organiser has signed in."""
    visitors.sign_in(client, make.account(Role.ORGANISER, email="lotte@example.org"))
    return client
