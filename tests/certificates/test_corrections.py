"""Certificates follow what is corrected: names, presence, and two people who are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from rok_events.attendance.events import PresenceCorrected
from rok_events.attendance.models import Attendance
from rok_events.certificates import queries
from rok_events.certificates.rules import Because
from rok_events.core import events
from rok_events.db import db, transaction
from rok_events.directory import actions as directory
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.people import merging_actions as merging
from rok_events.people.merging_rules import MergeKind
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
