"""Saying that a presence list is right, and correcting it afterwards, with the reason why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from rok_events.attendance import actions, door_queries, rules
from rok_events.attendance.events import ListClosed, PresenceCorrected
from rok_events.attendance.models import Attendance, Stay
from rok_events.attendance.rules import Source
from rok_events.audit import actions as audit
from rok_events.audit.rules import About, Change, Deed
from rok_events.core import clock, events, text
from rok_events.core.errors import ConflictError, InvalidError, NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.activities.models import Session

NO_MARK = ""  # a number that no phone gives a mark


@dataclass(frozen=True)
class Correction:
    """How it really was with somebody, and why it was noted otherwise.

    The times are for sessions of which it is kept when people come and go.
    """

    is_present: bool
    reason: str
    came_at: datetime | None = None
    left_at: datetime | None = None


def close(session_id: int, by_id: int | None) -> None:
    """Say that the list of a session is right: nobody can be ticked off after that; twice is once.

    Raises:
        NotFoundError: there is no such session.
        ConflictError: it is not over, or was cancelled.
    """
    session = door_queries.hold(session_id)
    if session.list_closed_at is not None:
        return
    actions.refuse_ticking(session)
    rules.refuse_closing(session.ends_at, clock.now())
    session.list_closed_at, session.list_closed_by_id = clock.now(), by_id
    for attendance_id, stays in door_queries.stays_of(session.id).items():
        _weigh(session, attendance_id, [(stay.came_at, stay.left_at) for stay in stays])
    db.session.flush()
    events.announce(ListClosed(session_id=session.id, activity_id=session.activity_id))


def reopen(session_id: int, reason: str) -> None:
    """Let people be ticked off again at a session of which the list was closed.

    Raises:
        NotFoundError: there is no such session.
        ConflictError: its list is open.
        InvalidError: there is no reason.
    """
    session = door_queries.hold(session_id)
    if session.list_closed_at is None:
        raise ConflictError(N_("This list is open already."))
    session.list_closed_at = session.list_closed_by_id = None
    tell_why(session, None, N_("A presence list was opened again."), reason)
    db.session.flush()


def keep_times(session_id: int, *, asks_out: bool) -> None:
    """Choose whether it is kept when people come to a session and go.

    Raises:
        NotFoundError: there is no such session.
        ConflictError: it was cancelled, or its list was closed.
    """
    session = door_queries.hold(session_id)
    actions.refuse_listing(session)
    session.asks_out = asks_out


def correct(session_id: int, person_id: int, correction: Correction, by_id: int | None) -> None:
    """Note how it really was with somebody who is on the list of a session.

    Raises:
        NotFoundError: there is no such session, or they are not on its list.
        ConflictError: it has not begun, or was cancelled.
        InvalidError: there is no reason, or somebody left before they came.
    """
    session = door_queries.hold(session_id)
    actions.refuse_ticking(session, is_corrected=True)
    found = door_queries.by_person(session, NO_MARK, person_id)
    if found.guest is None:
        raise NotFoundError(N_("This person is not on the list. Add them as a walk-in."))
    if not correction.is_present:
        actions.remove(session, person_id)
    else:
        has_place = found.status in {Status.CONFIRMED, Status.WAITING}
        source = Source.LIST if has_place else Source.WALK_IN
        at = correction.came_at or session.starts_at
        actions.record(session, person_id, found.organisation_id, source, by_id, at)
        _set_times(session, person_id, correction)
    tell_why(session, person_id, N_("A presence was corrected."), correction.reason)
    db.session.flush()
    if session.list_closed_at is not None:
        news = PresenceCorrected(
            session_id=session.id, activity_id=session.activity_id, person_id=person_id
        )
        events.announce(news)


def _set_times(session: Session, person_id: int, correction: Correction) -> None:
    """Replace what was noted of when somebody came and went by what was said now."""
    if not session.asks_out or correction.came_at is None:
        return
    if correction.left_at is not None and correction.left_at <= correction.came_at:
        message = N_("Somebody leaves after they came.")
        raise InvalidError(message, field="left_at")
    attendance_id = door_queries.by_person(session, NO_MARK, person_id).attendance_id or 0
    db.session.execute(delete(Stay).where(Stay.attendance_id == attendance_id))
    stay = (correction.came_at, correction.left_at)
    db.session.add(Stay(attendance_id=attendance_id, came_at=stay[0], left_at=stay[1]))
    _weigh(session, attendance_id, [stay])


def _weigh(
    session: Session, attendance_id: int, stays: list[tuple[datetime, datetime | None]]
) -> None:
    """Keep the share for figures; who was seen at the door only was there for a moment."""
    share = max(rules.session_share(stays, session.starts_at, session.ends_at), rules.LEAST)
    asked = update(Attendance).where(Attendance.id == attendance_id).values(share=share)
    db.session.execute(asked.execution_options(synchronize_session=False))


def tell_why(session: Session, person_id: int | None, what: str, reason: str) -> None:
    """Tell in the trail what was done and why; the reason goes when somebody is forgotten."""
    reason = text.lines(reason)
    if not reason:
        raise InvalidError(N_("Say why, in a sentence."), field="reason")
    activity = session.activity
    about = About(community=activity.community_id, activity=activity.id, person=person_id)
    told = {"session": (None, session.number)}
    personal = {"reason": (None, reason)}
    audit.tell(Change(Deed.NOTED, what, None, about, told, personal))
