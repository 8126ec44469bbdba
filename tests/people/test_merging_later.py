"""What comes after a merge: registering, changing, undoing, forgetting, and rows that come late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rok_events.core.errors import ConflictError
from rok_events.db import Base, db
from rok_events.guests import queries as guests
from rok_events.invitations import actions as invitations
from rok_events.invitations import queries as calendars
from rok_events.people import actions, merging_actions, merging_queries, merging_rules, queries
from rok_events.people.merging_models import Merge, MergedLink
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import Organisation, Person
from rok_events.privacy import actions as privacy
from rok_events.privacy import queries as kept_of
from rok_events.registrations import actions as registrations
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Applicant, Status
from tests import make
from tests.conftest import NOW
from tests.people.test_merging import lives

pytestmark = pytest.mark.usefixtures("database")

EXCEPTIONS = {"affiliation.person_id": "one working life is made of two: see lives_actions"}


@pytest.mark.parametrize("kind", MergeKind)
def test_every_table_that_points_there_says_what_it_holds(kind: MergeKind) -> None:
    found = merging_queries.references(merging_queries.table(kind))
    pointing = {
        f"{key.parent.table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == f"{kind.value}.id"
    }

    assert {f"{one.table.name}.{one.column.name}" for one in found} == pointing
    assert EXCEPTIONS.keys() & pointing or kind is MergeKind.ORGANISATION
    nameless = [
        one.table.name for one in found if merging_queries.carried(one.table).words == "Other data"
    ]
    assert nameless == []


def test_who_registers_with_the_other_address_is_the_one_that_was_kept() -> None:
    kept, gone = make.person(), make.person(email="oud@example.org")
    merging_actions.merge_people(kept.id, gone.id)
    activity = make.activity()

    applicant = Applicant(name="Oud", email="Oud@example.org", locale="nl")

    made = {registrations.register(activity.id, applicant).person_id for _ in range(2)}

    assert made == {kept.id}
    assert queries.ids_by_email(["oud@example.org"]) == {"oud@example.org": kept.id}
    known = guests.known(activity.id, ["oud@example.org"])["oud@example.org"]
    assert known.status is Status.CONFIRMED


def test_whoever_had_no_address_gets_that_of_the_other() -> None:
    kept, gone = make.person(email=None), make.person(email="anna@example.org")

    merge = merging_actions.merge_people(kept.id, gone.id)
    assert (kept.email, gone.email) == ("anna@example.org", None)

    merging_actions.undo(merge.id)
    assert (kept.email, gone.email) == (None, "anna@example.org")


def test_links_of_both_keep_working() -> None:
    kept, gone = make.person(), make.person()
    activity = make.activity()
    ours, theirs = (make.guest(person=one, activity=activity) for one in (kept, gone))
    tokens = [ours.token, theirs.token]
    for one in (kept, gone):
        invitations.open_feed(one.id)
    db.session.commit()
    secrets = [feed.secret for one in (kept, gone) if (feed := calendars.find_feed(one.id))]

    merging_actions.merge_people(kept.id, gone.id)

    assert {guests.get_by_token(token).person_id for token in tokens} == {kept.id}
    assert {calendars.get_feed(secret).person_id for secret in secrets} == {kept.id}
    # A new address ends all old ones.
    invitations.open_feed(kept.id)
    for secret in secrets:
        with pytest.raises(Exception, match="no calendar at this address"):
            calendars.get_feed(secret)


def test_working_lives_become_one_without_overlap_and_two_again() -> None:
    kept, gone, saxion, kern = (
        make.person(),
        make.person(),
        make.organisation(),
        make.organisation(),
    )
    actions.affiliate(kept.id, saxion.id, date(2024, 1, 1))
    actions.affiliate(gone.id, kern.id, date(2025, 1, 1))
    db.session.commit()
    before = lives(kept), lives(gone)

    merge = merging_actions.merge_people(kept.id, gone.id)

    assert lives(kept) == [
        (saxion.id, date(2024, 1, 1), date(2025, 1, 1)),
        (kern.id, date(2025, 1, 1), None),
    ]

    merging_actions.undo(merge.id)

    assert (lives(kept), lives(gone)) == before


def test_what_was_changed_since_stays_and_is_told() -> None:
    kept, gone, saxion, kern = (
        make.person(),
        make.person(),
        make.organisation(),
        make.organisation(),
    )
    actions.affiliate(gone.id, saxion.id, date(2024, 1, 1))
    stays, moved = make.registration(person=gone), make.registration(person=gone)
    merge = merging_actions.merge_people(kept.id, gone.id)
    actions.affiliate(kept.id, kern.id, date(2026, 1, 1))
    stays.person = make.person()
    db.session.commit()

    left = merging_actions.undo(merge.id)

    assert left == {"affiliation": 1, "registration": 1}
    assert moved.person_id == gone.id
    assert lives(gone) == [(saxion.id, date(2024, 1, 1), None)]
    assert lives(kept)[-1] == (kern.id, date(2026, 1, 1), None)


def test_a_later_merge_is_undone_first() -> None:
    first, second, third = make.person(), make.person(), make.person()
    row = make.registration(person=first)
    inner = merging_actions.merge_people(second.id, first.id)
    outer = merging_actions.merge_people(third.id, second.id)
    assert first.merged_into_id == third.id

    with pytest.raises(ConflictError, match="itself merged later"):
        merging_actions.undo(inner.id)

    merging_actions.undo(outer.id)
    assert [first.merged_into_id, row.person_id] == [second.id, second.id]
    merging_actions.undo(inner.id)
    assert [first.merged_into_id, row.person_id] == [None, first.id]
    with pytest.raises(ConflictError, match="undone already"):
        merging_actions.undo(inner.id)


def test_after_the_term_it_cannot_be_undone_and_the_name_is_forgotten() -> None:
    kept, gone = make.person(), make.person(name="Anna", email="oud@example.org")
    merge = merging_actions.merge_people(kept.id, gone.id)
    merge.merged_at = NOW - merging_rules.TERM - timedelta(days=1)
    db.session.commit()

    with pytest.raises(ConflictError, match="more than 30 days"):
        merging_actions.undo(merge.id)
    assert merging_actions.purge(NOW) == 1
    db.session.expire_all()

    assert db.session.scalars(select(Merge)).all() == []
    assert (gone.name, gone.merged_into_id) == ("", kept.id)
    assert queries.find_person("oud@example.org") is kept


@pytest.mark.parametrize("given", ["anna@example.org", "oud@example.org"])
def test_erasing_one_erases_both(given: str) -> None:
    kept = make.person(name="Anna de Vries", email="anna@example.org")
    gone = make.person(name="Annie", email="oud@example.org")
    activity = make.activity()
    make.registration(person=kept, activity=activity)
    make.registration(person=gone, activity=activity, status=Status.CANCELLED, remarks="Annie")
    make.mail(recipient="oud@example.org", recipient_name="Annie")
    merging_actions.merge_people(kept.id, gone.id)

    privacy.erase(kept_of.subject(given))
    db.session.expire_all()

    told = [
        str(row)
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
    ]
    assert [row for row in told if "Annie" in row or "oud@example.org" in row] == []


def test_rows_that_come_late_follow_and_go_back() -> None:
    kept, gone = make.person(), make.person()
    name, other = make.organisation(), make.organisation()
    merge = merging_actions.merge_people(kept.id, gone.id)
    merging_actions.merge_organisations(name.id, other.id)
    row = make.registration(person=gone, organisation=other)
    actions.affiliate(gone.id, other.id, date(2026, 1, 1))
    db.session.commit()

    assert merging_actions.settle() > 0
    assert merging_actions.settle() == 0

    assert (row.person_id, row.organisation_id) == (kept.id, name.id)
    assert lives(kept) == [(name.id, date(2026, 1, 1), None)]

    merging_actions.undo(merge.id)

    assert row.person_id == gone.id


def test_places_of_what_is_over_are_counted_anew() -> None:
    kept, gone = make.person(), make.person()
    past = make.activity(starts_at=NOW - timedelta(days=30), taken=2)
    for one in (kept, gone):
        make.registration(person=one, activity=past)

    merge = merging_actions.merge_people(kept.id, gone.id)
    assert past.taken == 1
    assert len(db.session.scalars(select(Registration)).all()) == 1

    merging_actions.undo(merge.id)
    assert past.taken == 2
    assert db.session.scalars(select(MergedLink)).all() == []


@pytest.mark.parametrize("model", [Person, Organisation])
def test_nothing_is_merged_with_itself_or_twice(model: type[Person | Organisation]) -> None:
    maker = make.person if model is Person else make.organisation
    deed = merging_actions.merge_people if model is Person else merging_actions.merge_organisations
    one, other, third = maker(), maker(), maker()

    with pytest.raises(ConflictError, match="one and the same"):
        deed(one.id, one.id)
    deed(one.id, other.id)
    with pytest.raises(ConflictError, match="merged meanwhile"):
        deed(third.id, other.id)
