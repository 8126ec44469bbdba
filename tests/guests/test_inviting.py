"""Inviting: who gets an invitation, what it brings, reminders, and taking back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.activities import actions as activities
from rok_events.activities.events import ScheduleChanged
from rok_events.activities.rules import State
from rok_events.core import events
from rok_events.core.errors import ConflictError
from rok_events.db import db, transaction
from rok_events.guests import actions, answer_actions, queries, tasks
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.guests.models import Guest
from rok_events.guests.rules import Owed, Refusal, Source, Standing
from rok_events.invitations.models import CalendarEntry
from rok_events.mail import actions as mail
from rok_events.mail.models import OutgoingMail
from rok_events.people.models import Person
from rok_events.registrations.rules import Answer, Status
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(days=4)


def people(*emails: str, name: str = "") -> dict[str, Entry]:
    return {email: Entry(email, name) for email in emails}


def invite(activity: Activity, *emails: str, note: str = "", locale: str = "nl") -> int:
    with transaction():
        return actions.invite(activity.id, people(*emails), Wish(note=note, locale=locale))


def mails(purpose: str = "guest_invited") -> list[OutgoingMail]:
    chosen = select(OutgoingMail).where(OutgoingMail.purpose == purpose)
    return list(db.session.scalars(chosen.order_by(OutgoingMail.id)))


def guest_of(email: str) -> Guest:
    return db.session.scalars(select(Guest).join(Person).where(Person.email == email)).one()


def test_an_invitation_brings_a_link_and_the_first_session() -> None:
    activity = make.activity(title="Casustafel slapen")

    invite(activity, "noor.de.wit@example.org", note="Je kennis is nodig.")
    tasks.write()

    letter = mails()[0]
    guest = guest_of("noor.de.wit@example.org")
    assert letter.recipient_name == guest.person.name == "Noor de Wit"
    assert f"https://agenda.example.org/uitnodiging/{guest.token}" in letter.text
    assert "Je kennis is nodig." in letter.text
    assert letter.about == f"guest:{guest.id}"
    assert letter.can_unsubscribe
    assert letter.calendar_method == "REQUEST"
    event = letter.calendar.replace("\r\n ", "")
    assert "PARTSTAT=NEEDS-ACTION" in event
    assert "RSVP=TRUE" in event
    assert guest.token in event
    assert guest.owed is None
    assert db.session.scalars(select(CalendarEntry)).one().page == f"/uitnodiging/{guest.token}"


def test_the_mail_says_why_somebody_gets_it() -> None:
    community = make.community(name="ROK Deventer")
    activity = make.activity(community=community)
    known = make.person()
    make.registration(activity=make.activity(community=community), person=known)
    robin = make.account(name="Robin")

    with transaction():
        entries = people(known.email or "", "nieuw@example.org")
        actions.invite(activity.id, entries, Wish(locale="en", account_id=robin.id))
    tasks.write()

    first, second = mails()
    assert "because you registered for an activity of ROK Deventer before" in first.text
    assert "because Robin of ROK Deventer wants to invite you" in second.text
    assert guest_of("nieuw@example.org").source is Source.GIVEN


def test_of_several_sessions_the_mail_names_all_and_invites_for_the_first() -> None:
    starts = [make.SPRING + timedelta(weeks=n) for n in range(3)]
    activity = make.activity(sessions=starts)

    invite(activity, "noor@example.org", locale="en")
    tasks.write()

    letter = mails()[0]
    assert letter.text.count("2027, 13:30") == 4
    assert letter.calendar.count("BEGIN:VEVENT") == 1
    assert "DTSTART;TZID=Europe/Amsterdam:20270401T133000" in letter.calendar


def test_who_is_known_keeps_the_known_name() -> None:
    activity = make.activity()
    make.person(name="Noor de Wit", email="noor@example.org")

    with transaction():
        actions.invite(activity.id, people("noor@example.org", name="N. Wit"), Wish())

    assert guest_of("noor@example.org").person.name == "Noor de Wit"


def test_nobody_is_invited_twice() -> None:
    activity = make.activity()

    numbers = [invite(activity, "noor@example.org"), invite(activity, "noor@example.org")]
    tasks.write()
    tasks.write()

    assert numbers == [1, 0]
    assert len(mails()) == 1


def test_a_list_is_judged_before_anybody_is_invited() -> None:
    activity = make.activity()
    emails = {why: f"{why.value}@example.org" for why in Refusal}
    status = {Refusal.REGISTERED: Status.WAITING, Refusal.CANCELLED: Status.CANCELLED}
    for why, state in status.items():
        person = make.person(email=emails[why])
        make.registration(activity=activity, person=person, status=state)
    make.guest(activity=activity, person=make.person(email=emails[Refusal.INVITED]))
    with transaction():
        mail.decline(emails[Refusal.UNWANTED])
        mail.note_bounce(emails[Refusal.BOUNCED], "No such mailbox")

    judged = actions.judge(activity.id, people("new@example.org", *emails.values()))

    assert [entry.email for entry in judged.wanted] == ["new@example.org"]
    assert {why: entry.email for entry, why in judged.refused} == emails


@pytest.mark.parametrize(
    "given",
    [
        {"state": State.DRAFT},
        {"state": State.CANCELLED},
        {"starts_at": NOW - timedelta(days=1)},
        {"closes_at": NOW},
    ],
    ids=["draft", "cancelled", "over", "closed"],
)
def test_nobody_is_invited_to_what_takes_no_registrations(given: dict[str, object]) -> None:
    activity = make.activity(**given)

    with pytest.raises(ConflictError):
        invite(activity, "noor@example.org")


def test_what_is_owed_is_not_written_once_it_makes_no_sense() -> None:
    activity = make.activity()
    invite(activity, "komt@example.org", "nee@example.org", "stop@example.org", "wel@example.org")
    make.registration(activity=activity, person=guest_of("komt@example.org").person)
    guest_of("nee@example.org").answer = Answer.DECLINED
    with transaction():
        mail.decline("stop@example.org")
        guest_of("nee@example.org").answer = Answer.DECLINED

    tasks.write()

    assert [letter.recipient for letter in mails()] == ["wel@example.org"]
    assert queries.first_owed() is None


def test_nothing_is_written_for_an_activity_that_was_cancelled_meanwhile() -> None:
    activity = make.activity()
    invite(activity, "noor@example.org")

    with transaction():
        activities.cancel(activity.id, "Geen zaal")
    tasks.write()

    assert mails() == []


def test_a_cancelled_activity_leaves_the_calendars_of_guests() -> None:
    activity = make.activity()
    invite(activity, "noor@example.org")
    tasks.write()

    with transaction():
        activities.cancel(activity.id, "Geen zaal")

    letter = mails("activity_cancelled")[0]
    assert (letter.recipient, letter.calendar_method) == ("noor@example.org", "CANCEL")


def test_who_does_not_answer_is_reminded_once_in_some_days() -> None:
    activity = make.activity()
    invite(activity, "stil@example.org", "nee@example.org", "komt@example.org")
    tasks.write()
    make.registration(activity=activity, person=guest_of("komt@example.org").person)
    with transaction():
        at_once = actions.remind(activity.id)
        guest_of("nee@example.org").answer = Answer.DECLINED

    with time_machine.travel(LATER, tick=False):
        with transaction():
            later = actions.remind(activity.id)
        with transaction():
            again = actions.remind(activity.id)
        tasks.write()

    assert (at_once, later, again) == (0, 1, 0)
    letter = mails("guest_reminded")[0]
    assert (letter.recipient, letter.calendar) == ("stil@example.org", "")
    assert [guest.person.email for guest in queries.unanswered(activity.id)] == ["stil@example.org"]


def test_an_invitation_that_is_taken_back_leaves_the_calendar() -> None:
    activity = make.activity()
    invite(activity, "noor@example.org")
    tasks.write()
    guest = guest_of("noor@example.org")

    with transaction():
        actions.take_back(guest.id)
    with transaction():
        actions.take_back(guest.id)

    letters = mails("guest_taken_back")
    assert [letter.calendar_method for letter in letters] == ["CANCEL"]
    assert "SEQUENCE:1" in letters[0].calendar
    assert queries.standing(guest) is Standing.TAKEN_BACK


def test_what_was_not_written_yet_is_taken_back_in_silence() -> None:
    activity = make.activity()
    invite(activity, "noor@example.org")

    with transaction():
        actions.take_back(guest_of("noor@example.org").id)
    tasks.write()

    assert db.session.scalars(select(OutgoingMail)).all() == []


def test_who_registered_or_said_no_has_no_invitation_to_take_back() -> None:
    activity = make.activity()
    comes, declined = make.guest(activity=activity), make.guest(activity=activity)
    make.registration(activity=activity, person=comes.person)
    with transaction():
        db.session.get_one(Guest, declined.id).answer = Answer.DECLINED

    for guest in (comes, declined):
        with pytest.raises(ConflictError), transaction():
            actions.take_back(guest.id)


def test_the_unanswered_are_those_who_had_their_mail() -> None:
    activity = make.activity()
    make.guest(activity=activity, owed=Owed.INVITATION)
    asked = make.guest(activity=activity, opened_at=NOW)

    assert queries.unanswered(activity.id) == [asked]


def test_a_session_that_moves_moves_in_the_calendars_of_guests() -> None:
    starts = [make.SPRING, make.SPRING + timedelta(weeks=1)]
    activity = make.activity(sessions=starts)
    invite(activity, "noor@example.org", "nee@example.org")
    tasks.write()
    with transaction():
        answer_actions.decline(guest_of("nee@example.org").id)

    with transaction():
        session = activity.sessions[0]
        session.starts_at += timedelta(hours=1)
        events.announce(ScheduleChanged(activity_id=activity.id))

    told = [
        (mail.recipient, mail.calendar_method, "SEQUENCE:1" in mail.calendar)
        for mail in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
        if not mail.purpose.startswith("guest_")
    ]
    assert told == [("noor@example.org", "REQUEST", True)]
    assert len(db.session.scalars(select(CalendarEntry)).all()) == 2
