"""Planning tables, noting who sat where, and what becomes of a plan when people change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from rok_events.activities.models import Table
from rok_events.attendance import closing_actions
from rok_events.attendance.models import Seat
from rok_events.audit.models import TrailRow
from rok_events.core import clock
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.db import db, transaction
from rok_events.network.models import NetworkEdition
from rok_events.people import merging_actions
from rok_events.registrations import actions as registrations
from rok_events.registrations import organiser_actions
from rok_events.registrations.rules import Applicant, Decision, Status
from rok_events.seating import actions, queries, rules
from rok_events.seating.models import PlannedSeat
from tests import make
from tests.conftest import NOW
from tests.seating.scenes import Scene, scene

pytestmark = pytest.mark.usefixtures("database")


def labels(round_: int = 1, *, of: Scene) -> list[str]:
    return sorted(queries.labels(of.session.id).get(round_, []))


def edition() -> str | None:
    db.session.commit()
    return db.session.scalar(select(NetworkEdition.edition))


def test_tables_are_set_as_they_are_named_and_go_when_they_are_empty() -> None:
    held = scene()
    make.saved(Table(session_id=held.session.id, round=1, label="Van de kopie"))

    actions.plan(held.session.id, held.ids(Ada={1: "1", 2: "2"}, Cem={1: "1"}, Bo={1: "raam"}))
    actions.plan(held.session.id, held.ids(Bo={1: "Raam"}, Cem={1: "3"}, Ada={1: "Raam"}))

    assert held.planned() == {"Ada": {1: "raam"}, "Bo": {1: "raam"}, "Cem": {1: "3"}}
    assert labels(of=held) == ["3", "Van de kopie", "raam"]
    assert labels(2, of=held) == []


def test_who_is_not_named_keeps_their_table_and_who_has_no_place_gets_none() -> None:
    held = scene()
    waiting = make.registration(activity=held.activity, status=Status.WAITING)
    actions.plan(held.session.id, held.ids(Ada={1: "1"}))

    actions.plan(held.session.id, held.ids(Bo={1: "2"}) | {waiting.id: {1: "2"}})

    assert held.planned() == {"Ada": {1: "1"}, "Bo": {1: "2"}}
    assert waiting.id not in queries.planned(held.session.id)


def test_a_plan_that_somebody_else_changed_meanwhile_is_not_written_over() -> None:
    held = scene()
    seen = rules.stamp(queries.planned(held.session.id))
    actions.plan(held.session.id, held.ids(Ada={1: "1"}), seen)

    with pytest.raises(ConflictError, match="meanwhile"):
        actions.plan(held.session.id, held.ids(Ada={1: "2"}), seen)

    assert held.planned() == {"Ada": {1: "1"}}


def test_what_is_over_keeps_its_plan() -> None:
    held = scene(starts_at=NOW - timedelta(days=1))

    with pytest.raises(ConflictError, match="over"):
        actions.plan(held.session.id, held.ids(Ada={1: "1"}))


def test_a_plan_is_told_in_the_trail_and_gives_the_network_another_edition() -> None:
    held = scene()
    before = edition()

    with transaction():
        actions.plan(held.session.id, held.ids(Ada={1: "1"}))

    assert edition() != before
    told = db.session.scalars(select(TrailRow).where(TrailRow.thing.contains("table plan"))).one()
    assert told.activity_id == held.activity.id


@pytest.mark.parametrize("how", ["cancels", "put back"])
def test_who_gives_up_a_place_leaves_the_plan(how: str) -> None:
    held = scene()
    actions.plan(held.session.id, held.ids(Ada={1: "1"}, Cem={1: "1"}))

    if how == "cancels":
        registrations.cancel(held.people["Ada"].id)
    else:
        held.activity.capacity = 3
        decision = Decision(reason="Te veel")
        organiser_actions.decide(
            held.activity.id, [held.people["Ada"].id], Status.WAITING, decision
        )

    assert held.planned() == {"Cem": {1: "1"}}


def test_what_was_planned_of_a_session_that_is_over_stays_when_somebody_cancels_the_rest() -> None:
    held = scene(sessions=[NOW - timedelta(days=7), NOW + timedelta(days=7)])
    past, ahead = held.activity.sessions
    with clock.played_at(past.starts_at):
        actions.plan(past.id, held.ids(Ada={1: "1"}))
    actions.plan(ahead.id, held.ids(Ada={1: "2"}))

    registrations.cancel(held.people["Ada"].id)

    assert queries.planned(past.id) == held.ids(Ada={1: "1"})
    assert next(guest.name for guest in queries.expected(past)) == "Ada Aalders"
    assert queries.planned(ahead.id) == {}
    assert "Ada Aalders" not in [guest.name for guest in queries.expected(ahead)]


def test_a_colleague_who_takes_over_a_place_sits_at_that_table() -> None:
    held = scene()
    actions.plan(held.session.id, held.ids(Ada={1: "1", 2: "3"}))

    colleague = Applicant(name="Eva Evers", email="eva@example.org", organisation="GGD")
    taker = registrations.transfer(held.people["Ada"].id, colleague)

    assert queries.planned(held.session.id) == {taker.id: {1: "1", 2: "3"}}


def test_of_two_people_who_are_one_the_table_of_the_place_that_stays_counts() -> None:
    held = scene()
    double = make.person(name="A. Aalders")
    old = make.registration(activity=held.activity, person=double, status=Status.CANCELLED)
    actions.plan(held.session.id, held.ids(Ada={1: "1"}))
    make.saved(PlannedSeat(registration_id=old.id, table_id=db.session.scalar(select(Table.id))))

    merge = merging_actions.merge_people(held.people["Ada"].person_id, double.id)

    assert queries.planned(held.session.id) == held.ids(Ada={1: "1"})
    merging_actions.undo(merge.id)
    assert len(queries.planned(held.session.id)) == 2


def test_who_sat_where_is_noted_by_presence_and_replaces_what_was_noted() -> None:
    held = scene(starts_at=NOW)
    actions.plan(held.session.id, held.ids(Ada={1: "1"}, Bo={1: "2"}))
    there = held.attend("Ada", "Bo")
    before = edition()

    with transaction():
        actions.record(held.session.id, {there["Ada"]: {1: "1"}, there["Bo"]: {1: "1", 2: "5"}})
        actions.record(held.session.id, {there["Bo"]: {1: "2"}})

    assert queries.recorded(held.session.id) == {there["Ada"]: {1: "1"}, there["Bo"]: {1: "2"}}
    assert held.planned() == {"Ada": {1: "1"}, "Bo": {1: "2"}}
    assert labels(2, of=held) == []
    assert edition() != before


def test_before_the_day_nobody_can_have_sat() -> None:
    held = scene()

    with pytest.raises(ConflictError, match="day of the session"):
        actions.record(held.session.id, {})


def test_a_closed_list_asks_why() -> None:
    held = scene(starts_at=NOW - timedelta(hours=3))
    there = held.attend("Ada")
    closing_actions.close(held.session.id, None)

    with pytest.raises(InvalidError, match="Say why"):
        actions.record(held.session.id, {there["Ada"]: {1: "1"}})
    db.session.rollback()


def test_a_closed_list_is_corrected_with_a_reason() -> None:
    held = scene(starts_at=NOW - timedelta(hours=3))
    there = held.attend("Ada")
    with transaction():
        closing_actions.close(held.session.id, None)

    with transaction():
        actions.record(held.session.id, {there["Ada"]: {1: "1"}}, "Stond op papier.")

    assert db.session.scalars(select(Seat.attendance_id)).all() == [there["Ada"]]
    things = db.session.scalars(select(TrailRow.thing)).all()
    assert "It was corrected who sat at which table." in things


def test_papers_show_who_sat_where_and_else_the_plan() -> None:
    held = scene(starts_at=NOW)
    actions.plan(held.session.id, held.ids(Ada={1: "1", 2: "4"}, Bo={1: "2"}))
    there = held.attend("Bo")
    actions.record(held.session.id, {there["Bo"]: {1: "7"}})

    seats = queries.seats(held.session.id)

    assert seats == {
        held.people["Ada"].person_id: [(1, "1"), (2, "4")],
        held.people["Bo"].person_id: [(1, "7")],
    }
