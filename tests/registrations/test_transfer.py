"""A colleague takes a place; answers from calendars; places that are added."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.activities import actions as activities
from rok_events.activities.planning import plan_of
from rok_events.core.errors import ConflictError
from rok_events.db import db
from rok_events.registrations import actions, queries
from rok_events.registrations.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationWaiting,
)
from rok_events.registrations.models import Note
from rok_events.registrations.rules import Answer, Deed, Status
from tests import make
from tests.conftest import NOW
from tests.registrations.applying import noor

if TYPE_CHECKING:
    from rok_events.core import events

pytestmark = pytest.mark.usefixtures("database")


def test_a_colleague_gets_the_place_and_the_list_stays(news: list[events.Event]) -> None:
    activity = make.activity(capacity=1)
    giver = make.registration(activity=activity)
    waiting = make.registration(activity=activity, status=Status.WAITING)

    taker = actions.transfer(giver.id, noor(organisation="GGD"))

    assert (giver.status, taker.status) == (Status.CANCELLED, Status.CONFIRMED)
    assert waiting.status is Status.WAITING
    assert (activity.taken, activity.waiting) == (1, 1)
    assert taker.token != giver.token
    assert taker.referrer is giver.person
    assert taker.organisation is not None
    assert taker.organisation.name == "GGD"
    assert news == [
        RegistrationCancelled(registration_id=giver.id, successor_id=taker.id),
        RegistrationConfirmed(registration_id=taker.id),
    ]
    deeds = db.session.execute(select(Note.registration_id, Note.deed).order_by(Note.id)).all()
    assert [tuple(row) for row in deeds] == [
        (giver.id, Deed.GIVEN_AWAY),
        (taker.id, Deed.TAKEN_OVER),
    ]


def test_a_place_on_the_list_stays_the_same_place(news: list[events.Event]) -> None:
    activity = make.activity(capacity=1)
    make.registration(activity=activity)
    first = make.registration(activity=activity, status=Status.WAITING)
    second = make.registration(activity=activity, status=Status.WAITING)

    taker = actions.transfer(first.id, noor())

    assert queries.place_on_list(taker) == 1
    assert queries.place_on_list(second) == 2
    assert news[-1] == RegistrationWaiting(registration_id=taker.id)


def test_a_colleague_who_cancelled_gets_the_old_page_back(news: list[events.Event]) -> None:
    activity = make.activity()
    before = actions.register(activity.id, noor())
    actions.cancel(before.id)

    taker = actions.transfer(make.registration(activity=activity).id, noor())

    assert taker is before
    assert taker.status is Status.CONFIRMED
    assert taker.cancelled_at is None


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.WAITING])
def test_a_colleague_who_is_registered_gets_no_second_place(
    news: list[events.Event], status: Status
) -> None:
    activity = make.activity()
    giver = make.registration(activity=activity)
    make.registration(
        activity=activity, status=status, person=make.person(email="noor@example.org")
    )

    with pytest.raises(ConflictError, match="registered for this activity already"):
        actions.transfer(giver.id, noor())

    assert giver.status is Status.CONFIRMED
    assert news == []


def test_nobody_hands_over_to_themselves_or_what_they_lack(news: list[events.Event]) -> None:
    activity = make.activity()
    giver = actions.register(activity.id, noor())

    with pytest.raises(ConflictError, match="the address"):
        actions.transfer(giver.id, noor(name="Iemand anders"))
    actions.cancel(giver.id)
    with pytest.raises(ConflictError, match="no place to hand over"):
        actions.transfer(giver.id, noor(email="ans@example.org"))


def test_an_answer_is_noted_and_forgotten_when_somebody_comes_back(
    news: list[events.Event],
) -> None:
    activity = make.activity()
    made = actions.register(activity.id, noor())

    actions.note_answer(made.id, Answer.DECLINED)

    assert (made.answer, made.answered_at) == (Answer.DECLINED, NOW)
    assert made.status is Status.CONFIRMED
    actions.cancel(made.id)
    actions.register_again(made.id)
    assert (made.answer, made.answered_at) == (None, None)


def test_more_places_are_for_who_waits_longest() -> None:
    activity = make.activity(capacity=1)
    make.registration(activity=activity)
    first, second, third = (
        make.registration(activity=activity, status=Status.WAITING) for _ in range(3)
    )

    activities.revise(activity.id, replace(plan_of(activity), capacity=3))

    assert [one.status for one in (first, second, third)] == [
        Status.CONFIRMED,
        Status.CONFIRMED,
        Status.WAITING,
    ]
    assert (activity.taken, activity.waiting) == (3, 1)
