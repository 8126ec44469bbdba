"""Reading attendance: the list at the door, and what needs an organiser today."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from rok_events.activities.models import Activity, Session
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db


def session(session_id: int) -> Session:
    """Return a session with its activity and community.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.scalar(
        select(Session)
        .join(Session.activity)
        .where(Session.id == session_id)
        .options(contains_eager(Session.activity).joinedload(Activity.community))
    )
    if found is None:
        raise NotFoundError(N_("There is no such session."))
    return found
