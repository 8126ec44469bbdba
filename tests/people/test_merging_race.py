"""Merging while others register loses nothing, by real processes on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.db import db, transaction
from rok_events.people import merging_actions, merging_queries
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from tests import make
from tests.people import merging_race

if TYPE_CHECKING:
    from tests.registrations.racing import Course

FAR = datetime(2099, 4, 1, 11, 30, tzinfo=UTC)
ACTIVITIES = 16
PEOPLE = 4

pytestmark = pytest.mark.usefixtures("running_clock")


def test_nothing_is_lost_of_who_registers_while_being_merged(course: Course) -> None:
    course.prepare(starts_at=FAR)
    with course.opened():
        activities = [make.activity(starts_at=FAR, capacity=50).id for _ in range(ACTIVITIES)]
        names = [make.organisation(name=f"Kern {n}") for n in range(3)]
        merged = [(one.id, names[0].id, one.name) for one in names[1:]]
        first = names[0].name
        pairs = [
            (make.person(email=f"a{n}@example.org").id, make.person(email=f"b{n}@example.org").id)
            for n in range(PEOPLE)
        ]
    # Of each pair, one address registers for the even activities and the other for the odd ones.
    steps = [
        (names_[place % 2], activity_id, f"{'ab'[place % 2]}{n}@example.org")
        for place, activity_id in enumerate(activities)
        for n in range(PEOPLE)
        for names_ in [(first, merged[n % 2][2])]
    ]
    merges = [("person", kept, gone) for kept, gone in pairs]
    merges += [("organisation", kept, gone) for gone, kept, _name in merged]

    errors = merging_race.run(course, [steps[0::3], steps[1::3], steps[2::3], merges])

    assert errors == []
    with course.opened():
        # The worker does so each minute.
        with transaction():
            merging_actions.settle()
        assert [merging_queries.late(kind) for kind in MergeKind] == [set(), set()]
        everybody = select(Registration.person_id, func.count()).group_by(Registration.person_id)
        assert dict(db.session.execute(everybody).all()) == {kept: ACTIVITIES for kept, _ in pairs}
        statuses = select(Registration.status).distinct()
        assert db.session.scalars(statuses).all() == [Status.CONFIRMED]
        standing = select(Person.id).where(Person.merged_into_id.is_(None))
        assert set(db.session.scalars(standing)) == {kept for kept, _ in pairs}
        employers = select(Affiliation.organisation_id).distinct()
        assert db.session.scalars(employers).all() == [merged[0][1]]
        alone = select(Organisation.name).where(Organisation.merged_into_id.is_(None))
        assert db.session.scalars(alone).all() == [first]
