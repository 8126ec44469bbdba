"""Issuing, withdrawing and sending again."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rok_events.audit.models import TrailRow
from rok_events.certificates import actions, queries
from rok_events.certificates.rules import Because, Facts, Outcome
from rok_events.core.errors import ConflictError
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.people import register_actions
from rok_events.people.registers import Register
from tests import make
from tests.certificates import scenes

pytestmark = pytest.mark.usefixtures("database")


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
