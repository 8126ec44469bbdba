"""Whom and what the tests of the list of organisations begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.people import actions
from tests import make, visitors

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.people.models import Organisation


@pytest.fixture
def ggd(database: None) -> Organisation:
    """An organisation with another name and a domain."""
    return make.saved(
        actions.add_organisation(
            "GGD IJsselland", "jgz", aliases=["GGD Zwolle"], domains=["ggdijsselland.nl"]
        )
    )


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """An organiser of one network, who keeps the list of all."""
    visitors.sign_in(client, make.account(Role.ORGANISER, make.community()))
    return client
