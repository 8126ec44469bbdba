"""Guests who answer in their calendar: from the mail that brings it to the registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.db import transaction
from rok_events.guests import queries as guests
from rok_events.invitations import actions as invitations
from rok_events.invitations import replies
from rok_events.registrations.queries import find
from rok_events.registrations.rules import Answer, Status
from tests import make
from tests.invitations.answering import letters, take
from tests.invitations.clients import CLIENTS, apple, google
from tests.invitations.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.guests.models import Guest
    from rok_events.invitations.models import CalendarEntry

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def guest() -> Guest:
    """Somebody invited to an activity with one place."""
    return make.guest(activity=make.activity(capacity=1), person=make.person())


@pytest.fixture
def entry(guest: Guest) -> CalendarEntry:
    """The entry that their calendar was told of."""
    with transaction():
        return invitations.ask(
            guest.person, guest.activity.sessions[0], page="/uitnodiging/x", locale="nl"
        )


def said(entry: CalendarEntry, answer: Answer, number: int = 1, minute: int = 0) -> Said:
    return Said(
        uid=entry.uid,
        email=entry.person.email or "",
        answer=answer.value.upper(),
        sequence=entry.sequence,
        stamp=f"20270115T09{minute:02}00Z",
        number=number,
    )


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_saying_yes_registers(
    guest: Guest, entry: CalendarEntry, client: Callable[[Said], bytes]
) -> None:
    kept = take(client(said(entry, Answer.ACCEPTED)))

    registration = find(guest.activity_id, guest.person_id)
    assert kept.reason == replies.NOTED[Answer.ACCEPTED].words
    assert registration is not None
    assert (registration.status, registration.answer) == (Status.CONFIRMED, Answer.ACCEPTED)
    assert letters("place_confirmed")[0].calendar_method == "REQUEST"


def test_saying_yes_when_all_is_full_waits(guest: Guest, entry: CalendarEntry) -> None:
    guest.activity.capacity = 1
    make.registration(activity=guest.activity)

    take(google(said(entry, Answer.ACCEPTED)))

    registration = find(guest.activity_id, guest.person_id)
    assert registration is not None
    assert registration.status is Status.WAITING


def test_saying_no_registers_nobody_and_thinking_again_does(
    guest: Guest, entry: CalendarEntry
) -> None:
    kept = take(apple(said(entry, Answer.DECLINED, number=1)))

    assert kept.reason == replies.NOTED[Answer.DECLINED].words
    assert find(guest.activity_id, guest.person_id) is None
    assert guests.get(guest.id).answer is Answer.DECLINED
    assert entry.is_withdrawn

    take(apple(said(entry, Answer.ACCEPTED, number=2, minute=30)))

    registration = find(guest.activity_id, guest.person_id)
    assert registration is not None
    assert registration.status is Status.CONFIRMED


def test_perhaps_is_noted(guest: Guest, entry: CalendarEntry) -> None:
    take(google(said(entry, Answer.TENTATIVE)))

    assert guests.get(guest.id).answer is Answer.TENTATIVE
    assert find(guest.activity_id, guest.person_id) is None


def test_who_was_never_invited_cannot_come_with_the_entry_of_another(
    guest: Guest, entry: CalendarEntry
) -> None:
    stranger = Said(uid=entry.uid, email="vreemd@elders.example.org", sequence=entry.sequence)

    kept = take(google(stranger))

    assert kept.reason == replies.SOMEBODY_ELSE.words
    assert find(guest.activity_id, guest.person_id) is None
