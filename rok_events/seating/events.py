"""What seating announces."""

from __future__ import annotations

from dataclasses import dataclass

from rok_events.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TablesPlanned(Event):
    """The table plan of a session is another."""

    session_id: int
