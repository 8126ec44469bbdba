"""A host who has signed in, for the tests of the door; what is announced of sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.attendance.events import AttendanceChanged
from rok_events.core import events
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.communities.models import Community


@pytest.fixture
def community(client: FlaskClient) -> Community:
    """The community of a host who has signed in."""
    community = make.community(slug="rok", name="ROK Deventer")
    visitors.sign_in(client, make.account(Role.HOST, community))
    return community


@pytest.fixture
def activity(community: Community) -> Activity:
    """A casustafel that began two hours ago, of the host's community."""
    begins = NOW - timedelta(hours=2)
    return make.activity(community=community, starts_at=begins, title="Casustafel hechting")


@pytest.fixture
def news() -> Iterator[list[tuple[int, ...]]]:
    """The sessions that were announced to have changed."""
    told: list[tuple[int, ...]] = []
    known = dict(events._reactions)
    events.install({AttendanceChanged: [lambda event: told.append(event.session_ids)]})
    yield told
    events.install(known)
