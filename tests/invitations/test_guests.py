"""Entries of people who are invited: asked, answered, dropped, back again, and found by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.activities.events import ActivityCancelled
from rok_events.db import db, transaction
from rok_events.invitations import actions, mails, queries
from rok_events.mail.letters import Letter
from rok_events.registrations.rules import Answer
from tests import make
from tests.invitations.mails import cancel, confirm, event, news

if TYPE_CHECKING:
    from rok_events.invitations.models import CalendarEntry

pytestmark = pytest.mark.usefixtures("database")

TWO_WEEKS = [make.SPRING, make.SPRING + timedelta(weeks=1)]
PAGE = "/uitnodiging/geheim"


def invited(answer: Answer | None = None) -> list[CalendarEntry]:
    """Invite somebody to an activity of two sessions, and let the first be answered."""
    activity, person = make.activity(sessions=TWO_WEEKS), make.person(name="Zoë Müller")
    with transaction():
        entries = [
            actions.ask(person, session, page=PAGE, locale="nl") for session in activity.sessions
        ]
        entries[0].answer = answer
    return entries


def test_asking_makes_an_entry_and_leaves_the_letter_to_others() -> None:
    activity, person = make.activity(), make.person()

    queued = news(lambda: actions.ask(person, activity.sessions[0], page=PAGE, locale="en"))

    (entry,) = queries.entries(activity.id, person.id).values()
    assert queued == []
    assert (entry.sequence, entry.is_withdrawn, entry.page, entry.locale) == (0, False, PAGE, "en")


def test_a_letter_brings_the_entry_to_whom_it_goes_to() -> None:
    entry, _ = invited()
    letter = Letter(
        purpose="test",
        about="test:1",
        recipient=entry.person.email or "",
        recipient_name=entry.person.name,
        subject="Kom je ook?",
        text="",
        html="",
    )

    made = mails.with_entry(letter, entry)

    assert made.calendar_method == "REQUEST"
    assert "PARTSTAT=NEEDS-ACTION" in made.calendar.replace("\r\n ", "")
    assert f"https://agenda.example.org{PAGE}" in made.calendar.replace("\r\n ", "")
    assert replace(made, calendar="", calendar_method="") == letter


def test_asking_again_renews_the_entry() -> None:
    entry, _ = invited()
    uid = entry.uid

    with transaction():
        again = actions.ask(entry.person, entry.session, page="/uitnodiging/nieuw", locale="nl")

    assert (again.id, again.uid, again.sequence) == (entry.id, uid, 1)
    assert again.page == "/uitnodiging/nieuw"


def test_whoever_comes_keeps_the_entry_they_were_invited_with() -> None:
    entries = invited(Answer.ACCEPTED)
    uids = [entry.uid for entry in entries]
    registration = make.registration(activity=entries[0].session.activity, person=entries[0].person)

    told = confirm(registration)

    assert [str(event(mail)["UID"]) for mail in told] == uids
    assert [event(mail)["SEQUENCE"] for mail in told] == [1, 1]
    assert entries[0].page == f"/aanmelding/{registration.token}"
    assert entries[0].answer is Answer.ACCEPTED


def test_a_calendar_that_declined_needs_no_mail_but_its_other_sessions_do() -> None:
    first, second = invited(Answer.DECLINED)

    (mail,) = news(lambda: actions.drop(first.person_id, first.session.activity_id))

    assert (first.is_withdrawn, second.is_withdrawn) == (True, True)
    assert (mail.purpose, mail.calendar_method) == ("session_taken_out", "CANCEL")
    assert str(event(mail)["UID"]) == second.uid
    assert event(mail)["SEQUENCE"] == 1


def test_what_others_write_about_is_taken_out_without_a_mail() -> None:
    first, second = invited()

    queued = news(lambda: actions.take_out(first.person_id, first.session.activity_id))
    again = news(lambda: actions.take_out(first.person_id, first.session.activity_id))

    assert (queued, again) == ([], [])
    assert [(one.is_withdrawn, one.sequence) for one in (first, second)] == [(True, 1)] * 2


def test_whoever_declined_and_comes_after_all_is_asked_anew() -> None:
    first, _second = invited(Answer.DECLINED)
    with transaction():
        actions.drop(first.person_id, first.session.activity_id)
    registration = make.registration(activity=first.session.activity, person=first.person)

    mail, *_ = confirm(registration)

    assert str(event(mail)["UID"]) == first.uid
    assert event(mail)["SEQUENCE"] == 1
    assert (first.answer, first.is_withdrawn) == (None, False)


def test_guests_hear_that_an_activity_is_cancelled() -> None:
    first, _second = invited()

    told = news(
        lambda: actions.withdraw_all(ActivityCancelled(activity_id=first.session.activity_id))
    )

    assert [mail.purpose for mail in told] == ["activity_cancelled", "session_taken_out"]
    assert {mail.calendar_method for mail in told} == {"CANCEL"}
    assert PAGE in told[1].text


def test_an_entry_is_found_by_its_name() -> None:
    entry, _ = invited()

    assert queries.find_entry(entry.uid) is entry
    assert queries.find_entry("onbekend@agenda.example.org") is None


@pytest.mark.parametrize(
    ("answer", "kept"),
    [(Answer.TENTATIVE, Answer.TENTATIVE), (Answer.DECLINED, None), (None, None)],
)
def test_renewing_sends_the_invitation_once_more(
    answer: Answer | None, kept: Answer | None
) -> None:
    entry, _ = invited(answer)

    (mail,) = news(lambda: actions.renew(entry))

    assert (mail.calendar_method, event(mail)["SEQUENCE"]) == ("REQUEST", 1)
    assert entry.answer is kept
    assert PAGE in mail.text


def test_a_renewed_entry_of_somebody_registered_is_found_at_the_registration() -> None:
    registration = make.registration()
    confirm(registration)
    (entry,) = queries.entries(registration.activity_id, registration.person_id).values()

    (mail,) = news(lambda: actions.renew(entry))

    assert mail.about == f"registration:{registration.id}"


def test_an_entry_of_somebody_without_an_address_is_not_sent() -> None:
    entry, _ = invited()
    entry.person.email = None
    db.session.commit()

    assert news(lambda: actions.renew(entry)) == []


def test_an_invited_entry_leaves_with_the_registration_it_became() -> None:
    first, second = invited()
    registration = make.registration(activity=first.session.activity, person=first.person)
    confirm(registration)

    told = cancel(registration)

    assert {str(event(mail)["UID"]) for mail in told} == {first.uid, second.uid}
    assert [event(mail)["SEQUENCE"] for mail in told] == [2, 2]
