"""What people were there of an activity, also where they caught up in a parallel group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rok_events.activities import actions as activities
from rok_events.activities import queries
from rok_events.activities.models import Activity, Session
from rok_events.attendance import presence_queries
from rok_events.core import clock
from rok_events.db import db, transaction
from rok_events.people.models import Person
from rok_events.registrations.rules import Status
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")

WEEK = timedelta(days=7)


def training(**given: object) -> tuple[int, list[int]]:
    """Make a training of two sessions in the past, and return its number and theirs."""
    made = make.activity(sessions=[NOW - 3 * WEEK, NOW - 2 * WEEK], **given)
    return made.id, [session.id for session in made.sessions]


def were_there(person_id: int, *session_ids: int) -> None:
    for session_id in session_ids:
        make.attendance(
            session=db.session.get_one(Session, session_id),
            person=db.session.get_one(Person, person_id),
        )


def test_who_came_once_was_there_for_half() -> None:
    activity_id, sessions = training()
    person = make.person()
    were_there(person.id, sessions[0])

    found = presence_queries.of_activity(activity_id)

    assert found[person.id].share == 0.5
    assert found[person.id].session_ids == (sessions[0],)


def test_a_session_that_was_cancelled_asks_nobody_to_be_there() -> None:
    activity_id, sessions = training()
    person = make.person()
    were_there(person.id, sessions[0])
    cancelled = db.session.get_one(Session, sessions[1])
    cancelled.cancelled_at = NOW
    db.session.commit()

    assert presence_queries.of_activity(activity_id)[person.id].share == 1


def test_catching_up_in_a_parallel_group_counts_once_for_the_group_of_registration() -> None:
    (here, ours), (there, theirs) = training(parallel="x"), training(parallel="x")
    person = make.registration(activity=db.session.get_one(Activity, here)).person
    were_there(person.id, ours[0], theirs[0], theirs[1])

    found = presence_queries.of_activity(here)

    assert (found[person.id].share, found[person.id].minutes) == (1.0, 240)
    assert len(found[person.id].session_ids) == 2
    assert person.id not in presence_queries.of_activity(there)


def test_who_registered_nowhere_counts_where_they_were() -> None:
    (here, ours), (there, theirs) = training(parallel="x"), training(parallel="x")
    person = make.person()
    make.registration(
        activity=db.session.get_one(Activity, here), person=person, status=Status.CANCELLED
    )
    were_there(person.id, ours[0], theirs[1])

    assert presence_queries.of_activity(here)[person.id].share == 0.5
    assert presence_queries.of_activity(there)[person.id].share == 0.5


def test_activities_that_are_not_parallel_have_nothing_to_do_with_each_other() -> None:
    (here, _), (_there, theirs) = training(), training()
    person = make.registration(activity=db.session.get_one(Activity, here)).person
    were_there(person.id, *theirs)

    assert presence_queries.of_activity(here) == {}


def test_an_activity_is_closed_when_all_its_lists_are() -> None:
    activity_id, sessions = training()
    first, second = (db.session.get_one(Session, id_) for id_ in sessions)
    first.list_closed_at = NOW
    db.session.commit()

    assert not presence_queries.is_closed(activity_id)

    second.cancelled_at = NOW
    db.session.commit()

    assert presence_queries.is_closed(activity_id)
    assert not presence_queries.is_closed(0)


def test_a_copy_is_parallel_only_if_that_was_said() -> None:
    original, _ = training()
    with transaction():
        apart = activities.copy(original, "Nog eens", clock.today())
        beside = activities.copy(original, "Groep B", clock.today(), is_parallel=True)
        third = activities.copy(beside.id, "Groep C", clock.today(), is_parallel=True)

    first = queries.get(original)
    assert apart.parallel == ""
    assert first.parallel
    assert {beside.parallel, third.parallel} == {first.parallel}
