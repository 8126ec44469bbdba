"""News reaches those who were installed, in order, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from rok_events.core import events

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, kw_only=True)
class Rang(events.Event):
    """The bell rang."""

    times: int


@dataclass(frozen=True, kw_only=True)
class Stopped(events.Event):
    """The bell stopped."""


@pytest.fixture(autouse=True)
def _reactions() -> Iterator[None]:
    """Put the reactions of the house back."""
    before = dict(events._reactions)
    yield
    events.install(before)


def test_reactions_are_called_in_order() -> None:
    heard: list[str] = []
    events.install(
        {Rang: [lambda e: heard.append(f"a{e.times}"), lambda e: heard.append(f"b{e.times}")]}
    )

    events.announce(Rang(times=2))
    events.announce(Stopped())

    assert heard == ["a2", "b2"]
