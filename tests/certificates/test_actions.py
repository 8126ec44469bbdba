"""Issuing, withdrawing, and following what is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from rok_events.attendance.events import PresenceCorrected
from rok_events.attendance.models import Attendance
from rok_events.audit.models import TrailRow
from rok_events.certificates import actions, queries
from rok_events.certificates.rules import Because, Facts, Outcome
from rok_events.core import events
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.db import db, transaction
from rok_events.directory import actions as directory
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.people import merging_actions as merging
from rok_events.people import register_actions
from rok_events.people.merging_rules import MergeKind
from rok_events.people.registers import Register
from rok_events.registrations.rules import Status
from tests import make
from tests.certificates import scenes

if TYPE_CHECKING:
    from rok_events.activities.models import Activity
    from rok_events.people.models import Person

pytestmark = pytest.mark.usefixtures("database")


def correct(activity: Activity, person: Person) -> None:
    with transaction():
        first = activity.sessions[0].id
        ids = {"session_id": first, "activity_id": activity.id, "person_id": person.id}
        events.announce(PresenceCorrected(**ids))


def rename(person: Person, name: str) -> None:
    with transaction():
        directory.correct(db.session.merge(person), name, person.email)


def was_not_there(activity: Activity, person: Person) -> None:
    own = Attendance.person_id == person.id, Attendance.session_id == activity.sessions[-1].id
    with transaction():
        db.session.execute(delete(Attendance).where(*own))


def test_whoever_was_there_enough_gets_one_by_mail() -> None:
    activity = scenes.training()
    enough = scenes.come(activity)
    too_little = scenes.come(activity, "Kim", times=1)

    assert scenes.issue(activity) == 1

    (certificate,) = scenes.given_to(enough)
    facts = Facts.read(certificate.facts)
    assert certificate.is_valid
    assert certificate.name == "Zoë Łukasz"
    assert (facts.present, facts.held, len(facts.sessions)) == (240, 240, 2)
    assert facts.accreditations == (("SKJ", "SKJ-2027-118", "4"),)
    assert scenes.letters(enough) == ["certificate_issued"]
    assert not scenes.given_to(too_little)
    assert not scenes.letters(too_little)


def test_issuing_twice_gives_nobody_two() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)

    assert scenes.issue(activity) == 0
    assert len(scenes.given_to(person)) == 1


def test_the_database_allows_one_valid_certificate_and_any_number_withdrawn() -> None:
    first = make.certificate()
    again = {"activity": first.activity, "person": first.person}
    gone = {"is_valid": None, "withdrawn_at": first.issued_at}
    make.certificate(**again, **gone)
    make.certificate(**again, **gone)

    with pytest.raises(IntegrityError):
        make.certificate(**again)


def test_a_walk_in_without_an_address_gets_one_on_paper_only() -> None:
    activity = scenes.training()
    person = make.person(email=None)
    for session in activity.sessions:
        make.attendance(session=session, person=person)

    scenes.issue(activity)

    assert len(scenes.given_to(person)) == 1
    assert db.session.scalars(select(OutgoingMail)).all() == []


def test_a_register_number_is_printed_where_that_register_gives_points() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    with transaction():
        register_actions.give(person.id, {Register.SKJ: "100012345", Register.BIG: "19012345601"})

    scenes.issue(activity)

    assert scenes.given_to(person)[0].numbers == {"SKJ": "100012345"}


def test_an_activity_that_asks_nothing_or_did_not_take_place_issues_nothing() -> None:
    with pytest.raises(ConflictError):
        scenes.issue(scenes.training(asked=None))


def test_somebody_whose_name_is_corrected_gets_a_new_one() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)

    rename(person, "Zoé Lukasz")

    old, new = scenes.given_to(person)
    assert (old.is_valid, old.because, old.name) == (None, Because.NAME, "Zoë Łukasz")
    assert (new.is_valid, new.name, new.facts) == (True, "Zoé Lukasz", old.facts)
    assert new.code != old.code
    assert scenes.letters(person) == ["certificate_issued", "certificate_issued"]
    aside = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.about.endswith(f":{old.id}"))
    )
    assert aside.one().state is MailState.USELESS


def test_a_name_that_stays_the_same_changes_nothing() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)

    rename(person, " Zoë  Łukasz ")

    assert len(scenes.given_to(person)) == 1


def test_presence_that_turns_out_too_little_withdraws_it() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)
    was_not_there(activity, person)

    correct(activity, person)

    (certificate,) = scenes.given_to(person)
    assert certificate.because is Because.PRESENCE
    assert scenes.letters(person)[-1] == "certificate_withdrawn"


def test_presence_that_turns_out_enough_issues_it() -> None:
    activity = scenes.training()
    person = scenes.come(activity, times=1)
    make.attendance(session=activity.sessions[1], person=person)

    correct(activity, person)

    assert scenes.given_to(person)[0].is_valid


def test_catching_up_in_a_parallel_group_counts_for_the_own_group() -> None:
    own, other = scenes.training(parallel="x"), scenes.training(parallel="x")
    person = scenes.come(own, times=1)
    make.attendance(session=other.sessions[1], person=person)

    correct(other, person)

    (certificate,) = scenes.given_to(person)
    assert certificate.activity_id == own.id
    assert len(certificate.facts["sessions"]) == 2


def test_other_hours_that_are_still_enough_give_a_new_one() -> None:
    activity = scenes.training(asked=50)
    person = scenes.come(activity)
    scenes.issue(activity)
    was_not_there(activity, person)

    correct(activity, person)

    old, new = scenes.given_to(person)
    assert old.because is Because.PRESENCE
    assert new.facts["present"] == 120


def test_until_the_list_is_closed_again_nobody_gets_another() -> None:
    activity = scenes.training()
    person = scenes.come(activity, times=1)
    make.attendance(session=activity.sessions[1], person=person)
    scenes.reopen(activity)

    correct(activity, person)

    assert scenes.given_to(person) == []


def test_what_an_activity_says_by_now_is_issued_anew_when_asked() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)
    activity.accreditations = [["SKJ", "SKJ-2027-119", "6", "", ""]]
    db.session.commit()

    assert scenes.issue(activity) == 1

    old, new = scenes.given_to(person)
    assert old.because is Because.CONTENT
    assert new.facts["accreditations"] == [["SKJ", "SKJ-2027-119", "6"]]


def test_what_an_organiser_withdrew_is_not_issued_by_itself() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)
    (certificate,) = scenes.given_to(person)

    with transaction():
        actions.withdraw(certificate.id, "Op naam van een ander getekend")

    (standing,) = queries.standings(activity)
    assert standing.outcome is Outcome.WITHDRAWN
    assert scenes.issue(activity) == 0
    assert scenes.letters(person)[-1] == "certificate_withdrawn"
    with transaction():
        actions.issue_again(certificate.id)
    assert [one.is_valid for one in scenes.given_to(person)] == [None, True]


def test_withdrawing_or_sending_what_counts_no_more_is_refused() -> None:
    gone = make.certificate(is_valid=None, withdrawn_at=make.LONG_AGO)

    with pytest.raises(ConflictError), transaction():
        actions.withdraw(gone.id, "Vergissing")
    with pytest.raises(ConflictError), transaction():
        actions.send_again(gone.id)


def test_whoever_has_no_address_is_sent_nothing_again() -> None:
    certificate = make.certificate(person=make.person(email=None))

    with pytest.raises(ConflictError, match="no e-mail address"), transaction():
        actions.send_again(certificate.id)


def test_whoever_did_not_earn_one_gets_none_by_hand() -> None:
    activity = scenes.training()
    person = scenes.come(activity, times=1)
    certificate = make.certificate(activity=activity, person=person)

    with pytest.raises(ConflictError, match="not there enough"), transaction():
        actions.issue_again(certificate.id)


def test_it_all_stands_in_the_trail() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)
    (certificate,) = scenes.given_to(person)

    with transaction():
        actions.withdraw(certificate.id, "Vergissing")

    rows = db.session.scalars(
        select(TrailRow).where(TrailRow.thing == "certificate").order_by(TrailRow.number)
    ).all()
    assert [row.deed.value for row in rows] == ["made", "changed"]
    assert {row.activity_id for row in rows} == {activity.id}
    assert "Vergissing" not in "".join(row.told for row in rows)


def test_of_two_people_who_are_one_the_better_certificate_stays_and_both_codes_lead_to_it() -> None:
    activity = scenes.training()
    kept, gone = scenes.come(activity), scenes.come(activity, "Z. Łukasz")
    scenes.issue(activity)
    (own,), (other,) = scenes.given_to(kept), scenes.given_to(gone)
    old = make.certificate(
        activity=activity, person=gone, is_valid=None, withdrawn_at=make.LONG_AGO
    ).code
    code = other.code

    with transaction():
        merging.merge(MergeKind.PERSON, kept.id, gone.id, account_id=None)

    assert queries.find_by_code(code) is own
    assert [one.is_valid for one in queries.of_person(kept.id)] == [True]
    withdrawn = queries.find_by_code(old)
    assert withdrawn is not None
    assert withdrawn.is_valid is None


def test_a_certificate_that_comes_along_bears_the_name_that_is_kept() -> None:
    activity = scenes.training()
    kept, gone = make.person(name="Zoë Łukasz"), scenes.come(activity, "Z. Lukas")
    scenes.issue(activity)

    with transaction():
        merging.merge(MergeKind.PERSON, kept.id, gone.id, account_id=None)

    assert [(one.name, one.is_valid) for one in scenes.given_to(kept)] == [
        ("Z. Lukas", None),
        ("Zoë Łukasz", True),
    ]


def test_there_is_no_certificate_under_another_number_or_code() -> None:
    with pytest.raises(NotFoundError):
        queries.get(4321)

    assert queries.find_by_code("ABCD2345WXYZ") is None


def test_everybody_stands_by_surname_also_whoever_never_came() -> None:
    activity = scenes.training()
    scenes.come(activity, "Kim van den Berg", times=0)
    scenes.come(activity, "Ada Bakker")
    make.registration(activity=activity, status=Status.WAITING)
    scenes.come(activity, "", times=2)

    found = queries.standings(activity)

    assert [(one.holder.name, one.share) for one in found] == [
        ("Ada Bakker", 1.0),
        ("Kim van den Berg", 0.0),
    ]
