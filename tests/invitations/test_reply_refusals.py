"""Answers that change nothing: forged, misled, mangled, late, or the talk of two machines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from rok_events.core.errors import ConflictError
from rok_events.db import db, transaction
from rok_events.invitations import queries, replies, reply_actions
from rok_events.mail import inbox, incoming
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.inbox_rules import Handling
from rok_events.people.queries import find_person
from rok_events.privacy import actions as privacy
from rok_events.privacy.queries import subject
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Answer, Applicant, Status
from tests import make
from tests.conftest import NOW
from tests.invitations.answering import EMAIL, entry_of, letters, said_by, take
from tests.invitations.clients import CLIENTS, google, outlook
from tests.invitations.said import Said, by_hand, event, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.invitations.replies import Outcome
    from rok_events.registrations.models import Registration

pytestmark = pytest.mark.usefixtures("database")

OTHER = "iemand@elders.example.org"
SOMEBODY = replies.SOMEBODY_ELSE
YES, NO = Answer.ACCEPTED, Answer.DECLINED


@pytest.fixture
def hers() -> Registration:
    """The registration of somebody with the only place, which a decline would free at once."""
    activity = make.activity(capacity=1, frees_at_once=True)
    with transaction():
        return registrations.register(activity.id, Applicant(name="Zoë de Vries", email=EMAIL))


def nothing_changed(hers: Registration) -> bool:
    entries = queries.entries(hers.activity_id, hers.person_id).values()
    return (
        (hers.status, hers.answer) == (Status.CONFIRMED, None)
        and {(entry.answer, entry.sequence) for entry in entries} == {(None, 0)}
        and letters("decline_question") == []
    )


def is_aside(kept: IncomingMail, outcome: Outcome) -> bool:
    return (kept.reason, kept.handling) == (outcome.words, Handling.ASIDE)


def as_from(raw: bytes, address: str) -> bytes:
    """Return a mail that claims another sender; the attendee stays who it was."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    return head.replace(EMAIL.encode(), address.encode()) + gap + body


def test_an_answer_from_another_address_is_laid_aside(hers: Registration) -> None:
    kept = take(as_from(google(said_by(hers, NO)), OTHER))

    assert is_aside(kept, replies.SOMEBODY_ELSE)
    assert kept.community_id == hers.activity.community_id
    assert nothing_changed(hers)


def test_an_answer_of_another_attendee_is_laid_aside(hers: Registration) -> None:
    forwarded = Said(uid=entry_of(hers).uid, email=OTHER, answer="DECLINED")

    assert is_aside(take(outlook(forwarded)), replies.SOMEBODY_ELSE)
    assert nothing_changed(hers)


def test_who_sends_the_answer_of_another_attendee_is_laid_aside(hers: Registration) -> None:
    other = event(Said(uid=entry_of(hers).uid, email=OTHER, answer="DECLINED"))

    assert is_aside(take(by_hand(said_by(hers, NO), wrapped(said_by(hers, NO), other))), SOMEBODY)
    assert nothing_changed(hers)


def test_who_forges_the_sender_needs_the_name_of_the_entry(hers: Registration) -> None:
    guessed = Said(uid="calendar-entry-1@agenda.example.org", email=EMAIL, answer="DECLINED")

    assert is_aside(take(google(guessed)), replies.UNKNOWN)
    assert nothing_changed(hers)
    assert len(entry_of(hers).uid.partition("@")[0]) == 27


def test_the_entry_of_one_does_not_answer_for_another(hers: Registration) -> None:
    with transaction():
        his = registrations.register(
            make.activity().id, Applicant(name="Sam", email="sam@zorg.example.org")
        )

    crossed = Said(uid=entry_of(his).uid, email=EMAIL, answer="DECLINED")

    assert is_aside(take(google(crossed)), replies.SOMEBODY_ELSE)
    assert nothing_changed(hers)
    assert his.status is Status.CONFIRMED


def test_a_secretary_who_answers_is_laid_aside(hers: Registration) -> None:
    said = said_by(hers, NO)
    line = f'ATTENDEE;PARTSTAT=DECLINED;SENT-BY="mailto:{OTHER}":mailto:{EMAIL}'
    lines = f"BEGIN:VEVENT\nUID:{said.uid}\n{line}\nEND:VEVENT\n"

    assert is_aside(take(by_hand(said, wrapped(said, lines))), replies.SOMEBODY_ELSE)
    assert nothing_changed(hers)


def test_an_invitation_that_was_passed_on_is_laid_aside(hers: Registration) -> None:
    said = said_by(hers, NO)
    line = f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{OTHER}":mailto:{EMAIL}'
    lines = f"BEGIN:VEVENT\nUID:{said.uid}\n{line}\nEND:VEVENT\n"

    assert is_aside(take(by_hand(said, wrapped(said, lines))), replies.PASSED_ON)
    assert nothing_changed(hers)


@pytest.mark.parametrize("uid", ["040000008200E00074C5B7101A82E008", "x\u0000y@agenda.example.org"])
def test_an_entry_of_another_network_is_laid_aside(hers: Registration, uid: str) -> None:
    assert is_aside(take(outlook(Said(uid=uid, email=EMAIL))), replies.UNKNOWN)
    assert nothing_changed(hers)


def test_an_answer_of_somebody_who_was_forgotten_is_laid_aside(hers: Registration) -> None:
    said = said_by(hers, YES)
    with transaction():
        privacy.erase(subject(EMAIL))

    kept = take(google(said))

    assert is_aside(kept, replies.UNKNOWN)
    assert find_person(EMAIL) is None


