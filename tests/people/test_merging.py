"""Two people, and two organisations, become one; and are two again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from rok_events.activities.models import Table
from rok_events.attendance.models import Attendance, Seat
from rok_events.core.errors import ConflictError
from rok_events.db import Base, db
from rok_events.mail import queries as mail
from rok_events.people import actions, merging_actions, merging_queries, queries
from rok_events.people.merging_rules import MergeKind
from rok_events.registrations import queries as registrations
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from tests import make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.people.models import Person

pytestmark = pytest.mark.usefixtures("database")


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables but those that remember merges."""
    aside = {"merge", "merged_link", "organisation_list", "trail_head", "trail_row", "trail_value"}
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=str)
        for table in Base.metadata.sorted_tables
        if table.name not in aside
    }


def pointing(kind: MergeKind, id_: int) -> Mapping[str, int]:
    return merging_queries.counts(kind, id_)


def lives(person: Person) -> list[tuple[int, date, date | None]]:
    db.session.expire_all()
    rows = queries.affiliations(person.id)
    return [(row.organisation_id, row.starts_on, row.ends_on) for row in rows]


def test_everything_of_a_person_follows_and_goes_back() -> None:
    kept, gone = make.person(name="Anna de Vries"), make.person(name="A. de Vries")
    employer = make.organisation()
    registration = make.registration(person=gone, organisation=employer)
    make.attendance(person=gone, session=registration.activity.sessions[0], organisation=employer)
    make.guest(person=gone)
    make.registration(referrer_id=gone.id, status=Status.CANCELLED)
    registration.activity.taken = 1
    make.mail(about=f"person:{gone.id}")
    actions.affiliate(gone.id, employer.id, date(2026, 1, 1))
    db.session.commit()
    before = everything()

    merge = merging_actions.merge_people(kept.id, gone.id)

    assert pointing(MergeKind.PERSON, gone.id) == {}
    assert pointing(MergeKind.PERSON, kept.id) == {
        "Registrations": 2,
        "Presences": 1,
        "Invitations": 1,
        "Periods of work": 1,
        "People merged before": 1,
    }
    assert queries.find_person(str(gone.email)) is kept

    left = merging_actions.undo(merge.id)

    assert left == {}
    assert everything() == before


def test_of_two_presences_at_one_session_the_fuller_one_stays_with_its_table() -> None:
    kept, gone = make.person(), make.person()
    activity = make.activity()
    session = activity.sessions[0]
    employer = make.organisation()
    poorer = make.attendance(person=kept, session=session, share=0.5)
    fuller = make.attendance(person=gone, session=session, organisation=employer)
    table = make.saved(Table(session_id=session.id, round=1, label="A"))
    make.saved(Seat(attendance_id=poorer.id, table_id=table.id))
    before = everything()

    merge = merging_actions.merge_people(kept.id, gone.id)

    (only,) = db.session.scalars(select(Attendance)).all()
    assert (only.id, only.person_id, only.organisation_id) == (fuller.id, kept.id, employer.id)
    assert db.session.scalars(select(Seat.table_id)).all() == [table.id]

    merging_actions.undo(merge.id)

    assert everything() == before


def test_two_places_at_one_activity_are_refused() -> None:
    kept, gone = make.person(name="Anna"), make.person()
    activity = make.activity(title="Casustafel hechting")
    make.registration(person=kept, activity=activity)
    make.registration(person=gone, activity=activity, status=Status.WAITING)

    with pytest.raises(ConflictError, match="twice") as refused:
        merging_actions.merge_people(kept.id, gone.id)

    assert refused.value.values == {"name": "Anna", "title": "Casustafel hechting"}


@pytest.mark.parametrize("cancelled", ["kept", "gone"])
def test_a_cancelled_registration_gives_way_and_its_link_leads_on(cancelled: str) -> None:
    people = {"kept": make.person(), "gone": make.person()}
    activity = make.activity(taken=1)
    rows = {
        name: make.registration(
            person=person,
            activity=activity,
            status=Status.CANCELLED if name == cancelled else Status.CONFIRMED,
        )
        for name, person in people.items()
    }
    tokens = [row.token for row in rows.values()]
    make.mail(about=f"registration:{rows[cancelled].id}")
    before = everything()

    merge = merging_actions.merge_people(people["kept"].id, people["gone"].id)

    found = {registrations.get_by_token(token).id for token in tokens}
    (stays,) = db.session.scalars(select(Registration)).all()
    assert found == {stays.id}
    assert (stays.status, stays.person_id) == (Status.CONFIRMED, people["kept"].id)
    assert len(mail.about(f"registration:{stays.id}")) == 1

    merging_actions.undo(merge.id)

    assert everything() == before


def test_everything_of_an_organisation_follows_and_goes_back() -> None:
    kept = make.organisation(name="De Kern", sector=None)
    gone = make.organisation(name="Kern Deventer", website="https://kern.example.org")
    person = make.person()
    actions.add_alias(gone, "MDW De Kern")
    actions.add_domain(gone, "kern.example.org")
    make.registration(person=person, organisation=gone, activity=make.activity(taken=1))
    make.attendance(person=person, organisation=gone)
    actions.affiliate(person.id, kept.id, date(2025, 1, 1))
    actions.affiliate(person.id, gone.id, date(2026, 1, 1))
    db.session.commit()
    before = everything()

    merge = merging_actions.merge_organisations(kept.id, gone.id)

    assert pointing(MergeKind.ORGANISATION, gone.id) == {}
    assert lives(person) == [(kept.id, date(2025, 1, 1), None)]
    assert (kept.sector, kept.website) == ("welzijn", "https://kern.example.org")
    for name in ("kern deventer", "mdw de kern"):
        assert queries.find_organisation(name) is kept
    assert [one.id for one in queries.suggestions("kern dev")] == [kept.id]

    merging_actions.undo(merge.id)

    assert everything() == before
    assert queries.find_organisation("kern deventer") is gone
