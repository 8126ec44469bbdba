"""Reading who was where."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rok_events.activities.kinds import Kind
from rok_events.activities.models import Table
from rok_events.attendance.models import Seat
from rok_events.network import queries
from rok_events.network.models import OrganisationPosition
from rok_events.network.presences import NOBODY
from rok_events.network.rules import Employer, Filters
from rok_events.people.rules import Standing
from rok_events.registrations.rules import Status
from tests import make

if TYPE_CHECKING:
    from rok_events.network.presences import Seats

pytestmark = pytest.mark.usefixtures("database")


def rows(seats: Seats) -> set[tuple[int, ...]]:
    columns = (seats.person, seats.organisation, seats.session, seats.table, seats.day)
    return set(zip(*(column.tolist() for column in columns), strict=True))


def test_everybody_who_was_present_however_briefly() -> None:
    ggd = make.organisation()
    moment = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)  # 1 July in Amsterdam
    session = make.activity(starts_at=moment).sessions[0]
    half = make.attendance(session=session, organisation=ggd, share=0.5)
    parent = make.attendance(session=session)

    found = queries.seats(Filters(), None)

    day = date(2025, 7, 1).toordinal()
    assert rows(found) == {
        (half.person_id, ggd.id, session.id, 0, day),
        (parent.person_id, NOBODY, session.id, 0, day),
    }


def test_a_row_for_each_table() -> None:
    session = make.activity().sessions[0]
    there = make.attendance(session=session)
    tables = [make.saved(Table(session_id=session.id, round=n, label="1")) for n in (1, 2)]
    for table in tables:
        make.saved(Seat(attendance_id=there.id, table_id=table.id))

    found = queries.seats(Filters(), None)

    assert sorted(found.table.tolist()) == [table.id for table in tables]


@pytest.mark.parametrize(
    ("filters", "there"),
    [
        pytest.param(Filters(since=date(2025, 7, 1)), [True, True], id="from its day on"),
        pytest.param(Filters(since=date(2025, 7, 2)), [False, True], id="from the day after"),
        pytest.param(Filters(until=date(2025, 7, 1)), [False, False], id="before its day"),
        pytest.param(Filters(until=date(2025, 7, 2)), [True, False], id="before the day after"),
        pytest.param(Filters(kind=Kind.TRAINING), [False, True], id="kind"),
    ],
)
def test_filters(filters: Filters, there: list[bool]) -> None:
    late_on_june_30th_in_utc = datetime(2025, 6, 30, 22, 0, tzinfo=UTC)
    first = make.activity(starts_at=late_on_june_30th_in_utc).sessions[0]
    later = datetime(2025, 9, 1, 9, tzinfo=UTC)
    second = make.activity(starts_at=later, kind=Kind.TRAINING).sessions[0]
    for session in (first, second):
        make.attendance(session=session, organisation=make.organisation())

    found = queries.seats(filters, None).session.tolist()

    assert [first.id in found, second.id in found] == there


def test_only_these_communities() -> None:
    ours, theirs = make.activity(), make.activity()
    organisations = [make.organisation(), make.organisation()]
    for activity, organisation in zip((ours, theirs), organisations, strict=True):
        make.attendance(session=activity.sessions[0], organisation=organisation)

    assert queries.seats(Filters(), [ours.community_id]).session.tolist() == [ours.sessions[0].id]
    assert [*queries.summaries([ours.community_id])] == [ours.community_id]
    assert queries.seats(Filters(), []).session.tolist() == []


def test_organisations_that_registered_or_came() -> None:
    activity = make.activity()
    absent, present, gone, elsewhere = (make.organisation() for _ in range(4))
    make.registration(activity=activity, organisation=absent)
    make.registration(activity=activity, organisation=gone, status=Status.CANCELLED)
    make.attendance(session=activity.sessions[0], organisation=present)

    found = queries.names(Filters(), None, np.array([present.id]))

    assert {*found} == {absent.id, present.id}
    assert elsewhere.id not in found
    assert found[present.id].name == present.name


def test_organisations_that_registered_for_something_else_are_left_out() -> None:
    training = make.activity(kind=Kind.TRAINING)
    make.registration(activity=training, organisation=make.organisation())

    assert queries.names(Filters(kind=Kind.CASUSTAFEL), None, np.array([])) == {}
    assert queries.names(Filters(), [training.community_id + 1], np.array([])) == {}


def test_nobody_at_all() -> None:
    assert queries.seats(Filters(), None).person.tolist() == []
    assert queries.names(Filters(), None, np.array([])) == {}
    assert queries.summaries(None) == {}
    assert queries.moved_at() is None
    assert not queries.has_newcomers()


def test_places_of_those_who_were_present_in_a_community() -> None:
    activity = make.activity()
    here, elsewhere = make.organisation(), make.organisation()
    make.attendance(session=activity.sessions[0], organisation=here)
    make.attendance(organisation=elsewhere)
    for organisation in (here, elsewhere):
        make.saved(
            OrganisationPosition(
                organisation_id=organisation.id, x=0.25, y=-1, moved_at=make.LONG_AGO
            )
        )

    assert queries.places([activity.community_id]) == {here.id: (0.25, -1)}
    assert {*queries.places(None)} == {here.id, elsewhere.id}
    assert queries.places(None, fewest_people=2) == {}


def test_sectors_in_the_order_in_which_they_came() -> None:
    for sector in ("welzijn", None, "ggz", "welzijn", "onderwijs"):
        make.organisation(sector=sector)

    assert queries.sectors() == ["welzijn", "ggz", "onderwijs"]


def test_a_community_in_numbers() -> None:
    activity = make.activity(sessions=[make.SPRING, datetime(2027, 6, 1, tzinfo=UTC)])
    organisation, person = make.organisation(), make.person()
    for session in activity.sessions:
        make.attendance(session=session, organisation=organisation, person=person)
    make.attendance(session=activity.sessions[0])

    found = queries.summaries(None)[activity.community_id]

    assert (found.organisations, found.people, found.sessions) == (1, 2, 2)
    assert (found.first_at, found.last_at) == (make.SPRING, datetime(2027, 6, 1, tzinfo=UTC))


def test_people_may_count_where_they_work_now() -> None:
    then, now, none = make.organisation(), make.organisation(), make.organisation()
    moved, stayed, unknown = (make.person() for _ in range(3))
    make.affiliation(person=moved, organisation=then, ends_on=date(2027, 2, 1))
    make.affiliation(person=moved, organisation=now, starts_on=date(2027, 2, 1))
    make.affiliation(person=stayed, organisation=then)
    none.standing = Standing.IGNORED
    make.affiliation(person=unknown, organisation=none)
    for person in (moved, stayed, unknown):
        make.attendance(person=person, organisation=then)

    found = queries.seats(Filters(employer=Employer.NOW), None)

    where = dict(zip(found.person.tolist(), found.organisation.tolist(), strict=True))
    assert where == {moved.id: now.id, stayed.id: then.id, unknown.id: then.id}


def test_what_is_no_organisation_counts_as_none() -> None:
    ggd, none = make.organisation(), make.organisation(standing=Standing.IGNORED)
    activity = make.activity()
    there = [
        make.attendance(session=activity.sessions[0], organisation=one) for one in (ggd, none, None)
    ]
    make.registration(activity=activity, organisation=none)
    everything = Filters()

    seats = queries.seats(everything, None)

    found = dict(zip(seats.person.tolist(), seats.organisation.tolist(), strict=True))
    assert [found[row.person_id] for row in there] == [ggd.id, NOBODY, NOBODY]
    assert {*queries.names(everything, None, np.array([ggd.id, none.id]))} == {ggd.id}
    assert queries.summaries(None)[activity.community_id].organisations == 1
    assert not queries.has_newcomers()
