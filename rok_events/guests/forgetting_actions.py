"""Forgetting guests: one who asks for it, and all of an activity that is long over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from rok_events.activities.models import Activity
from rok_events.attendance.models import Attendance
from rok_events.db import db
from rok_events.guests.models import Guest
from rok_events.invitations import actions as invitations
from rok_events.people import actions as people
from rok_events.people.models import Person
from rok_events.registrations.models import Registration

if TYPE_CHECKING:
    from datetime import datetime


def forget(person_id: int | None) -> None:
    """Remove the invitations of somebody."""
    db.session.execute(delete(Guest).where(Guest.person_id == person_id))


def purge(before: datetime) -> int:
    """Remove the invitations to what ended before a day, and return how many there were.

    Whoever never came nor registered for anything, and is invited to nothing else, was only known
    by the address that somebody gave: that goes too.
    """
    ended = select(Activity.id).where(Activity.ends_at < before)
    gone = db.session.scalars(
        delete(Guest).where(Guest.activity_id.in_(ended)).returning(Guest.person_id)
    ).all()
    strangers = db.session.scalars(
        select(Person.id).where(
            Person.id.in_(gone),
            *(
                ~select(table.id).where(table.person_id == Person.id).exists()
                for table in (Guest, Registration, Attendance)
            ),
        )
    ).all()
    for person_id in strangers:
        invitations.forget(person_id)
    people.forget_all(strangers)
    return len(gone)
