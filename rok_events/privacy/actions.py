"""Forgetting people: one who asks for it, and everybody whose term is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.core import clock
from rok_events.privacy import queries
from rok_events.privacy.rooms import ROOMS

if TYPE_CHECKING:
    from rok_events.core.personal import Subject


def erase(about: Subject) -> None:
    """Forget a person everywhere; what was counted stays counted.

    Raises:
        NotFoundError: nothing is kept of them.
    """
    queries.kept(about)
    for room in ROOMS:
        room.erase(about)


def purge() -> dict[str, int]:
    """Forget everybody whose term is over, and return how many rows each room changed."""
    now = clock.now()
    return {room.room: room.purge(now) for room in ROOMS}
