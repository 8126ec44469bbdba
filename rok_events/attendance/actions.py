"""Changing attendance: ticking off, undoing, walking in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from rok_events.accounts import rules as accounts
from rok_events.attendance import door_queries, presence_queries, rules
from rok_events.attendance.events import AttendanceChanged
from rok_events.attendance.models import Attendance, Seat, Stay
from rok_events.attendance.rules import Source
from rok_events.audit import actions as audit
from rok_events.audit.rules import About, Change, Deed
from rok_events.core import clock, events
from rok_events.core.errors import ConflictError, InvalidError, NotFoundError
from rok_events.core.text import N_
from rok_events.db import db, unless_known
from rok_events.people import actions as people_actions
from rok_events.people import merging_queries as merging
from rok_events.people import queries as people_queries
from rok_events.people.models import Person
from rok_events.people.rules import Standing
from rok_events.registrations import queries as registrations
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rok_events.activities.models import Session
    from rok_events.attendance.rules import Newcomer


def refuse_ticking(session: Session, *, is_corrected: bool = False) -> None:
    """Refuse to tick people off where the rules do, at this moment.

    A list that was closed is changed only by who corrects it.

    Raises:
        ConflictError: it is too early, the session was cancelled, or its list was closed.
    """
    refuse_listing(session, is_corrected=is_corrected)
    rules.refuse_too_early(session.starts_at.astimezone(clock.AMSTERDAM).date(), clock.today())


def refuse_listing(session: Session, *, is_corrected: bool = False) -> None:
    """Refuse to change the list of a session where the rules do.

    Raises:
        ConflictError: the session was cancelled, or its list was closed.
    """
    rules.refuse_listing(
        session.activity.state,
        is_cancelled=session.cancelled_at is not None,
        is_closed=session.list_closed_at is not None and not is_corrected,
    )


def check_in(session_id: int, person_id: int, recorded_by_id: int | None = None) -> None:
    """Tick off somebody who registered, on the waiting list or not; twice is once.

    Raises:
        NotFoundError: there is no such session, or they are not on its list.
        ConflictError: it is too early, or the session was cancelled.
    """
    session = _open_session(session_id)
    # Whoever was merged since the list was opened is somebody else now.
    person_id = merging.present_id(Person, person_id)
    registration = registrations.find(session.activity_id, person_id)
    if registration is None:
        raise NotFoundError(N_("This person is not on the list. Add them as a walk-in."))
    organisation_id = registration.organisation_id
    record(session, person_id, organisation_id, Source.LIST, recorded_by_id, clock.now())


def undo(session_id: int, person_id: int) -> None:
    """Take a tick back; twice is once.

    Raises:
        NotFoundError: there is no such session.
        ConflictError: the list was closed.
    """
    session = _open_session(session_id)
    remove(session, person_id)


def sit_down(session_id: int, person_id: int, table_id: int) -> None:
    """Note at which table somebody who was there sat.

    Raises:
        ConflictError: they were not there.
    """
    attendance_id = db.session.scalar(
        select(Attendance.id).where(
            Attendance.session_id == session_id, Attendance.person_id == person_id
        )
    )
    if attendance_id is None:
        raise ConflictError(N_("Only who was there can have sat at a table."))
    db.session.add(Seat(attendance_id=attendance_id, table_id=table_id))
    events.announce(AttendanceChanged(session_ids=(session_id,)))


def walk_in(session_id: int, newcomer: Newcomer, recorded_by_id: int | None = None) -> Person:
    """Let in somebody who may not have registered, and return who it is.

    A known address is that person, under the name that is known. Where no organisation is given
    it is the one of the registration, else the one they worked for on that day.

    Raises:
        NotFoundError: there is no such session.
        ConflictError: it is too early, or the session was cancelled.
        InvalidError: the name or the address makes no sense.
    """
    session = _open_session(session_id)
    return welcome(session, newcomer, recorded_by_id, clock.now())


def welcome(session: Session, newcomer: Newcomer, by_id: int | None, at: datetime) -> Person:
    """Let somebody in at a session that is held, as `walk_in` does."""
    day = session.starts_at.astimezone(clock.AMSTERDAM).date()
    organisation_id = None
    if newcomer.organisation:
        organisation_id = _organisation(newcomer.organisation)
    person = _known(newcomer) or _beside(session, newcomer) or _new(newcomer, organisation_id)
    registration = registrations.find(session.activity_id, person.id)
    if organisation_id is not None:
        people_actions.affiliate(person.id, organisation_id, day)
    elif registration is not None:
        organisation_id = registration.organisation_id
    else:
        organisation_id = people_queries.employer(person.id, day)
    expected = registration is not None and registration.status is Status.CONFIRMED
    source = Source.LIST if expected else Source.WALK_IN
    record(session, person.id, organisation_id, source, by_id, at)
    return person


def _known(newcomer: Newcomer) -> Person | None:
    """Return the person whose address was given, under the name that is known."""
    if not newcomer.email:
        return None
    if people_queries.hold_person(accounts.address(newcomer.email)) is None:
        if newcomer.name:
            return None
        raise InvalidError(N_("We do not know this address yet. Fill in a name too."))
    return people_actions.welcome(newcomer.name or newcomer.email, newcomer.email)


def _beside(session: Session, newcomer: Newcomer) -> Person | None:
    """Return who catches up here, and registered under that name for a parallel group."""
    if newcomer.email or not session.activity.parallel:
        return None
    id_ = presence_queries.namesake_beside(session.activity_id, newcomer.name)
    return db.session.get(Person, id_) if id_ else None


def _new(newcomer: Newcomer, organisation_id: int | None) -> Person:
    if not newcomer.has_agreed:
        raise InvalidError(N_("Ask first whether we may keep this name."))
    return people_actions.welcome(
        newcomer.name, newcomer.email or None, organisation_id=organisation_id
    )


def record(
    session: Session,
    person_id: int,
    organisation_id: int | None,
    source: Source,
    by_id: int | None,
    at: datetime,
) -> int | None:
    """Keep that somebody was there, and return the number of the row.

    Two hosts who tick at once give one row: there is no number for the second.
    """
    presence = {
        "session_id": session.id,
        "person_id": person_id,
        "organisation_id": organisation_id,
        "share": 1.0,
        "source": source,
        "recorded_at": at,
        "recorded_by_id": by_id,
    }
    adding = unless_known(Attendance)
    added: int | None = db.session.scalar(adding.returning(adding.table.c.id), presence)
    if added is not None:
        if session.asks_out:
            since = rules.came_at(at, session.starts_at, session.ends_at)
            db.session.add(Stay(attendance_id=added, came_at=since))
        tell(Deed.MADE, added, session, person_id, {"session_id": (None, session.id)})
        events.announce(AttendanceChanged(session_ids=(session.id,)))
    return added


def remove(session: Session, person_id: int) -> None:
    """Forget that somebody was there; twice is once."""
    gone = delete(Attendance).where(
        Attendance.session_id == session.id, Attendance.person_id == person_id
    )
    id_ = db.session.scalar(gone.returning(Attendance.id))
    if id_ is not None:
        tell(Deed.REMOVED, id_, session, person_id, {"session_id": (session.id, None)})
        events.announce(AttendanceChanged(session_ids=(session.id,)))


def _open_session(session_id: int) -> Session:
    session = door_queries.hold(session_id)
    refuse_ticking(session)
    return session


def _organisation(name: str) -> int:
    found = people_queries.find_organisation(name)
    return (found or people_actions.add_organisation(name, standing=Standing.PROPOSED)).id


def tell(deed: Deed, id_: int, session: Session, person_id: int, told: Mapping[str, Any]) -> None:
    """Tell in the trail what was done with the presence of somebody."""
    activity = session.activity
    about = About(community=activity.community_id, activity=activity.id, person=person_id)
    audit.tell(Change(deed, Attendance.__tablename__, id_, about, told))
