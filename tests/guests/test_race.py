"""Two organisers invite the same list at once: real processes, on both databases."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.db import db, transaction
from rok_events.guests import actions, tasks
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.guests.models import Guest
from rok_events.mail.models import OutgoingMail
from rok_events.people.models import Person

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from tests.registrations.racing import Course

FAR = datetime(2099, 4, 1, 11, 30, tzinfo=UTC)
ORGANISERS, WRITERS, PEOPLE = 4, 2, 120

_start: list[Barrier] = []

pytestmark = pytest.mark.usefixtures("running_clock")


def test_a_list_that_is_sent_by_all_at_once_invites_everybody_once(course: Course) -> None:
    activity_id = course.prepare(starts_at=FAR)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    start = context.Barrier(ORGANISERS)

    with context.Pool(ORGANISERS, _start_at, (start,)) as pool:
        numbers = pool.starmap(_invite, [(course, activity_id)] * ORGANISERS, chunksize=1)
    with context.Pool(WRITERS) as pool:
        pool.map(_write, [course] * WRITERS, chunksize=1)

    assert sorted(numbers) == [0, 0, 0, PEOPLE]
    with course.opened():
        assert len(db.session.scalars(select(Guest.id)).all()) == PEOPLE
        assert len(db.session.scalars(select(Person.id)).all()) == PEOPLE
        told = Counter(db.session.scalars(select(OutgoingMail.recipient)))
        assert set(told.values()) == {1}
        assert len(told) == PEOPLE


def _start_at(start: Barrier) -> None:
    _start.append(start)


def _invite(course: Course, activity_id: int) -> int:
    emails = [f"p{n}@example.org" for n in range(PEOPLE)]
    with course.opened():
        _start[0].wait(60)
        with transaction():
            return actions.invite(activity_id, {e: Entry(e, "Noor") for e in emails}, Wish())


def _write(course: Course) -> None:
    with course.opened():
        tasks.write()
