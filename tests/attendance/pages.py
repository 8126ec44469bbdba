"""The pages of a session at the door, and who is on its list, for the tests of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from rok_events.attendance.models import Attendance
from rok_events.db import db
from rok_events.registrations.rules import Status
from tests import make

if TYPE_CHECKING:
    from rok_events.activities.models import Activity


def register(activity: Activity, name: str, **given: object) -> int:
    """Let somebody new register, and return who."""
    registration = make.registration(activity=activity, person=make.person(name=name), **given)
    if registration.status is Status.CONFIRMED:
        activity.taken += 1
        db.session.commit()
    return registration.person_id


def door(activity: Activity, rest: str = "aanwezigheid") -> str:
    """Return a page of the session of an activity."""
    return f"/beheer/sessies/{activity.sessions[0].id}/{rest}"


def attendances() -> int:
    """Count who was there."""
    return db.session.scalars(select(func.count()).select_from(Attendance)).one()
