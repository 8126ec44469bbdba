"""What is told by mail about registrations."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from rok_events.people import actions as people
from rok_events.registrations import actions
from tests import make
from tests.conftest import NOW
from tests.registrations.applying import letters, noor

pytestmark = pytest.mark.usefixtures("database")


def test_the_waiting_list_is_told_by_mail_in_ones_own_language() -> None:
    activity = make.activity(capacity=1, community=make.community(name="ROK Deventer"))
    make.registration(activity=activity)

    waiting = actions.register(activity.id, noor(locale="nl"))
    actions.register(activity.id, noor(email="ans@example.org", locale="en"))

    dutch, english = letters("waiting")
    assert dutch.recipient == "noor@example.org"
    assert f"/aanmelding/{waiting.token}" in dutch.text
    assert f"/aanmelding/{waiting.token}" in dutch.html
    assert "You are number 2 on the waiting list" in english.text
    # The title of a case table may hold a case: it is not for the screen of a locked phone.
    assert activity.title not in english.subject
    assert "\n" not in dutch.subject + dutch.recipient_name


def test_a_repeated_address_gets_its_link_once_in_a_while() -> None:
    activity = make.activity()
    made = actions.register(activity.id, noor())

    for minutes in (1, 2, 3, 20):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            actions.register(activity.id, noor())

    sent = letters("repeated")
    assert [letter.recipient for letter in sent] == ["noor@example.org"] * 2
    assert f"/aanmelding/{made.token}" in sent[0].text


def test_everything_of_an_address_is_mailed_to_it_alone() -> None:
    make.registration(person=people.welcome("Noor", "noor@example.org"))

    actions.send_overview("noor@example.org", "nl")
    actions.send_overview("stranger@example.org", "nl")

    assert [letter.recipient for letter in letters("overview")] == ["noor@example.org"]
    assert "/mijn/" in letters("overview")[0].text
