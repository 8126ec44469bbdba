"""Calendars as reminders look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.invitations.models import CalendarEntry
from tests import make

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.registrations.models import Registration


def told(registration: Registration, at: datetime) -> CalendarEntry:
    """Let somebody's calendar have been told of the first session at a moment."""
    return make.saved(
        CalendarEntry(
            person_id=registration.person_id,
            session_id=registration.activity.sessions[0].id,
            uid=f"uid-{registration.id}@example.org",
            sequence=0,
            sent_at=at,
            page=f"/aanmelding/{registration.token}",
        )
    )
