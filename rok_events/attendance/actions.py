"""Changing attendance: ticking off, undoing, walking in, and taking in what was kept elsewhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from rok_events.attendance import queries, rules
from rok_events.attendance.events import AttendanceChanged
from rok_events.attendance.intake import agenda_actions as agenda
from rok_events.attendance.intake import people_actions as people
from rok_events.attendance.intake import presence_actions as presences
from rok_events.attendance.intake import rows
from rok_events.attendance.intake.bulk_actions import Store
from rok_events.attendance.intake.columns import NAMES, Column
from rok_events.attendance.intake.presence_actions import Fact
from rok_events.attendance.intake.report import Report
from rok_events.attendance.models import Attendance, Seat
from rok_events.attendance.rules import OPERATOR, Source
from rok_events.audit import actions as audit
from rok_events.audit.rules import About, Change, Deed
from rok_events.communities import queries as communities
from rok_events.communities.models import Community
from rok_events.core import clock, events, sheets
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.core.mistakes import FaultyFileError
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
    from collections.abc import Callable, Sequence

    from rok_events.activities.models import Session
    from rok_events.attendance.intake.rows import Row, Rows
    from rok_events.attendance.rules import Importer, Newcomer


def refuse_ticking(session: Session) -> None:
    """Refuse to tick people off where `rules.refuse_ticking` does, at this moment.

    Raises:
        ConflictError: it is too early, or the session was cancelled.
    """
    rules.refuse_ticking(
        session.activity.state,
        is_cancelled=session.cancelled_at is not None,
        on=session.starts_at.astimezone(clock.AMSTERDAM).date(),
        today=clock.today(),
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
    _record(session, person_id, registration.organisation_id, Source.LIST, recorded_by_id)


def undo(session_id: int, person_id: int) -> None:
    """Take a tick back; twice is once."""
    gone = delete(Attendance).where(
        Attendance.session_id == session_id, Attendance.person_id == person_id
    )
    id_ = db.session.scalar(gone.returning(Attendance.id))
    if id_ is not None:
        _tell(Deed.REMOVED, id_, queries.session(session_id), person_id)
        events.announce(AttendanceChanged(session_ids=(session_id,)))


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
    day = session.starts_at.astimezone(clock.AMSTERDAM).date()
    organisation_id = None
    if newcomer.organisation:
        organisation_id = _organisation(newcomer.organisation)
    person = people_actions.welcome(
        newcomer.name, newcomer.email or None, organisation_id=organisation_id
    )
    registration = registrations.find(session.activity_id, person.id)
    if organisation_id is not None:
        people_actions.affiliate(person.id, organisation_id, day)
    elif registration is not None:
        organisation_id = registration.organisation_id
    else:
        organisation_id = people_queries.employer(person.id, day)
    expected = registration is not None and registration.status is Status.CONFIRMED
    source = Source.LIST if expected else Source.WALK_IN
    _record(session, person.id, organisation_id, source, recorded_by_id)
    return person


def check(
    data: bytes,
    filename: str,
    community_id: int | None = None,
    by: Importer = OPERATOR,
    progress: Callable[[float], None] = lambda _part: None,
) -> Rows:
    """Return what stands in a file of attendance, if nothing in it is wrong.

    `community_id` is for rows that name no community. `progress` hears how far it is, from 0 to
    a half; the rest is for `take_in`.

    Raises:
        InvalidError: the file as a whole cannot be read.
        FaultyFileError: something in it is wrong.
    """
    allowed = {c.slug.casefold(): c.id for c in communities.everyone() if by.may_add_to(c.id)}
    chosen = community_id if community_id in allowed.values() else None
    setting = rows.Setting(clock.now(), allowed, chosen)
    lines = sheets.read(data, filename, NAMES)
    found = rows.read(lines, setting, lambda done: progress(done / len(lines) / 2))
    return _faultless(found)


def take_in(
    found: Rows,
    *,
    is_trial: bool = False,
    by: Importer = OPERATOR,
    progress: Callable[[float], None] = lambda _part: None,
) -> Report:
    """Take in what was checked, wholly or not at all; twice is once. A trial run changes nothing.

    What is known is found by community, kind, title and start (a session), by address or else by
    name and organisation (a person), by name or alias (an organisation), and stays as it is.

    Raises:
        FaultyFileError: by now something of it is a draft, or was cancelled.
    """
    if not is_trial:
        _wait_for_other_imports()
    held = agenda.read({row.community for row in found.rows})
    for row in found.rows:
        if row.session in held.closed:
            message = N_("The agenda says that this session was cancelled or is still a draft.")
            error = ConflictError(message)
            found.mistakes.add(row.number, found.columns[Column.ACTIVITY][1], error)
    return _bring_in(_faultless(found).rows, held, Store(is_trial=is_trial), by, progress)


def _faultless(found: Rows) -> Rows:
    if found.mistakes.total:
        raise FaultyFileError(found.mistakes)
    return found


def _bring_in(
    found: Sequence[Row],
    held: agenda.Agenda,
    store: Store,
    by: Importer,
    progress: Callable[[float], None],
) -> Report:
    places = agenda.complete(store, held, found, clock.now())
    progress(0.55)
    employers = people.organisations(store, found)
    persons = people.people(store, found, employers)
    if not store.is_trial:
        people.affiliate(found, persons, employers)
    progress(0.7)
    facts = [
        Fact(row, places[row.session], persons[row.person], employers.get(row.employer))
        for row in found
    ]
    presences.register(store, facts)
    progress(0.85)
    attendances = presences.attend(store, facts, by.account_id)
    presences.sit(store, facts, attendances)
    db.session.expire_all()
    if store.added["attendance"] and not store.is_trial:
        touched = sorted({session_id for session_id, _person_id in attendances})
        events.announce(AttendanceChanged(session_ids=tuple(touched)))
    if not store.is_trial:
        _note(found)
    progress(1)
    days = [row.starts_at.astimezone(clock.AMSTERDAM).date() for row in found]
    return Report(
        rows=len(found),
        added=store.added,
        known=len(attendances) - store.added["attendance"],
        first_on=min(days),
        last_on=max(days),
        is_trial=store.is_trial,
    )


def _note(found: Sequence[Row]) -> None:
    """Tell in the trail of each network how many rows of a file were taken in."""
    for community_id, number in Counter(row.community for row in found).items():
        taken_in = N_("A file with attendance was taken in.")
        audit.note(About(community=community_id), taken_in, after={"rows": number})


def _wait_for_other_imports() -> None:
    """Take in one file at a time, without holding up anybody else.

    People without an address have no key that a constraint could guard.
    """
    everyone = select(Community.id).order_by(Community.id)
    db.session.execute(everyone.with_for_update(key_share=True))


def _open_session(session_id: int) -> Session:
    session = queries.session(session_id)
    refuse_ticking(session)
    return session


def _organisation(name: str) -> int:
    found = people_queries.find_organisation(name)
    return (found or people_actions.add_organisation(name, standing=Standing.PROPOSED)).id


def _record(
    session: Session,
    person_id: int,
    organisation_id: int | None,
    source: Source,
    recorded_by_id: int | None,
) -> None:
    """Keep that somebody was there; two hosts who tick at once give one row."""
    added = db.session.scalar(
        unless_known(Attendance)
        .values(
            session_id=session.id,
            person_id=person_id,
            organisation_id=organisation_id,
            share=1.0,
            source=source,
            recorded_at=clock.now(),
            recorded_by_id=recorded_by_id,
        )
        .returning(Attendance.id)
    )
    if added is not None:
        _tell(Deed.MADE, added, session, person_id)
        events.announce(AttendanceChanged(session_ids=(session.id,)))


def _tell(deed: Deed, id_: int, session: Session, person_id: int) -> None:
    """Tell in the trail what a bare statement did with the presence of somebody."""
    activity = session.activity
    about = About(community=activity.community_id, activity=activity.id, person=person_id)
    pair = (None, session.id) if deed is Deed.MADE else (session.id, None)
    audit.tell(Change(deed, Attendance.__tablename__, id_, about, {"session_id": pair}))
