"""Registering, cancelling and changing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from rok_events.activities.rules import State
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.db import db
from rok_events.people import queries as people_queries
from rok_events.people.rules import Standing
from rok_events.registrations import actions, queries
from rok_events.registrations.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationRepeated,
    RegistrationWaiting,
)
from rok_events.registrations.rules import Details, Role, Status
from tests import make
from tests.conftest import NOW
from tests.registrations.applying import noor, statuses

if TYPE_CHECKING:
    from rok_events.core import events

pytestmark = pytest.mark.usefixtures("database")


def test_whoever_comes_first_gets_the_place(news: list[events.Event]) -> None:
    activity = make.activity(capacity=1)

    first = actions.register(activity.id, noor())
    second = actions.register(activity.id, noor(name="Ans", email="ans@example.org"))

    assert (first.status, second.status) == (Status.CONFIRMED, Status.WAITING)
    assert (activity.taken, activity.waiting) == (1, 1)
    assert queries.place_on_list(first) is None
    assert queries.place_on_list(second) == 1
    assert first.token != second.token
    assert len(first.token) >= 27
    assert news == [
        RegistrationConfirmed(registration_id=first.id),
        RegistrationWaiting(registration_id=second.id),
    ]


def test_what_was_told_is_kept(news: list[events.Event]) -> None:
    organisation = make.organisation(name="GGD IJsselland")
    activity = make.activity()

    made = actions.register(
        activity.id,
        noor(
            organisation="ggd ijsselland",
            role=Role.PARENT,
            remarks="Geen noten\r\nen een drempel \x00",
            answers={"7": True},
            locale="en",
        ),
    )

    db.session.expire_all()
    assert made.organisation is organisation
    assert made.role is Role.PARENT
    assert made.remarks == "Geen noten\nen een drempel"
    assert made.answers == {"7": True}
    assert (made.locale, made.consent) == ("en", "2026-11")
    assert people_queries.employer(made.person_id, NOW.date()) == organisation.id


def test_an_unknown_organisation_is_proposed(news: list[events.Event]) -> None:
    activity = make.activity()

    made = actions.register(activity.id, noor(organisation="Praktijk Zon"))
    other = actions.register(
        activity.id, noor(email="ans@example.org", organisation="praktijk zon")
    )

    assert made.organisation is not None
    assert made.organisation.standing is Standing.PROPOSED
    assert other.organisation is made.organisation


def test_a_registration_keeps_the_organisation_of_that_day(news: list[events.Event]) -> None:
    de_kern, saxion = make.organisation(name="De Kern"), make.organisation(name="Saxion")
    first = actions.register(make.activity().id, noor(organisation="De Kern"))

    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        second = actions.register(make.activity().id, noor(organisation="Saxion"))
    third = actions.register(make.activity().id, noor())

    assert first.person is second.person is third.person
    assert (first.organisation, second.organisation) == (de_kern, saxion)
    assert third.organisation is None
    later = (NOW + timedelta(days=30)).date()
    assert people_queries.employer(first.person_id, NOW.date()) == de_kern.id
    assert people_queries.employer(first.person_id, later) == saxion.id


def test_the_same_address_never_gets_a_second_place(news: list[events.Event]) -> None:
    activity = make.activity(capacity=2)
    first = actions.register(activity.id, noor(remarks="Geen noten", form_key="one"))

    again = actions.register(
        activity.id, noor(email="NOOR@Example.org", remarks="Other", form_key="two")
    )

    assert again is first
    assert (first.remarks, first.form_key) == ("Geen noten", "one")
    assert statuses(activity) == [Status.CONFIRMED]
    assert (activity.taken, activity.waiting) == (1, 0)
    assert news[-1] == RegistrationRepeated(registration_id=first.id)


def test_a_form_sent_twice_is_no_repetition(news: list[events.Event]) -> None:
    activity = make.activity()
    first = actions.register(activity.id, noor(form_key="one"))

    assert actions.register(activity.id, noor(form_key="one")) is first
    assert news == [RegistrationConfirmed(registration_id=first.id)]

    keyless = actions.register(activity.id, noor(email="ans@example.org"))
    actions.register(activity.id, noor(email="ans@example.org"))
    assert news[-1] == RegistrationRepeated(registration_id=keyless.id)


def test_cancelling_lets_the_first_in_line_move_up_once(news: list[events.Event]) -> None:
    activity = make.activity(capacity=1)
    leaving = make.registration(activity=activity)
    first = make.registration(activity=activity, status=Status.WAITING)
    second = make.registration(activity=activity, status=Status.WAITING)

    actions.cancel(leaving.id)
    actions.cancel(leaving.id)

    assert statuses(activity) == [Status.CANCELLED, Status.CONFIRMED, Status.WAITING]
    assert (activity.taken, activity.waiting) == (1, 1)
    assert queries.place_on_list(second) == 1
    assert leaving.cancelled_at == NOW
    assert news == [
        RegistrationCancelled(registration_id=leaving.id),
        RegistrationConfirmed(registration_id=first.id, moved_up=True),
    ]


def test_leaving_the_waiting_list_moves_nobody_up(news: list[events.Event]) -> None:
    activity = make.activity(capacity=1)
    make.registration(activity=activity)
    leaving = make.registration(activity=activity, status=Status.WAITING)
    last = make.registration(activity=activity, status=Status.WAITING)

    actions.cancel(leaving.id)

    assert statuses(activity) == [Status.CONFIRMED, Status.CANCELLED, Status.WAITING]
    assert queries.place_on_list(last) == 1
    assert news == [RegistrationCancelled(registration_id=leaving.id)]


def test_after_the_start_nobody_moves_up_any_more(news: list[events.Event]) -> None:
    activity = make.activity(capacity=1)
    leaving = make.registration(activity=activity)
    make.registration(activity=activity, status=Status.WAITING)

    with time_machine.travel(activity.starts_at, tick=False):
        actions.cancel(leaving.id)

    assert statuses(activity) == [Status.CANCELLED, Status.WAITING]
    assert (activity.taken, activity.waiting) == (0, 1)


def test_whoever_comes_back_queues_anew(news: list[events.Event]) -> None:
    activity = make.activity(capacity=1)
    back = actions.register(activity.id, noor(form_key="one"))
    token = back.token
    waiting = make.registration(activity=activity, status=Status.WAITING)
    actions.cancel(back.id)

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        again = actions.register(activity.id, noor(remarks="Toch", form_key="two"))

    assert again is back
    assert (back.token, back.form_key, back.cancelled_at) == (token, "one", None)
    assert (waiting.status, back.status) == (Status.CONFIRMED, Status.WAITING)
    assert back.registered_at == NOW + timedelta(hours=1)
    assert back.remarks == "Toch"
    assert news[-1] == RegistrationWaiting(registration_id=back.id)


def test_coming_back_by_the_link_keeps_what_was_told(news: list[events.Event]) -> None:
    activity = make.activity(capacity=1)
    back = actions.register(activity.id, noor(remarks="Geen noten"))
    actions.cancel(back.id)

    actions.register_again(back.id)
    actions.register_again(back.id)

    assert (back.status, back.remarks) == (Status.CONFIRMED, "Geen noten")
    assert (activity.taken, activity.waiting) == (1, 0)
    assert [type(told) for told in news] == [
        RegistrationConfirmed,
        RegistrationCancelled,
        RegistrationConfirmed,
    ]


def test_nobody_registers_for_what_takes_nobody(news: list[events.Event]) -> None:
    for activity, kind in (
        (make.activity(state=State.DRAFT), NotFoundError),
        (make.activity(state=State.CANCELLED), ConflictError),
        (make.activity(closes_at=NOW), ConflictError),
    ):
        with pytest.raises(kind):
            actions.register(activity.id, noor())
        assert statuses(activity) == []
    with pytest.raises(NotFoundError):
        actions.register(-1, noor())
    assert news == []


def test_nobody_cancels_what_is_over(news: list[events.Event]) -> None:
    registration = make.registration()
    with (
        time_machine.travel(registration.activity.ends_at, tick=False),
        pytest.raises(ConflictError, match="over"),
    ):
        actions.cancel(registration.id)
    assert registration.status is Status.CONFIRMED


def test_changing_leaves_the_place_alone(news: list[events.Event]) -> None:
    make.organisation(name="Saxion")
    waiting = make.registration(status=Status.WAITING, remarks="Geen noten")

    actions.change(
        waiting.id, Details(organisation="Saxion", role=Role.STUDENT, answers={"1": "Rood"})
    )

    assert waiting.organisation is not None
    assert (waiting.organisation.name, waiting.role) == ("Saxion", Role.STUDENT)
    assert (waiting.remarks, waiting.answers) == ("", {"1": "Rood"})
    assert (waiting.status, waiting.registered_at.year) == (Status.WAITING, 2027)
    assert news == []


def test_places_are_always_counted_right(news: list[events.Event]) -> None:
    activity = make.activity(capacity=3)
    someone = [f"persoon{n}@example.org" for n in range(9)]
    steps = [*range(9), 2, 0, 5, 2, 0, 8, 1, 5, 1]

    for step in steps:
        known = people_queries.find_person(someone[step])
        made = queries.find(activity.id, known.id) if known else None
        if made and made.status is not Status.CANCELLED:
            actions.cancel(made.id)
        else:
            actions.register(activity.id, noor(email=someone[step]))

        rows = Counter(statuses(activity))
        assert (activity.taken, activity.waiting) == (
            rows[Status.CONFIRMED],
            rows[Status.WAITING],
        )
        assert queries.places_of([activity.id]) == {activity.id: (activity.taken, activity.waiting)}
