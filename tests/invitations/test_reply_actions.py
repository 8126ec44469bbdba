"""What becomes of an answer from a calendar: from the mail that brings it to the rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from rok_events.db import db, transaction
from rok_events.invitations import replies, reply_actions
from rok_events.mail.inbox_rules import Handling
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Answer, Applicant, Status
from tests import make
from tests.conftest import NOW
from tests.invitations.answering import EMAIL, entry_of, letters, said_by, take
from tests.invitations.clients import CLIENTS
from tests.invitations.said import by_hand, event, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.activities.models import Activity
    from rok_events.registrations.models import Registration
    from tests.invitations.said import Said

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def activity() -> Activity:
    """An activity with one place."""
    return make.activity(capacity=1)


@pytest.fixture
def hers(activity: Activity) -> Registration:
    """The registration of somebody with the place."""
    with transaction():
        return registrations.register(activity.id, Applicant(name="Zoë de Vries", email=EMAIL))


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.TENTATIVE])
def test_a_yes_or_perhaps_is_noted(
    hers: Registration, client: Callable[[Said], bytes], answer: Answer
) -> None:
    kept = take(client(said_by(hers, answer)))

    assert (kept.reason, kept.handling) == (replies.NOTED[answer].words, Handling.BY_ITSELF)
    assert (hers.status, hers.answer) == (Status.CONFIRMED, answer)
    assert entry_of(hers).answer is answer
    assert letters("decline_question") == []


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_who_declines_is_asked_first(hers: Registration, client: Callable[[Said], bytes]) -> None:
    kept = take(client(said_by(hers, Answer.DECLINED)))

    assert kept.reason == replies.ASKED.words
    assert (hers.status, hers.answer) == (Status.CONFIRMED, Answer.DECLINED)
    question = letters("decline_question")[0]
    assert question.recipient == EMAIL
    assert f"/aanmelding/{hers.token}/afmelden" in question.text
    assert f"/aanmelding/{hers.token}/toch" in question.text
    assert f"/aanmelding/{hers.token}/toch" in question.html


def test_a_decline_frees_the_place_where_the_activity_says_so(hers: Registration) -> None:
    activity = hers.activity
    activity.frees_at_once = True
    db.session.commit()
    with transaction():
        first = registrations.register(activity.id, Applicant(name="Sam", email="sam@z.example"))

    kept = take(CLIENTS["outlook"](said_by(hers, Answer.DECLINED)))

    assert kept.reason == replies.FREED.words
    assert (hers.status, first.status) == (Status.CANCELLED, Status.CONFIRMED)
    assert letters("place_given_up")[0].calendar_method == "CANCEL"
    assert letters("place_moved_up")[0].recipient == "sam@z.example"
    assert letters("decline_question") == []


def test_coming_after_all_puts_the_session_back_into_the_calendar(hers: Registration) -> None:
    take(CLIENTS["apple"](said_by(hers, Answer.DECLINED)))
    sequence = entry_of(hers).sequence

    for _ in range(2):
        with transaction():
            reply_actions.come(hers.id)

    entry = entry_of(hers)
    assert (hers.status, hers.answer) == (Status.CONFIRMED, Answer.ACCEPTED)
    assert (entry.sequence, entry.answer) == (sequence + 1, Answer.ACCEPTED)
    renewal = letters("further_session")[0]
    assert renewal.calendar_method == "REQUEST"
    assert f"SEQUENCE:{sequence + 1}" in renewal.calendar
    assert len(letters("further_session")) == 1


def test_a_decline_from_before_does_not_undo_coming_after_all(hers: Registration) -> None:
    take(CLIENTS["apple"](said_by(hers, Answer.DECLINED, number=1)))
    with transaction():
        reply_actions.come(hers.id)

    kept = take(CLIENTS["google"](said_by(hers, Answer.DECLINED, sequence=0, number=2)))

    assert kept.reason == replies.OLDER.words
    assert (hers.answer, entry_of(hers).answer) == (Answer.ACCEPTED, Answer.ACCEPTED)


def test_an_old_answer_does_not_undo_a_new_one(hers: Registration) -> None:
    take(CLIENTS["google"](said_by(hers, Answer.ACCEPTED, stamp="20270115T095500Z", number=1)))

    kept = take(CLIENTS["google"](said_by(hers, Answer.DECLINED, stamp="20270115T095400Z")))

    assert (kept.reason, kept.handling) == (replies.OLDER.words, Handling.BY_ITSELF)
    assert (hers.answer, entry_of(hers).answer) == (Answer.ACCEPTED, Answer.ACCEPTED)


def test_a_clock_that_runs_ahead_does_not_silence_what_follows(hers: Registration) -> None:
    take(CLIENTS["apple"](said_by(hers, Answer.ACCEPTED, stamp="20990101T000000Z", number=1)))

    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        take(CLIENTS["apple"](said_by(hers, Answer.DECLINED, stamp="20270115T100500Z")))

    assert hers.answer is Answer.DECLINED


def moved(registration: Registration) -> None:
    """Move the session of a registration by an hour, and tell its calendar."""
    entry = entry_of(registration)
    entry.sequence += 1
    entry.session.starts_at += timedelta(hours=1)
    entry.session.ends_at += timedelta(hours=1)
    db.session.commit()


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_a_yes_to_the_time_of_before_is_no_yes_to_this_one(
    hers: Registration, client: Callable[[Said], bytes]
) -> None:
    moved(hers)

    kept = take(client(said_by(hers, Answer.ACCEPTED, sequence=0)))

    assert kept.reason == replies.OUTDATED.words
    assert (hers.answer, entry_of(hers).answer) == (None, None)


def test_a_no_to_the_time_of_before_is_always_asked(hers: Registration) -> None:
    hers.activity.frees_at_once = True
    moved(hers)

    kept = take(CLIENTS["thunderbird"](said_by(hers, Answer.DECLINED, sequence=0)))

    assert kept.reason == replies.ASKED.words
    assert hers.status is Status.CONFIRMED


def test_an_older_message_for_the_same_time_counts(hers: Registration) -> None:
    entry_of(hers).sequence += 1
    db.session.commit()

    kept = take(CLIENTS["outlook"](said_by(hers, Answer.TENTATIVE, sequence=0)))

    assert kept.reason == replies.NOTED[Answer.TENTATIVE].words


def test_declining_one_session_of_a_training_frees_no_place() -> None:
    starts = [NOW + timedelta(days=days) for days in (10, 17)]
    activity = make.activity(sessions=starts, frees_at_once=True)
    with transaction():
        hers = registrations.register(activity.id, Applicant(name="Zoë", email=EMAIL))

    first = take(by(hers, Answer.DECLINED, session=0))

    assert first.reason == replies.ONE_SESSION.words
    assert (hers.status, hers.answer) == (Status.CONFIRMED, None)
    assert entry_of(hers).answer is Answer.DECLINED

    second = take(by(hers, Answer.DECLINED, session=1))

    assert second.reason == replies.FREED.words
    assert hers.status is Status.CANCELLED


def by(registration: Registration, answer: Answer, session: int) -> bytes:
    said = said_by(registration, answer, session=session, number=session)
    return by_hand(said, wrapped(said, event(said)))


def test_who_waits_and_declines_is_asked_too(hers: Registration) -> None:
    hers.status = Status.WAITING
    db.session.commit()

    kept = take(CLIENTS["google"](said_by(hers, Answer.DECLINED)))

    assert kept.reason == replies.ASKED.words
    assert "wachtlijst" in letters("decline_question")[0].text


def test_the_question_is_asked_once_a_day(hers: Registration) -> None:
    for number in range(3):
        take(CLIENTS["google"](said_by(hers, Answer.DECLINED, number=number)))

    assert len(letters("decline_question")) == 1

    with time_machine.travel(NOW + timedelta(days=1, minutes=1), tick=False):
        take(CLIENTS["google"](said_by(hers, Answer.DECLINED, number=3, stamp="20270116T100100Z")))

    assert len(letters("decline_question")) == 2
