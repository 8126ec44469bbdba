"""Taking over what was seen at the door: each mark once, whenever it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from rok_events.attendance import actions, door_queries, presence_queries, rules
from rok_events.attendance.door_queries import Count
from rok_events.attendance.marks import Do
from rok_events.attendance.models import DoorMark, Stay
from rok_events.attendance.rules import Outcome, Source
from rok_events.audit.rules import Deed
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db, unless_known
from rok_events.registrations import tickets
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from rok_events.activities.models import Session
    from rok_events.attendance.door_queries import Found, Guest
    from rok_events.attendance.marks import Mark

TERM = timedelta(days=30)
"""How long it is remembered which marks were seen: a phone may lie in a bag for a while."""


@dataclass(frozen=True)
class Made:
    """What came of a mark: whom it was about, how they stand now, and the count.

    `is_parallel` if they are not on this list, but on that of a parallel group.
    """

    outcome: Outcome
    guest: Guest | None
    count: Count
    is_parallel: bool = False


def take(session: Session, mark: Mark, by_id: int | None) -> Made:
    """Do what a mark says, once; said again it has the same outcome and changes nothing.

    The session is one that `door_queries.hold` holds.

    Raises:
        ConflictError: nobody can be ticked off now, or somebody leaves who did not come.
        InvalidError: a newcomer makes no sense.
    """
    found = _who(session, mark)
    if found.seen is not None:
        return _again(session, mark, found)
    actions.refuse_ticking(session)
    at = _sensible(session, mark.at)
    if mark.newcomer is not None:
        person = actions.welcome(session, mark.newcomer, by_id, at)
        made = _welcomed(session, mark, found.present, person.id)
    elif found.guest is None:
        made = Made(Outcome.UNKNOWN, None, _count(session, found))
    else:
        made = _done(session, mark, found, by_id, at)
    _remember(session, mark, made)
    return made


def forget_marks(now: datetime) -> int:
    """Forget the marks that no phone will say again, and return how many those were."""
    old = delete(DoorMark).where(DoorMark.marked_at < now - TERM).returning(DoorMark.id)
    return len(db.session.execute(old).all())


def _who(session: Session, mark: Mark) -> Found:
    if not mark.ticket:
        found = door_queries.by_person(session, mark.id, mark.person_id or 0)
    else:
        found = door_queries.by_ticket(session, mark.id, tickets.read(mark.ticket) or 0)
    # Whoever was merged since is somebody else now; and who holds up the ticket of another
    # activity may have a place at this one.
    person_id = found.merged_into_id or found.person_id
    if person_id is not None and (found.merged_into_id or _is_elsewhere(session, found)):
        own = door_queries.by_person(session, mark.id, person_id)
        if found.merged_into_id or own.registration_id or own.attendance_id:
            return own
    return found


def _is_elsewhere(session: Session, found: Found) -> bool:
    return found.activity_id not in {None, session.activity_id}


def _again(session: Session, mark: Mark, found: Found) -> Made:
    if found.seen_at != session.id or found.seen is None:
        raise ConflictError(N_("This mark was made at another session."))
    now = door_queries.by_person(session, mark.id, found.seen_person_id or 0)
    return Made(found.seen, now.guest, _count(session, now))


def _sensible(session: Session, at: datetime) -> datetime:
    """Return a moment by the clock of a phone as one on the day of the session, not yet to come."""
    day = session.starts_at.astimezone(clock.AMSTERDAM).date()
    first, last = (
        datetime.combine(one, time(), clock.AMSTERDAM) for one in (day, day + timedelta(days=1))
    )
    return rules.within(at, first, min(last, clock.now()))


def _welcomed(session: Session, mark: Mark, before: int, person_id: int) -> Made:
    found = door_queries.by_person(session, mark.id, person_id)
    outcome = Outcome.IN if found.present > before else Outcome.ALREADY
    return Made(outcome, found.guest, _count(session, found))


def _done(session: Session, mark: Mark, found: Found, by_id: int | None, at: datetime) -> Made:
    if mark.do is Do.OUT:
        return _gone(session, found, at)
    if mark.do is Do.UNDO:
        return _undone(session, found)
    if found.attendance_id is not None:
        return _back(session, found, at)
    status = None if _is_elsewhere(session, found) else found.status
    outcome = rules.at_the_door(
        status, is_elsewhere=_is_elsewhere(session, found), anyway=mark.anyway
    )
    if outcome is not Outcome.IN:
        is_parallel = _is_elsewhere(
            session, found
        ) and found.activity_id in presence_queries.groups(session.activity_id)
        return Made(outcome, found.guest, _count(session, found), is_parallel)
    source = Source.LIST if status in {Status.CONFIRMED, Status.WAITING} else Source.WALK_IN
    actions.record(session, found.person_id or 0, found.organisation_id, source, by_id, at)
    return _made(Outcome.IN, session, found, present_at=at)


def _made(
    outcome: Outcome,
    session: Session,
    found: Found,
    *,
    present_at: datetime | None,
    left_at: datetime | None = None,
) -> Made:
    change = (present_at is not None) - (found.attendance_id is not None)
    guest = found.guest and found.guest._replace(present_at=present_at, left_at=left_at)
    return Made(outcome, guest, _count(session, found, change))


def _back(session: Session, found: Found, at: datetime) -> Made:
    """Let in somebody who is in already, or who left and comes back."""
    outcome = Outcome.ALREADY
    stays = _stays(session, found)
    if stays and stays[-1].left_at and at > stays[-1].left_at:
        db.session.add(Stay(attendance_id=found.attendance_id, came_at=at))
        _tell(session, found, "came_at", None, at)
        outcome = Outcome.IN
    elif stays:
        # Another phone saw them earlier, and comes with it only now.
        stays[-1].came_at = min(stays[-1].came_at, at)
    return _made(outcome, session, found, present_at=found.recorded_at)


def _gone(session: Session, found: Found, at: datetime) -> Made:
    if not session.asks_out:
        raise ConflictError(N_("Of this session it is not kept when people leave."))
    if found.attendance_id is None or found.recorded_at is None:
        raise ConflictError(N_("Only who came in can leave."))
    stays = _stays(session, found)
    if not stays:
        stays = [Stay(attendance_id=found.attendance_id, came_at=found.recorded_at)]
        db.session.add(stays[0])
    last = stays[-1]
    before, last.left_at = last.left_at, max(last.left_at or at, last.came_at, at)
    _tell(session, found, "left_at", before, last.left_at)
    return _made(Outcome.OUT, session, found, present_at=found.recorded_at, left_at=last.left_at)


def _undone(session: Session, found: Found) -> Made:
    """Take the last thing back that was noted of somebody: that they left, came back, or came."""
    stays = _stays(session, found)
    if stays and (left_at := stays[-1].left_at):
        stays[-1].left_at = None
        _tell(session, found, "left_at", left_at, None)
        return _made(Outcome.UNDONE, session, found, present_at=found.recorded_at)
    if len(stays) > 1:
        db.session.delete(stays[-1])
        _tell(session, found, "came_at", stays[-1].came_at, None)
        return _made(
            Outcome.UNDONE,
            session,
            found,
            present_at=found.recorded_at,
            left_at=stays[-2].left_at,
        )
    actions.remove(session, found.person_id or 0)
    return _made(Outcome.UNDONE, session, found, present_at=None)


def _stays(session: Session, found: Found) -> list[Stay]:
    if not session.asks_out or found.attendance_id is None:
        return []
    return door_queries.stays(found.attendance_id)


def _tell(
    session: Session, found: Found, what: str, old: datetime | None, new: datetime | None
) -> None:
    told = {what: (old and old.isoformat(), new and new.isoformat())}
    actions.tell(Deed.CHANGED, found.attendance_id or 0, session, found.person_id or 0, told)


def _count(session: Session, found: Found, change: int = 0) -> Count:
    """Count as it is once so many more of them came."""
    has_place = found.status is Status.CONFIRMED and not _is_elsewhere(session, found)
    walked_in = found.walked_in + (0 if has_place else change)
    return Count(found.present + change, session.activity.taken + walked_in)


def _remember(session: Session, mark: Mark, made: Made) -> None:
    row = {
        "id": mark.id,
        "session_id": session.id,
        "person_id": made.guest and made.guest.person_id,
        "outcome": made.outcome,
        "marked_at": clock.now(),
    }
    db.session.execute(unless_known(DoorMark), row)
