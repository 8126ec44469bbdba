"""What attendance announces."""

from __future__ import annotations

from dataclasses import dataclass

from rok_events.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AttendanceChanged(Event):
    """Somebody turned out to be at a session, or not after all; or many, after an import."""

    session_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ListClosed(Event):
    """The presence list of a session was said to be right."""

    session_id: int
    activity_id: int


@dataclass(frozen=True, kw_only=True)
class PresenceCorrected(Event):
    """An organiser changed a presence after the list was closed."""

    session_id: int
    activity_id: int
    person_id: int
