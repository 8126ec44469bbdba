"""Changing who sat at which table of a session that was held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from rok_events.activities.models import Table
from rok_events.attendance import actions, closing_actions, door_queries
from rok_events.attendance.events import AttendanceChanged
from rok_events.attendance.models import Attendance, Seat
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import events
from rok_events.core.text import N_
from rok_events.db import db, in_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def sit(session_id: int, wanted: Mapping[int, Collection[int]], reason: str = "") -> None:
    """Note at which tables some people sat, by their presence: there, and nowhere else.

    Who was not there, or not any more, is passed over. A list that was closed asks for a reason.

    Raises:
        NotFoundError: there is no such session.
        ConflictError: it has not begun, or was cancelled.
        InvalidError: the list was closed, and there is no reason.
    """
    session = door_queries.hold(session_id)
    is_closed = session.list_closed_at is not None
    actions.refuse_ticking(session, is_corrected=is_closed)
    if is_closed:
        what = N_("It was corrected who sat at which table.")
        closing_actions.tell_why(session, None, what, reason)
    there = db.session.scalars(select(Attendance.id).where(Attendance.session_id == session_id))
    ids = sorted({*there} & wanted.keys())
    tables = select(Table.id).where(Table.session_id == session_id)
    for part in in_parts(ids):
        gone = delete(Seat).where(Seat.attendance_id.in_(part), Seat.table_id.in_(tables))
        db.session.execute(gone.execution_options(synchronize_session="fetch"))
    rows = [Seat(attendance_id=id_, table_id=table_id) for id_ in ids for table_id in wanted[id_]]
    db.session.add_all(rows)
    db.session.flush()
    about = About(community=session.activity.community_id, activity=session.activity_id)
    audit.note(about, N_("It was noted who sat at which table."), after={"rows": len(rows)})
    events.announce(AttendanceChanged(session_ids=(session_id,)))
