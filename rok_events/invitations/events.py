"""What invitations announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.core.events import Event

if TYPE_CHECKING:
    from rok_events.registrations.rules import Answer


@dataclass(frozen=True, kw_only=True)
class CalendarAnswered(Event):
    """Somebody answered the invitation for a session in their calendar, registered or not."""

    person_id: int
    activity_id: int
    session_id: int
    answer: Answer
