"""What activities announce."""

from __future__ import annotations

from dataclasses import dataclass

from rok_events.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ActivityCancelled(Event):
    """An activity will not take place."""

    activity_id: int
