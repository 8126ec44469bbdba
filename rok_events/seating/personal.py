"""What this room keeps of people: at which tables they are to sit.

A plan stays after erasure, of a person without a name: the figures must stay right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.activities.models import Activity, Session, Table
from rok_events.core.personal import Personal, Subject
from rok_events.db import db
from rok_events.registrations.models import Registration
from rok_events.seating.models import PlannedSeat

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return at which tables somebody is to sit, or was to."""
    rows = db.session.execute(
        select(
            Activity.title.label("activity"),
            Session.starts_at,
            Table.round,
            Table.label.label("table"),
        )
        .select_from(PlannedSeat)
        .join(PlannedSeat.registration)
        .join(PlannedSeat.table)
        .join(Table.session)
        .join(Session.activity)
        .where(Registration.person_id == subject.person_id)
        .order_by(Session.starts_at, Session.id, Table.round)
    )
    return {"planned_seat": [dict(row) for row in rows.mappings()]}


def erase(_subject: Subject) -> None:
    """Leave what was planned as it is: of whoever gives up a place, the tables ahead go as well."""


def purge(_now: datetime) -> int:
    """Leave what was planned as it is, as `erase` does."""
    return 0


PERSONAL = Personal(
    room="seating",
    tables=frozenset({"planned_seat"}),
    export=export,
    erase=erase,
    purge=purge,
)
