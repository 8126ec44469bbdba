"""Whom the tests of activities begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from tests import make, visitors

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.communities.models import Community


@pytest.fixture
def rok(client: FlaskClient) -> Community:
    """A network, of which the visitor is an organiser."""
    network = make.community(name="ROK Deventer")
    visitors.sign_in(client, make.account(Role.ORGANISER, in_=network))
    return network
