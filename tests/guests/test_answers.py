"""What follows from an answer, on the page or in a calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from rok_events.activities.models import Question
from rok_events.activities.rules import QuestionKind, Setting
from rok_events.core.errors import ConflictError
from rok_events.db import db, transaction
from rok_events.guests import actions, answer_actions, queries, tasks
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.guests.models import Guest
from rok_events.guests.rules import Standing
from rok_events.invitations.events import CalendarAnswered
from rok_events.invitations.models import CalendarEntry
from rok_events.mail.models import OutgoingMail
from rok_events.people import actions as people
from rok_events.registrations import actions as registrations
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Answer, Applicant, Status
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")

EMAIL = "noor@example.org"


def invited(**activity: object) -> Guest:
    """Return a guest who has had the mail."""
    made = make.activity(**activity)
    with transaction():
        actions.invite(made.id, {EMAIL: Entry(EMAIL, "Noor de Wit")}, Wish())
    tasks.write()
    return db.session.scalars(select(Guest)).one()


def answer(guest: Guest, said: Answer) -> None:
    """Answer in the calendar, as the reply is taken in."""
    with transaction():
        entry = db.session.scalars(select(CalendarEntry)).first()
        if entry is not None:
            entry.answer = said
        answer_actions.take_answer(
            CalendarAnswered(
                person_id=guest.person_id,
                activity_id=guest.activity_id,
                session_id=guest.activity.sessions[0].id,
                answer=said,
            )
        )


def accept(guest: Guest, name: str = "Noor de Wit") -> None:
    with transaction():
        answer_actions.accept(guest.id, Applicant(name=name, email=EMAIL))


def told() -> list[tuple[str, str]]:
    """Return the mails after the invitation, each with what it does to the calendar."""
    chosen = select(OutgoingMail).where(OutgoingMail.purpose != "guest_invited")
    rows = db.session.scalars(chosen.order_by(OutgoingMail.id))
    return [(mail.purpose, mail.calendar_method) for mail in rows]


def registered() -> list[Status]:
    return list(db.session.scalars(select(Registration.status).order_by(Registration.id)))


def entry() -> CalendarEntry:
    return db.session.scalars(select(CalendarEntry)).one()


def test_saying_yes_registers_and_keeps_the_same_entry() -> None:
    guest = invited()
    uid, sequence = entry().uid, entry().sequence

    accept(guest)

    assert registered() == [Status.CONFIRMED]
    assert told() == [("place_confirmed", "REQUEST")]
    assert (entry().uid, entry().sequence) == (uid, sequence + 1)
    assert entry().page.startswith("/aanmelding/")
    assert queries.standing(guest) is Standing.CONFIRMED


def test_saying_yes_twice_is_once() -> None:
    guest = invited()

    for _time in range(2):
        accept(guest)

    assert told() == [("place_confirmed", "REQUEST")]


def test_who_says_yes_may_tell_the_right_name() -> None:
    guest = invited()

    accept(guest, name="Noor van Wit")

    assert guest.person.name == "Noor van Wit"


def test_saying_yes_in_the_calendar_registers_with_what_is_known() -> None:
    guest = invited()
    ggd = make.organisation(name="GGD IJsselland")
    with transaction():
        people.affiliate(guest.person_id, ggd.id, NOW.date())

    answer(guest, Answer.ACCEPTED)

    registration = db.session.scalars(select(Registration)).one()
    assert registration.status is Status.CONFIRMED
    assert registration.organisation == ggd
    assert registration.consent
    assert told() == [("place_confirmed", "REQUEST")]


@pytest.mark.parametrize("setting", [Setting.ONLINE, Setting.HYBRID])
def test_the_link_to_an_online_session_comes_with_a_place(setting: Setting) -> None:
    guest = invited(setting=setting, online_url="https://bellen.example.org/1")
    before = db.session.scalars(select(OutgoingMail)).one()

    accept(guest)

    after = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert after is not None
    for words in (before.text, before.html, before.calendar):
        assert "bellen.example.org" not in words
    assert "bellen.example.org" in after.calendar


def test_a_calendar_does_not_tell_everything() -> None:
    guest = invited()
    make.saved(
        Question(
            activity_id=guest.activity_id,
            position=1,
            kind=QuestionKind.TEXT,
            label="Wat eet je?",
            is_required=True,
        )
    )

    answer(guest, Answer.ACCEPTED)

    assert [purpose for purpose, _method in told()] == ["place_confirmed", "guest_more"]
    registration = db.session.scalars(select(Registration)).one()
    letter = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.purpose == "guest_more")
    ).one()
    assert f"/aanmelding/{registration.token}/wijzigen" in letter.text


def test_who_says_yes_without_a_place_keeps_no_entry_until_there_is_one() -> None:
    guest = invited(capacity=1)
    first = make.registration(activity=guest.activity)

    answer(guest, Answer.ACCEPTED)

    assert registered() == [Status.CONFIRMED, Status.WAITING]
    assert entry().is_withdrawn
    assert told() == [("waiting", ""), ("guest_waits", "CANCEL")]

    with transaction():
        registrations.cancel(first.id)

    assert not entry().is_withdrawn
    assert told()[-1] == ("place_moved_up", "REQUEST")
    assert entry().sequence == 2


def test_a_guest_who_registers_by_the_form_without_a_place_keeps_no_entry_either() -> None:
    guest = invited(capacity=1)
    make.registration(activity=guest.activity)

    with transaction():
        registrations.register(guest.activity_id, Applicant(name="Noor", email=EMAIL))

    assert told() == [("waiting", ""), ("guest_waits", "CANCEL")]


def test_saying_no_on_the_page_empties_the_calendar() -> None:
    guest = invited()

    for _time in range(2):
        with transaction():
            answer_actions.decline(guest.id)

    assert told() == [("guest_declined", "CANCEL")]
    assert queries.standing(guest) is Standing.DECLINED
    assert registered() == []


def test_saying_no_in_the_calendar_needs_no_mail() -> None:
    guest = invited()

    answer(guest, Answer.DECLINED)

    assert told() == []
    assert entry().is_withdrawn
    assert queries.standing(guest) is Standing.DECLINED


def test_whoever_said_no_can_still_say_yes() -> None:
    guest = invited()
    answer(guest, Answer.DECLINED)

    answer(guest, Answer.ACCEPTED)

    assert registered() == [Status.CONFIRMED]
    assert not entry().is_withdrawn


def test_perhaps_is_noted_and_changes_nothing_else() -> None:
    guest = invited()

    answer(guest, Answer.TENTATIVE)
    with transaction():
        answer_actions.consider(guest.id)

    assert queries.standing(guest) is Standing.TENTATIVE
    assert (told(), registered(), entry().is_withdrawn) == ([], [], False)


def test_a_yes_that_comes_too_late_is_told_by_mail_and_once() -> None:
    guest = invited()
    guest.activity.closes_at = NOW - timedelta(minutes=1)
    db.session.commit()

    answer(guest, Answer.ACCEPTED)
    answer(guest, Answer.ACCEPTED)

    assert registered() == []
    assert told() == [("guest_too_late", "CANCEL")]


def test_a_robot_that_accepts_every_mail_is_registered_once() -> None:
    guest = invited()

    for _time in range(3):
        answer(guest, Answer.ACCEPTED)

    assert [purpose for purpose, _ in told()] == ["place_confirmed", "guest_more"]


def test_what_was_taken_back_can_no_longer_be_answered() -> None:
    guest = invited()
    with transaction():
        actions.take_back(guest.id)

    answer(guest, Answer.ACCEPTED)
    with pytest.raises(ConflictError):
        accept(guest)

    assert registered() == []


def test_answers_after_registering_are_about_the_registration() -> None:
    guest = invited()
    accept(guest)

    answer(guest, Answer.DECLINED)
    with pytest.raises(ConflictError), transaction():
        answer_actions.decline(guest.id)

    assert registered() == [Status.CONFIRMED]
    assert queries.standing(guest) is Standing.CONFIRMED


def test_who_cancels_the_registration_does_not_come() -> None:
    guest = invited()
    accept(guest)

    with transaction():
        registrations.cancel(db.session.scalars(select(Registration.id)).one())

    assert queries.standing(guest) is Standing.DECLINED
    assert queries.unanswered(guest.activity_id) == []


def test_an_answer_of_somebody_who_was_not_invited_is_not_ours() -> None:
    activity, person = make.activity(), make.person()

    with transaction():
        answer_actions.take_answer(
            CalendarAnswered(
                person_id=person.id,
                activity_id=activity.id,
                session_id=activity.sessions[0].id,
                answer=Answer.ACCEPTED,
            )
        )

    assert registered() == []
