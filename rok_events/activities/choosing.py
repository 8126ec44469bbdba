"""Which session of an activity a page or a paper is about, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from rok_events.core import text
from rok_events.web import dates, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rok_events.activities.models import Activity, Session
    from rok_events.web.dates import Period


def held(activity: Activity) -> Sequence[Session]:
    """Return the sessions that take place, or all of them where none does."""
    return [one for one in activity.sessions if one.cancelled_at is None] or activity.sessions


def nearest(sessions: Sequence[Period], now: datetime) -> int:
    """Return which session people are likely to mean: the first that is not over, or the last."""
    return next((i for i, one in enumerate(sessions) if one.ends_at > now), len(sessions) - 1)


def chosen(activity: Activity, said: str, now: datetime) -> Session:
    """Return the session whose number an address says, or else the nearest one."""
    sessions, id_ = held(activity), text.number(said)
    return next((one for one in sessions if one.id == id_), sessions[nearest(sessions, now)])


def called(activity: Activity, session: Session) -> str:
    """Return a session in words: when it is, and which it is where there are more."""
    when = dates.when(session, language.current())
    if len(activity.sessions) == 1:
        return when
    title = session.title or gettext("Session %(number)s", number=session.number)
    return f"{title} · {when}"