def test_two_events_in_one_answer_are_laid_aside(hers: Registration) -> None:
    said = said_by(hers, NO)

    kept = take(by_hand(said, wrapped(said, event(said), event(said))))

    assert is_aside(kept, replies.SEVERAL)
    assert nothing_changed(hers)


def test_a_calendar_object_of_ten_megabytes_is_laid_aside(hers: Registration) -> None:
    said = said_by(hers, NO)
    padded = wrapped(said, event(said, *["X-PADDING:" + "x" * 60] * 130_000))

    kept = take(by_hand(said, padded))

    assert (kept.reason, kept.handling) == (incoming.LONG_CALENDAR, Handling.ASIDE)
    assert nothing_changed(hers)


@pytest.mark.parametrize("charset", ["utf-16", "base64", "us-ascii", "punycode", "klingon", "x\0y"])
def test_a_wrong_charset_is_survived(hers: Registration, charset: str) -> None:
    raw = google(said_by(hers, YES)).replace(b'charset="UTF-8"', f"charset={charset}".encode())

    kept = take(raw)

    assert kept.handling in Handling
    assert hers.status is Status.CONFIRMED


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_the_same_mail_counts_once(hers: Registration, client: Callable[[Said], bytes]) -> None:
    raw = client(said_by(hers, YES))

    assert inbox.take(raw) is not None
    assert inbox.take(raw) is None
    assert db.session.scalar(select(func.count()).select_from(IncomingMail)) == 1


def test_an_answer_after_the_session_changes_nothing(hers: Registration) -> None:
    said = said_by(hers, NO)

    with time_machine.travel(hers.activity.ends_at, tick=False):
        kept = take(google(said))

    assert (kept.reason, kept.handling) == (replies.OVER.words, Handling.BY_ITSELF)
    assert nothing_changed(hers)


def test_a_yes_to_what_was_taken_back_is_laid_aside(hers: Registration) -> None:
    said = said_by(hers, YES)
    with transaction():
        registrations.cancel(hers.id)

    assert is_aside(take(google(said)), replies.WITHDRAWN)
    assert hers.status is Status.CANCELLED


def test_a_no_to_what_was_taken_back_is_taken_for_read(hers: Registration) -> None:
    said = said_by(hers, NO)
    with transaction():
        registrations.cancel(hers.id)

    assert take(google(said)).reason == replies.OVER.words


def test_a_calendar_that_says_nothing_changes_nothing(hers: Registration) -> None:
    said = Said(uid=entry_of(hers).uid, email=EMAIL, answer="NEEDS-ACTION")

    assert take(google(said)).reason == replies.SAYS_NOTHING.words
    assert nothing_changed(hers)


@pytest.mark.parametrize("method", ["COUNTER", "REFRESH"])
def test_who_asks_something_of_what_was_taken_back_gets_no_answer(
    hers: Registration, method: str
) -> None:
    raw = asking(hers, method, 1)
    with transaction():
        registrations.cancel(hers.id)

    assert take(raw).reason == replies.OVER.words
    assert letters("other_time_refused") == []


def asking(hers: Registration, method: str, number: int, *headers: str) -> bytes:
    said = said_by(hers, YES, method=method, number=number)
    return by_hand(said, wrapped(said, event(said)), *headers)


def test_who_wants_another_time_hears_whom_to_write_to_once_a_day(hers: Registration) -> None:
    kept = [take(asking(hers, "COUNTER", number)) for number in range(3)]

    assert all(is_aside(one, replies.OTHER_TIME) for one in kept)
    assert [letter.recipient for letter in letters("other_time_refused")] == [EMAIL]
    assert nothing_changed(hers)

    with time_machine.travel(NOW + timedelta(days=1, minutes=1), tick=False):
        take(asking(hers, "COUNTER", 9))

    assert len(letters("other_time_refused")) == 2


def test_who_asks_for_the_invitation_again_gets_it_once_a_day(hers: Registration) -> None:
    reasons = [take(asking(hers, "REFRESH", number)).reason for number in range(3)]

    assert reasons == [replies.SENT_AGAIN.words, *[replies.ENOUGH.words] * 2]
    assert [letter.calendar_method for letter in letters("further_session")] == ["REQUEST"]
    assert entry_of(hers).sequence == 1


@pytest.mark.parametrize("method", ["COUNTER", "REFRESH"])
@pytest.mark.parametrize("mark", ["Auto-Submitted: auto-replied", "Precedence: bulk"])
def test_a_machine_gets_no_answer(hers: Registration, method: str, mark: str) -> None:
    before = len(letters("further_session"))

    take(asking(hers, method, 1, mark))

    assert letters("other_time_refused") == []
    assert len(letters("further_session")) == before


def test_a_machine_that_declines_is_not_asked(hers: Registration) -> None:
    hers.activity.frees_at_once = False
    db.session.commit()
    said = said_by(hers, NO)

    kept = take(by_hand(said, wrapped(said, event(said)), "Auto-Submitted: auto-replied"))

    assert kept.reason == replies.KEPT.words
    assert (hers.status, letters("decline_question")) == (Status.CONFIRMED, [])


def test_two_machines_that_answer_each_other_fall_silent(hers: Registration) -> None:
    for number in range(40):
        with time_machine.travel(NOW + timedelta(minutes=number), tick=False):
            take(asking(hers, ("COUNTER", "REFRESH")[number % 2], number))

    assert len(letters("other_time_refused")) + len(letters("further_session")) == 1


def test_coming_after_all_is_too_late_once_the_place_is_gone(hers: Registration) -> None:
    with transaction():
        registrations.cancel(hers.id)

    with pytest.raises(ConflictError), transaction():
        reply_actions.come(hers.id)
