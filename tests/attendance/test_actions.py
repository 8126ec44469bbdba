"""Ticking off at the door, taking it back, and walking in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.activities.models import Table
from rok_events.activities.rules import State
from rok_events.attendance import actions
from rok_events.attendance.models import Attendance, Seat
from rok_events.attendance.rules import Newcomer, Source
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.db import db, transaction
from rok_events.people import actions as people
from rok_events.people.models import Organisation, Person
from rok_events.people.rules import Standing
from rok_events.registrations.rules import Status
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("database")


def today(**given: object) -> Activity:
    return make.activity(starts_at=NOW, **given)


def present() -> list[Attendance]:
    return [*db.session.scalars(select(Attendance).order_by(Attendance.id))]


def test_ticking_off_keeps_the_organisation_of_the_registration(
    news: list[tuple[int, ...]],
) -> None:
    session = today().sessions[0]
    host, registered = make.account(), make.organisation()
    registration = make.registration(activity=session.activity, organisation=registered)

    with transaction():
        people.affiliate(registration.person_id, make.organisation().id, NOW.date())
        actions.check_in(session.id, registration.person_id, host.id)

    (attendance,) = present()
    assert (attendance.person_id, attendance.organisation_id, attendance.share) == (
        registration.person_id,
        registered.id,
        1.0,
    )
    assert (attendance.source, attendance.recorded_at) == (Source.LIST, NOW)
    assert attendance.recorded_by_id == host.id
    assert news == [(session.id,)]


def test_ticking_off_twice_is_once(news: list[tuple[int, ...]]) -> None:
    registration = make.registration(activity=today())
    session_id = registration.activity.sessions[0].id

    for _host in range(2):
        with transaction():
            actions.check_in(session_id, registration.person_id)

    assert len(present()) == 1
    assert news == [(session_id,)]


@pytest.mark.parametrize("status", [Status.WAITING, Status.CANCELLED])
def test_who_turns_up_after_all_can_be_ticked_off(status: Status) -> None:
    registration = make.registration(activity=today(), status=status)

    with transaction():
        actions.check_in(registration.activity.sessions[0].id, registration.person_id)

    assert len(present()) == 1
    assert registration.status is status


def test_who_is_not_on_the_list_cannot_be_ticked_off() -> None:
    session, stranger = today().sessions[0], make.person()

    with transaction(), pytest.raises(NotFoundError, match="not on the list"):
        actions.check_in(session.id, stranger.id)
    with transaction(), pytest.raises(NotFoundError, match="no such session"):
        actions.check_in(session.id + 1000, stranger.id)


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        ({"starts_at": NOW + timedelta(days=1)}, "from the day of the session"),
        ({"starts_at": NOW, "state": State.CANCELLED}, "was cancelled"),
        ({"starts_at": NOW, "state": State.DRAFT}, "is a draft"),
    ],
    ids=["tomorrow", "cancelled", "draft"],
)
def test_where_nobody_can_have_been_nobody_is_ticked_off(
    activity: dict[str, object], words: str
) -> None:
    registration = make.registration(activity=make.activity(**activity))
    session_id = registration.activity.sessions[0].id

    with transaction(), pytest.raises(ConflictError, match=words):
        actions.check_in(session_id, registration.person_id)
    with transaction(), pytest.raises(ConflictError, match=words):
        actions.walk_in(session_id, Newcomer("Jan"))


def test_a_tick_can_be_taken_back_with_its_seat_and_twice_is_once(
    news: list[tuple[int, ...]],
) -> None:
    attendance = make.attendance(session=today().sessions[0])
    other = make.attendance(session=attendance.session)
    table = make.saved(Table(session=attendance.session, round=1, label="1"))
    with transaction():
        actions.sit_down(attendance.session_id, attendance.person_id, table.id)
    assert news == [(attendance.session_id,)]
    news.clear()

    for _host in range(2):
        with transaction():
            actions.undo(attendance.session_id, attendance.person_id)

    assert [row.id for row in present()] == [other.id]
    assert db.session.scalars(select(Seat)).all() == []
    assert news == [(attendance.session_id,)]


def test_a_known_address_walks_in_as_that_person() -> None:
    session = today().sessions[0]
    known = make.person(name="Noor Jansen", email="noor@example.org")
    employer = make.organisation()
    with transaction():
        people.affiliate(known.id, employer.id, NOW.date())

    with transaction():
        person = actions.walk_in(session.id, Newcomer("Nora", email="Noor@Example.org"))

    assert (person.id, person.name) == (known.id, "Noor Jansen")
    (attendance,) = present()
    assert (attendance.source, attendance.organisation_id) == (Source.WALK_IN, employer.id)


def test_who_is_registered_and_comes_as_a_walk_in_counts_as_expected() -> None:
    organisation = make.organisation()
    registration = make.registration(activity=today(), organisation=organisation)

    with transaction():
        actions.walk_in(
            registration.activity.sessions[0].id,
            Newcomer("Wie ook", email=registration.person.email or ""),
        )

    (attendance,) = present()
    assert (attendance.source, attendance.organisation_id) == (Source.LIST, organisation.id)


def test_a_newcomer_needs_no_address_and_pressing_twice_makes_one_person() -> None:
    session = today().sessions[0]

    for _press in range(2):
        with transaction():
            actions.walk_in(session.id, Newcomer("Oma van Dijk", "Wijkteam Zuid"))

    assert db.session.scalars(select(Person.name)).all() == ["Oma van Dijk"]
    organisation = db.session.scalars(select(Organisation)).one()
    assert (organisation.name, organisation.standing) == ("Wijkteam Zuid", Standing.PROPOSED)
    assert [row.organisation_id for row in present()] == [organisation.id]


def test_a_newcomer_may_have_no_organisation() -> None:
    session = today().sessions[0]

    with transaction():
        actions.walk_in(session.id, Newcomer("Ouder"))

    assert [row.organisation_id for row in present()] == [None]


def test_only_who_was_there_sat_at_a_table() -> None:
    session = today().sessions[0]
    table = make.saved(Table(session=session, round=1, label="1"))

    with transaction(), pytest.raises(ConflictError, match="Only who was there"):
        actions.sit_down(session.id, make.person().id, table.id)
