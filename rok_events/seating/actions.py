"""Changing seatings: the plan of a session, and who sat where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from rok_events.activities import queries as activities
from rok_events.activities import table_actions
from rok_events.activities.models import Session, Table
from rok_events.attendance import seat_actions
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock, events
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db, in_parts
from rok_events.registrations.events import RegistrationCancelled
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from rok_events.seating import queries, rules
from rok_events.seating.events import TablesPlanned
from rok_events.seating.models import PlannedSeat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from rok_events.registrations.events import RegistrationPutBack
    from rok_events.seating.rules import Chart

CHANGED_MEANWHILE = N_(
    "Somebody else changed these tables meanwhile. Below stands what you filled in: save once more "
    "to replace theirs."
)


def plan(session_id: int, wanted: Chart, stamp: str | None = None) -> None:
    """Let some people with a place sit at these tables, by registration: there, and nowhere else.

    Tables are made as they are named, and go when nobody is left at them. With the `stamp` of the
    plan that somebody saw, nothing is changed if it is another by now.

    Raises:
        NotFoundError: there is no such session.
        ConflictError: the session is over or was cancelled, or the plan is another by now.
        InvalidError: a table has too long a name.
    """
    session = activities.get_session(session_id)
    activity = activities.get_for_update(session.activity_id)
    rules.refuse_planning(
        is_cancelled=is_cancelled(session), ends_at=session.ends_at, now=clock.now()
    )
    _refuse_another(queries.planned(session_id), stamp)
    with_place = _with_place(activity.id)
    chart = {id_: seats for id_, seats in wanted.items() if id_ in with_place}
    before = queries.occupied(session_id)
    tables = _set_tables(session_id, chart)
    _leave_tables(session_id, [*chart])
    rows = [
        PlannedSeat(registration_id=id_, table_id=table_id)
        for id_, table_ids in tables.items()
        for table_id in table_ids
    ]
    db.session.add_all(rows)
    db.session.flush()
    table_actions.remove(queries.unused(before))
    about = About(community=activity.community_id, activity=activity.id)
    audit.note(about, N_("The table plan was changed."), after={"rows": len(rows)})
    events.announce(TablesPlanned(session_id=session_id))


def record(session_id: int, sat: Chart, reason: str = "", stamp: str | None = None) -> None:
    """Note at which tables people sat, by presence, as `attendance.seat_actions.sit` does.

    Raises:
        NotFoundError: there is no such session.
        ConflictError: it has not begun or was cancelled, or it is noted otherwise by now.
        InvalidError: a table has too long a name, or the list was closed and there is no reason.
    """
    activities.get_for_update(activities.get_session(session_id).activity_id)
    _refuse_another(queries.recorded(session_id), stamp)
    before = queries.occupied(session_id)
    seat_actions.sit(session_id, _set_tables(session_id, sat), reason)
    table_actions.remove(queries.unused(before))


def is_cancelled(session: Session) -> bool:
    """Tell whether a session will not take place."""
    return session.cancelled_at is not None or session.activity.cancelled_at is not None


def give_up(event: RegistrationCancelled) -> None:
    """Let whoever cancels leave the tables of sessions that are not over.

    A colleague who takes over the place sits there instead.
    """
    mine = (PlannedSeat.registration_id == event.registration_id, _is_ahead())
    change = delete(PlannedSeat).where(*mine)
    if event.successor_id is not None:
        to = {"registration_id": event.successor_id}
        change = update(PlannedSeat).where(*mine).values(to)  # type: ignore[assignment]
    db.session.execute(change.execution_options(synchronize_session=False))


def lose(event: RegistrationPutBack) -> None:
    """Let whoever waits again leave the tables of sessions that are not over."""
    give_up(RegistrationCancelled(registration_id=event.registration_id))


def _refuse_another(now: Chart, stamp: str | None) -> None:
    if stamp is not None and stamp != rules.stamp(now):
        raise ConflictError(CHANGED_MEANWHILE)


def _with_place(activity_id: int) -> set[int]:
    confirmed = Registration.status == Status.CONFIRMED
    here = select(Registration.id).where(Registration.activity_id == activity_id, confirmed)
    return {*db.session.scalars(here)}


def _is_ahead() -> ColumnElement[bool]:
    ahead = select(Table.id).join(Table.session).where(Session.ends_at > clock.now())
    return PlannedSeat.table_id.in_(ahead)


def _leave_tables(session_id: int, registration_ids: Sequence[int]) -> None:
    here = PlannedSeat.table_id.in_(select(Table.id).where(Table.session_id == session_id))
    for part in in_parts(registration_ids):
        gone = delete(PlannedSeat).where(PlannedSeat.registration_id.in_(part), here)
        db.session.execute(gone.execution_options(synchronize_session="fetch"))


def _set_tables(session_id: int, chart: Chart) -> dict[int, list[int]]:
    """Return the numbers of the tables that a chart names; those that are not there are set."""
    known = queries.labels(session_id)
    spelled = rules.spelled(chart, known)
    wanted = {seat for seats in spelled.values() for seat in seats.items()}
    there = {(round_, label) for round_, labels in known.items() for label in labels}
    for round_, label in sorted(
        wanted - there, key=lambda seat: (seat[0], rules.in_order(seat[1]))
    ):
        table_actions.add(session_id, round_, label)
    ids = {(one.round, one.label): one.id for one in activities.tables([session_id])}
    return {id_: [ids[seat] for seat in seats.items()] for id_, seats in spelled.items()}
