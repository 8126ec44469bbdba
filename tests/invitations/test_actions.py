"""Inviting, and taking invitations back: what calendars are told, and in which words."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import session as cookie
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rok_events.activities.events import ActivityCancelled
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import Setting
from rok_events.core.clock import played_at
from rok_events.db import db
from rok_events.invitations import actions
from rok_events.invitations.models import CalendarEntry
from rok_events.registrations import tickets
from rok_events.registrations.rules import Status
from tests import make
from tests.conftest import NOW
from tests.invitations.mails import cancel, confirm, event, news
from tests.registrations import qr

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")

THREE_WEEKS = [make.SPRING + timedelta(weeks=n) for n in range(3)]


def test_a_place_comes_with_an_invitation() -> None:
    registration = make.registration(person=make.person(name="Zoë Müller"))
    session = registration.activity.sessions[0]

    (mail,) = confirm(registration)

    assert (mail.purpose, mail.calendar_method) == ("place_confirmed", "REQUEST")
    assert mail.recipient == registration.person.email
    assert mail.about == f"registration:{registration.id}"
    assert mail.community_id == registration.activity.community_id
    assert mail.useless_at == session.ends_at
    told = event(mail)
    assert told["SEQUENCE"] == 0
    assert told.decoded("DTSTART") == session.starts_at
    assert told["ORGANIZER"] == "mailto:agenda@example.org"
    assert told["ATTENDEE"] == f"mailto:{registration.person.email}"
    assert str(told["URL"]).endswith(f"/aanmelding/{registration.token}")
    assert f"/aanmelding/{registration.token}" in mail.text
    assert f"/aanmelding/{registration.token}" in mail.html


@pytest.mark.parametrize("moved_up", [False, True])
def test_the_mail_of_a_place_holds_the_ticket(app: Flask, *, moved_up: bool) -> None:
    registration = make.registration()
    online = make.registration(activity=make.activity(setting=Setting.ONLINE))

    (mail,) = confirm(registration, moved_up=moved_up)
    (without,) = confirm(online, moved_up=moved_up)

    (address,) = re.findall(r'<img src="([^"]+)"', mail.html)
    (code,) = qr.read(qr.opened(address))
    assert tickets.read(code) == registration.id
    assert "Je code voor de deur staat op je eigen pagina" in mail.text
    assert "<img" not in without.html
    assert "Je code voor de deur" not in without.text


def test_several_sessions_make_several_mails_each_with_its_own_entry() -> None:
    registration = make.registration(activity=make.activity(sessions=THREE_WEEKS))

    mails = confirm(registration)

    assert [mail.purpose for mail in mails] == [
        "place_confirmed",
        "further_session",
        "further_session",
    ]
    assert [event(mail).decoded("DTSTART") for mail in mails] == THREE_WEEKS
    assert len({str(event(mail)["UID"]) for mail in mails}) == 3
    assert str(event(mails[1])["SUMMARY"]).endswith(" (2)")
    assert mails[0].text.count("\n- ") == 3


def test_only_sessions_that_are_still_to_come_get_an_entry() -> None:
    activity = make.activity(sessions=THREE_WEEKS)
    activity.sessions[1].cancelled_at = NOW
    make.saved(activity)
    registration = make.registration(activity=activity)

    with played_at(activity.sessions[0].ends_at):
        (mail,) = confirm(registration)

    assert mail.purpose == "place_confirmed"
    assert event(mail).decoded("DTSTART") == THREE_WEEKS[2]


def test_moving_up_has_its_own_words() -> None:
    registration = make.registration()

    (mail,) = confirm(registration, moved_up=True)

    assert (mail.purpose, mail.calendar_method) == ("place_moved_up", "REQUEST")
    assert mail.subject.startswith("Er is een plaats voor je vrij")


def test_cancelling_takes_every_session_out_of_the_calendar() -> None:
    registration = make.registration(activity=make.activity(sessions=THREE_WEEKS))
    invited = confirm(registration)

    mails = cancel(registration)

    assert [mail.purpose for mail in mails] == [
        "place_given_up",
        "session_taken_out",
        "session_taken_out",
    ]
    assert {mail.calendar_method for mail in mails} == {"CANCEL"}
    assert [str(event(mail)["UID"]) for mail in mails] == [
        str(event(mail)["UID"]) for mail in invited
    ]
    assert [(event(mail)["SEQUENCE"], event(mail)["STATUS"]) for mail in mails] == [
        (1, "CANCELLED")
    ] * 3


def test_who_cancelled_gets_nothing_more() -> None:
    registration = make.registration()
    confirm(registration)
    cancel(registration)
    registration.status = Status.CANCELLED
    make.saved(registration)

    mails = news(
        lambda: actions.withdraw_all(ActivityCancelled(activity_id=registration.activity_id))
    )

    assert mails == []


def test_leaving_the_waiting_list_is_a_plain_mail() -> None:
    (mail,) = cancel(make.registration(status=Status.WAITING))

    assert (mail.purpose, mail.calendar, mail.calendar_method) == ("place_given_up", "", "")
    assert "wachtlijst" in mail.text


def test_what_left_the_calendar_once_is_not_taken_out_twice() -> None:
    registration = make.registration()
    confirm(registration)
    cancel(registration)

    (mail,) = cancel(registration)

    assert (mail.purpose, mail.calendar) == ("place_given_up", "")


def test_a_plain_mail_does_not_mistake_the_visitor_for_a_session(app: Flask) -> None:
    registration = make.registration(status=Status.WAITING)

    with app.test_request_context(method="POST"):
        cookie["seen"] = "something"
        (mail,) = cancel(registration)

    assert "Je staat niet meer op de wachtlijst." in mail.text
    assert "Je staat niet meer op de wachtlijst." in mail.html


def test_sessions_that_are_over_stay_in_the_calendar() -> None:
    activity = make.activity(sessions=THREE_WEEKS)
    registration = make.registration(activity=activity)
    confirm(registration)

    with played_at(activity.sessions[1].ends_at):
        (mail,) = cancel(registration)

    assert event(mail).decoded("DTSTART") == THREE_WEEKS[2]


def test_coming_back_keeps_the_entry_and_raises_its_sequence() -> None:
    registration = make.registration()

    told = [
        *confirm(registration),
        *cancel(registration),
        *confirm(registration),
        *cancel(registration),
    ]

    assert [event(mail)["SEQUENCE"] for mail in told] == [0, 1, 2, 3]
    assert len({str(event(mail)["UID"]) for mail in told}) == 1


def test_calling_an_activity_off_tells_everybody_concerned() -> None:
    activity = make.activity(cancel_reason="De zaal is afgebrand.")
    invited = make.registration(activity=activity)
    waiting = make.registration(activity=activity, status=Status.WAITING)
    make.registration(activity=activity, status=Status.CANCELLED)
    confirm(invited)

    mails = news(lambda: actions.withdraw_all(ActivityCancelled(activity_id=activity.id)))

    assert {(mail.recipient, mail.calendar_method) for mail in mails} == {
        (invited.person.email, "CANCEL"),
        (waiting.person.email, ""),
    }
    assert all("De zaal is afgebrand." in mail.text for mail in mails)


def test_who_has_no_address_gets_no_mail() -> None:
    registration = make.registration(person=make.person(email=None))

    assert [*confirm(registration), *cancel(registration)] == []


def test_an_english_registration_gets_english_mail_and_an_english_entry() -> None:
    (mail,) = confirm(make.registration(locale="en"))

    assert mail.subject.startswith("You have a place")
    assert "Case table" in str(event(mail)["DESCRIPTION"])


def test_what_may_hold_a_case_stands_in_no_subject_and_lies_open_in_no_calendar() -> None:
    case = make.activity(kind=Kind.CASUSTAFEL, title="Een baby die veel huilt")
    training = make.activity(kind=Kind.TRAINING, title="Hechting")

    (of_case,) = confirm(make.registration(activity=case))
    (of_training,) = confirm(make.registration(activity=training))

    assert "huilt" not in of_case.subject
    assert event(of_case)["CLASS"] == "PRIVATE"
    assert "huilt" in of_case.text
    assert "Hechting" in of_training.subject
    assert event(of_training)["CLASS"] == "PUBLIC"


@given(st.lists(st.booleans(), max_size=8))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_things_lets_a_sequence_fall_or_leaves_a_wrong_entry(
    app: Flask, steps: list[bool]
) -> None:
    """A model calendar that obeys every mail holds what it should after each of them."""
    registration = make.registration(activity=make.activity(sessions=THREE_WEEKS[:2]))
    sequences: dict[str, int] = {}
    calendar: set[str] = set()

    for takes_part in steps:
        for mail in confirm(registration) if takes_part else cancel(registration):
            if not mail.calendar:
                continue
            told = event(mail)
            uid, sequence = str(told["UID"]), told.decoded("SEQUENCE")
            assert sequence > sequences.get(uid, -1)
            sequences[uid] = sequence
            (calendar.add if mail.calendar_method == "REQUEST" else calendar.discard)(uid)
        assert len(calendar) == (2 if takes_part else 0)

    entries = db.select(CalendarEntry).where(CalendarEntry.person_id == registration.person_id)
    assert {e.uid for e in db.session.scalars(entries) if not e.is_withdrawn} == calendar
