"""What is announced, to nobody but the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.core import events
from rok_events.registrations.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationPutBack,
    RegistrationRepeated,
    RegistrationWaiting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


NEWS = (
    RegistrationConfirmed,
    RegistrationWaiting,
    RegistrationRepeated,
    RegistrationCancelled,
    RegistrationPutBack,
)


@pytest.fixture
def news() -> Iterator[list[events.Event]]:
    """All that is announced, to nobody but the test."""
    told: list[events.Event] = []
    before = dict(events._reactions)
    events.install({kind: [told.append] for kind in NEWS})
    yield told
    events.install(before)
