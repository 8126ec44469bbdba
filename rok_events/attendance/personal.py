"""What this room keeps of people: at which sessions they were, and who noted it.

Presence stays after erasure, of a person without a name: the figures must stay right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.activities.models import Session
from rok_events.attendance import door_actions
from rok_events.attendance.models import Attendance, Seat, Stay
from rok_events.core.personal import Personal, Subject
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return where somebody was, and at which tables they sat."""
    found = db.session.scalars(
        select(Attendance)
        .join(Attendance.session)
        .where(Attendance.person_id == subject.person_id)
        .order_by(Session.starts_at)
        .options(
            contains_eager(Attendance.session).joinedload(Session.activity),
            joinedload(Attendance.organisation),
        )
    )
    seats = db.session.scalars(
        select(Seat)
        .join(Seat.attendance)
        .where(Attendance.person_id == subject.person_id)
        .order_by(Seat.attendance_id, Seat.table_id)
        .options(joinedload(Seat.table))
    )
    stays = db.session.scalars(
        select(Stay)
        .join(Stay.attendance)
        .where(Attendance.person_id == subject.person_id)
        .order_by(Stay.came_at, Stay.id)
    )
    return {
        "stay": [{"came_at": stay.came_at, "left_at": stay.left_at} for stay in stays],
        "attendance": [_told(attendance) for attendance in found],
        "seat": [{"round": seat.table.round, "table": seat.table.label} for seat in seats],
    }


def erase(_subject: Subject) -> None:
    """Leave presence as it is: without the name that the people's room blanks it tells nothing."""


def purge(now: datetime) -> int:
    """Leave presence as it is, as `erase` does; marks of phones are kept while they may return."""
    return door_actions.forget_marks(now)


def _told(attendance: Attendance) -> dict[str, object]:
    organisation = attendance.organisation
    return {
        "activity": attendance.session.activity.title,
        "starts_at": attendance.session.starts_at,
        "organisation": organisation.name if organisation else None,
        "share": attendance.share,
        "source": attendance.source.value,
        "recorded_at": attendance.recorded_at,
    }


PERSONAL = Personal(
    room="attendance",
    tables=frozenset({"attendance", "seat", "stay", "door_mark"}),
    export=export,
    erase=erase,
    purge=purge,
)
