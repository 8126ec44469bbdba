"""Who was expected where, who was there, and at which table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sqlalchemy import select, update

from rok_events.activities.models import Activity, Table
from rok_events.attendance.intake.bulk_actions import chunks, insert_missing
from rok_events.attendance.models import Attendance, Seat
from rok_events.attendance.rules import Source
from rok_events.core import clock, tokens
from rok_events.db import db
from rok_events.registrations import queries as registrations
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rok_events.attendance.intake.agenda_actions import Place
    from rok_events.attendance.intake.bulk_actions import Store
    from rok_events.attendance.intake.rows import Row

Pair: TypeAlias = "tuple[int, int]"
Spot: TypeAlias = "tuple[int, int, str]"
"""A session, a round, and the name of a table."""


class Fact(NamedTuple):
    """A row of which every name has become an id."""

    row: Row
    place: Place
    person_id: int
    organisation_id: int | None


def register(store: Store, facts: Sequence[Fact]) -> None:
    """Give everybody in the file a registration, and each activity room for all who came.

    Whoever has one keeps it as it is, also on the waiting list or cancelled.
    """
    first = {(fact.place.activity_id, fact.person_id): fact for fact in reversed(facts)}
    store.complete(
        Registration,
        first.keys(),
        _registrations,
        lambda missing: insert_missing(
            Registration,
            [
                {
                    "activity_id": activity_id,
                    "person_id": person_id,
                    "organisation_id": first[activity_id, person_id].organisation_id,
                    "status": Status.CONFIRMED,
                    "token": tokens.new(),
                    "registered_at": first[activity_id, person_id].row.starts_at,
                }
                for activity_id, person_id in missing
            ],
        ),
    )
    if not store.is_trial:
        _count_places({fact.place.activity_id for fact in facts})


def attend(store: Store, facts: Iterable[Fact], recorded_by_id: int | None) -> dict[Pair, int]:
    """Note who was there, and return the ids; who was known to be there stays so."""
    now = clock.now()
    there = {(f.place.session_id, f.person_id): f for f in facts if f.row.present}
    return store.complete(
        Attendance,
        there.keys(),
        _attendances,
        lambda missing: insert_missing(
            Attendance,
            [
                {
                    "session_id": session_id,
                    "person_id": person_id,
                    "organisation_id": there[session_id, person_id].organisation_id,
                    "share": there[session_id, person_id].row.present,
                    "source": Source.IMPORT,
                    "recorded_at": now,
                    "recorded_by_id": recorded_by_id,
                }
                for session_id, person_id in missing
            ],
        ),
    )


def sit(store: Store, facts: Iterable[Fact], attendances: Mapping[Pair, int]) -> None:
    """Put everybody at the table of each round; a seat that is known stays."""
    seated = [fact for fact in facts if fact.row.table and fact.row.present]
    tables = store.complete(
        Table,
        {(f.place.session_id, f.row.round, f.row.table): None for f in seated}.keys(),
        _tables,
        lambda missing: insert_missing(
            Table,
            [
                {"session_id": session_id, "round": round_number, "label": label}
                for session_id, round_number, label in missing
            ],
        ),
    )
    if store.is_trial:
        return
    ids = {(f.place.session_id, f.person_id): f for f in seated}
    taken = _rounds_taken({attendances[pair] for pair in ids})
    seats = {}
    for fact in seated:
        attendance_id = attendances[fact.place.session_id, fact.person_id]
        if (attendance_id, fact.row.round) not in taken:
            table_id = tables[fact.place.session_id, fact.row.round, fact.row.table]
            seats[attendance_id, fact.row.round] = table_id
    insert_missing(
        Seat,
        [
            {"attendance_id": attendance_id, "table_id": table_id}
            for (attendance_id, _round), table_id in seats.items()
        ],
    )


def _count_places(activity_ids: Collection[int]) -> None:
    """Write down who has a place, as `activities.actions.count_places` does for one activity."""
    for part in chunks(activity_ids):
        counts = registrations.places_of(part)
        capacities = select(Activity.id, Activity.capacity).where(Activity.id.in_(part))
        changes = []
        for id_, capacity in db.session.execute(capacities):
            taken, waiting = counts.get(id_, (0, 0))
            room = max(capacity, taken)
            changes.append({"id": id_, "taken": taken, "waiting": waiting, "capacity": room})
        db.session.execute(update(Activity), changes)


def _registrations(pairs: Collection[Pair]) -> dict[Pair, int]:
    found: dict[Pair, int] = {}
    for part in chunks({activity_id for activity_id, _person_id in pairs}):
        query = select(Registration.activity_id, Registration.person_id, Registration.id)
        for activity_id, person_id, id_ in db.session.execute(
            query.where(Registration.activity_id.in_(part))
        ):
            found[activity_id, person_id] = id_
    return found


def _attendances(pairs: Collection[Pair]) -> dict[Pair, int]:
    found: dict[Pair, int] = {}
    for part in chunks({session_id for session_id, _person_id in pairs}):
        query = select(Attendance.session_id, Attendance.person_id, Attendance.id)
        for session_id, person_id, id_ in db.session.execute(
            query.where(Attendance.session_id.in_(part))
        ):
            found[session_id, person_id] = id_
    return {pair: found[pair] for pair in pairs if pair in found}


def _tables(spots: Collection[Spot]) -> dict[Spot, int]:
    found: dict[Spot, int] = {}
    for part in chunks({session_id for session_id, _round, _label in spots}):
        query = select(Table).where(Table.session_id.in_(part))
        for table in db.session.scalars(query):
            found[table.session_id, table.round, table.label] = table.id
    return found


def _rounds_taken(attendance_ids: Collection[int]) -> set[Pair]:
    """Return in which rounds these people sit at a table already."""
    taken: set[Pair] = set()
    for part in chunks(attendance_ids):
        query = select(Seat.attendance_id, Table.round).join(Seat.table)
        taken.update(db.session.execute(query.where(Seat.attendance_id.in_(part))).all())
    return taken
