"""Plans for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from rok_events.activities.kinds import Kind
from rok_events.activities.rules import ActivityPlan, SessionPlan
from tests.make import SPRING

TWO_HOURS = timedelta(hours=2)


def session(days: int = 0, **given: Any) -> SessionPlan:
    """Return a plan for a session of two hours, `days` after the first of April."""
    starts_at = SPRING + timedelta(days=days)
    return SessionPlan(**{"starts_at": starts_at, "ends_at": starts_at + TWO_HOURS} | given)


def plan(**given: Any) -> ActivityPlan:
    """Return a plan that may be carried out."""
    usual = ActivityPlan(
        community_id=1, kind=Kind.CASUSTAFEL, title="Casustafel hechting", sessions=(session(),)
    )
    return replace(usual, **given)
