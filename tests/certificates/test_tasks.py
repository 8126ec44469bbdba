"""Issuing as long work: by fifty, after the last list is closed, and once however it goes."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from rok_events.attendance import actions as attendance
from rok_events.attendance import closing_actions as closing
from rok_events.certificates import actions, paper
from rok_events.certificates.rules import AT_ONCE, Because
from rok_events.db import db, transaction
from rok_events.mail import messages
from rok_events.mail.models import OutgoingMail
from rok_events.work import tasks
from rok_events.work.models import Work
from rok_events.work.rules import WorkState
from tests import make
from tests.certificates import scenes
from tests.documents import reading

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("database")


def close_the_last_list(activity: Activity) -> None:
    scenes.reopen(activity)
    with transaction():
        closing.close(activity.sessions[-1].id, None)


def works() -> list[Work]:
    return [*db.session.scalars(db.select(Work).order_by(Work.id))]


def test_closing_the_last_list_issues_what_was_earned() -> None:
    activity = scenes.training(capacity=100)
    people = [scenes.come(activity, f"Persoon {number}") for number in range(AT_ONCE + 1)]

    close_the_last_list(activity)
    tasks.do()

    (work,) = works()
    assert (work.state, work.steps, work.result["issued"]) == (WorkState.DONE, 2, AT_ONCE + 1)
    assert all(len(scenes.given_to(person)) == 1 for person in people)


def test_where_no_presence_is_asked_closing_starts_nothing() -> None:
    close_the_last_list(scenes.training(asked=None))

    assert works() == []


def test_whoever_goes_on_after_another_misses_nobody_and_gives_nobody_two() -> None:
    activity = scenes.training(capacity=200)
    people = [scenes.come(activity, f"Persoon {number}") for number in range(AT_ONCE * 2)]
    scenes.issue(activity)
    # As a worker leaves it that was killed after its first step.
    make.work(
        kind=actions.ISSUE, arguments={"activity_id": activity.id}, steps=1, result={"issued": 50}
    )

    tasks.do()

    (work,) = works()
    assert (work.state, work.steps, work.result["issued"]) == (WorkState.DONE, 2, AT_ONCE * 2)
    assert all(len(scenes.given_to(person)) == 1 for person in people)


def test_a_list_that_is_closed_again_withdraws_what_was_not_earned() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)
    last = activity.sessions[-1].id
    with transaction():
        closing.reopen(last, "Verkeerde lijst")
        attendance.undo(last, person.id)
    assert scenes.given_to(person)[0].is_valid

    with transaction():
        closing.close(last, None)
    tasks.do()

    assert scenes.given_to(person)[0].because is Because.PRESENCE
    assert works()[-1].result == {"issued": 0, "withdrawn": 1}


def test_a_list_that_is_open_again_meanwhile_stops_it_with_a_sentence() -> None:
    activity = scenes.training()
    person = scenes.come(activity)
    close_the_last_list(activity)
    scenes.reopen(activity)

    tasks.do()

    (work,) = works()
    assert work.state is WorkState.REFUSED
    assert scenes.given_to(person) == []


def test_the_file_goes_along_with_the_mail_as_long_as_it_counts(app: Flask) -> None:
    activity = scenes.training()
    person = scenes.come(activity, "Zoë IJssel", email="zoe@example.org")
    scenes.issue(activity)
    (mail,) = db.session.scalars(db.select(OutgoingMail).filter_by(purpose="certificate_issued"))
    (certificate,) = scenes.given_to(person)

    sent = message_from_bytes(messages.message(make.claimed(mail)), policy=default)
    with transaction():
        actions.withdraw(certificate.id, "Verkeerde training")
    late = message_from_bytes(messages.message(make.claimed(mail)), policy=default)

    (file,) = sent.iter_attachments()
    assert file.get_filename() == f"{paper.file_name(certificate)}.pdf"
    assert "Zoë IJssel" in reading.pages(file.get_content())[0]
    assert not [*late.iter_attachments()]
