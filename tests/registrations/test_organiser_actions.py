"""What organisers decide: explicit acts, each in the history, and counts that stay right."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.activities.rules import State
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.db import db
from rok_events.registrations import actions, organiser_actions, queries
from rok_events.registrations.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationPutBack,
    RegistrationWaiting,
)
from rok_events.registrations.models import Note, Registration
from rok_events.registrations.rules import Decision, Deed, Status
from tests import make
from tests.conftest import NOW
from tests.registrations.applying import letters, noor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rok_events.activities.models import Activity
    from rok_events.core import events

pytestmark = pytest.mark.usefixtures("database")

WHY = Decision(reason="Zij leidt een tafel")


def full(capacity: int, waiting: int) -> tuple[Activity, list[Registration], list[Registration]]:
    """Return a full activity, with who has a place and who waits."""
    activity = make.activity(capacity=capacity, taken=capacity, waiting=waiting)
    taken = [make.registration(activity=activity) for _ in range(capacity)]
    line = [make.registration(activity=activity, status=Status.WAITING) for _ in range(waiting)]
    return activity, taken, line


def deeds(registration: Registration) -> list[tuple[Deed, str]]:
    rows = db.session.execute(
        select(Note.deed, Note.text)
        .where(Note.registration_id == registration.id)
        .order_by(Note.id)
    )
    return [(row.deed, row.text) for row in rows]


def test_out_of_turn_needs_a_reason_and_stands_in_the_history(news: list[events.Event]) -> None:
    activity, _taken, (first, second) = full(2, 2)

    with pytest.raises(InvalidError, match="Say why"):
        organiser_actions.decide(activity.id, [second.id], Status.CONFIRMED, Decision())
    assert organiser_actions.decide(activity.id, [second.id], Status.CONFIRMED, WHY) == 1

    assert (first.status, second.status) == (Status.WAITING, Status.CONFIRMED)
    assert (activity.taken, activity.waiting) == (3, 1)
    assert deeds(second) == [(Deed.CONFIRMED, "Zij leidt een tafel")]
    assert news == [RegistrationConfirmed(registration_id=second.id, moved_up=True)]


def test_whoever_is_in_turn_needs_no_reason(news: list[events.Event]) -> None:
    activity, _taken, (first,) = full(2, 1)
    activity.capacity = 3

    organiser_actions.decide(activity.id, [first.id], Status.CONFIRMED, Decision())

    assert first.status is Status.CONFIRMED


def test_a_room_too_full_gives_no_place_away_until_it_fits(news: list[events.Event]) -> None:
    activity, (one, *_), (first, second) = full(2, 2)
    organiser_actions.decide(activity.id, [second.id], Status.CONFIRMED, WHY)

    actions.cancel(one.id)

    assert first.status is Status.WAITING
    assert (activity.taken, activity.waiting) == (2, 1)


def test_back_to_the_end_of_the_list_while_the_first_moves_up(news: list[events.Event]) -> None:
    activity, (one, _other), (first, second) = full(2, 2)

    organiser_actions.decide(activity.id, [one.id], Status.WAITING, Decision(reason="Te veel GGD"))

    assert (one.status, first.status) == (Status.WAITING, Status.CONFIRMED)
    assert [queries.place_on_list(each) for each in (second, one)] == [1, 2]
    assert news == [
        RegistrationPutBack(registration_id=one.id, reason="Te veel GGD"),
        RegistrationConfirmed(registration_id=first.id, moved_up=True),
    ]


def test_a_place_is_not_taken_to_be_given_straight_back(news: list[events.Event]) -> None:
    activity, (one, other), _nobody = full(2, 0)

    with pytest.raises(ConflictError, match="straight back"):
        organiser_actions.decide(activity.id, [one.id, other.id], Status.WAITING, Decision())

    assert news == []


def test_cancelling_for_somebody_tells_why(news: list[events.Event]) -> None:
    activity, (one, _other), (first,) = full(2, 1)

    organiser_actions.decide(activity.id, [one.id], Status.CANCELLED, Decision(reason="Verhuisd"))
    again = organiser_actions.decide(activity.id, [one.id], Status.CANCELLED, Decision())

    assert again == 0
    assert (one.status, first.status) == (Status.CANCELLED, Status.CONFIRMED)
    assert news[0] == RegistrationCancelled(registration_id=one.id, reason="Verhuisd")
    assert deeds(one) == [(Deed.CANCELLED, "Verhuisd")]


def test_many_at_once_change_together_or_not_at_all(news: list[events.Event]) -> None:
    activity, taken, line = full(3, 3)
    everybody = [one.id for one in (*taken, *line)]

    assert organiser_actions.decide(activity.id, everybody, Status.CONFIRMED, WHY) == 3
    assert organiser_actions.decide(activity.id, everybody, Status.CANCELLED, Decision()) == 6

    assert (activity.taken, activity.waiting) == (0, 0)
    stranger = make.registration()
    organiser_actions.decide(activity.id, [stranger.id], Status.CANCELLED, Decision())
    assert stranger.status is Status.CONFIRMED


def test_swapping_leaves_everybody_else_in_place(news: list[events.Event]) -> None:
    activity, (one, other), (first, second, third) = full(2, 3)

    organiser_actions.swap(activity.id, one.id, second.id, WHY)

    assert (one.status, second.status, other.status) == (
        Status.WAITING,
        Status.CONFIRMED,
        Status.CONFIRMED,
    )
    assert [queries.place_on_list(each) for each in (first, one, third)] == [1, 2, 3]
    assert (activity.taken, activity.waiting) == (2, 3)
    with pytest.raises(ConflictError, match="can swap"):
        organiser_actions.swap(activity.id, one.id, second.id, WHY)
    with pytest.raises(ConflictError, match="can swap"):
        organiser_actions.swap(activity.id, second.id, make.registration().id, WHY)


def test_nothing_is_decided_about_what_is_over_or_cancelled(news: list[events.Event]) -> None:
    gone = make.activity(state=State.CANCELLED)
    past = make.activity(starts_at=NOW - timedelta(days=2))
    for activity in (gone, past):
        one = make.registration(activity=activity)
        with pytest.raises(ConflictError):
            organiser_actions.decide(activity.id, [one.id], Status.CANCELLED, Decision())
        with pytest.raises(ConflictError):
            organiser_actions.enrol(activity.id, noor())
    with pytest.raises(ConflictError, match="draft"):
        organiser_actions.enrol(make.activity(state=State.DRAFT).id, noor())


def test_on_behalf_of_somebody_also_after_closing(news: list[events.Event]) -> None:
    account = make.account(name="Robin")
    activity = make.activity(capacity=1, closes_at=NOW - timedelta(hours=1))

    made = organiser_actions.enrol(activity.id, noor(consent="", organiser_id=account.id))

    assert made.status is Status.CONFIRMED
    assert made.consent == ""
    assert queries.introducer(made) == "Robin"
    with pytest.raises(ConflictError, match="registered for this activity already"):
        organiser_actions.enrol(activity.id, noor())


def test_the_mail_says_who_registered_somebody() -> None:
    account = make.account(name="Robin Organisator")
    activity = make.activity(capacity=1)
    applicant = noor(locale="en", organiser_id=account.id)

    organiser_actions.enrol(activity.id, applicant)
    other = noor(email="ans@example.org", locale="en", organiser_id=account.id)
    organiser_actions.enrol(activity.id, other)
    actions.register(activity.id, noor(email="cor@example.org", locale="en"))

    (given,) = letters("place_confirmed")
    waiting, alone = letters("waiting")
    for letter in (given, waiting):
        assert "Robin Organisator arranged this for you." in letter.text
        assert "Robin Organisator arranged this for you." in letter.html
        assert "because Robin Organisator registered you" in letter.text
    assert "arranged" not in alone.text


def test_a_list_goes_in_once(news: list[events.Event]) -> None:
    activity = make.activity(capacity=2)
    known = actions.register(activity.id, noor())
    people = [noor(email=f"persoon{n}@example.org") for n in range(2)]

    came = organiser_actions.enrol_all(activity.id, [noor(), *people])
    again = organiser_actions.enrol_all(activity.id, [noor(), *people])

    assert (came.confirmed, came.waiting, came.known) == (1, 1, 1)
    assert (again.confirmed, again.waiting, again.known) == (0, 0, 3)
    assert [type(one) for one in news] == [
        RegistrationConfirmed,
        RegistrationConfirmed,
        RegistrationWaiting,
    ]
    assert known.status is Status.CONFIRMED


def test_one_mail_for_each_act() -> None:
    activity, (one, other), (first, second) = full(2, 2)
    steps: Mapping[str, Callable[[], object]] = {
        "place_moved_up": lambda: organiser_actions.decide(
            activity.id, [second.id], Status.CONFIRMED, WHY
        ),
        "place_given_up": lambda: organiser_actions.decide(
            activity.id, [other.id], Status.CANCELLED, WHY
        ),
        "place_confirmed": lambda: organiser_actions.enrol(
            make.activity().id, noor(email="nieuw@example.org")
        ),
    }
    for purpose, step in steps.items():
        step()
        assert len(letters(purpose)) == 1, purpose
    organiser_actions.swap(activity.id, one.id, first.id, Decision(reason="Ruil"))
    (back,) = letters("put_back")
    assert "Ruil" in back.text
    assert len(letters("place_moved_up")) == 2
