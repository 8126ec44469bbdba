"""Reading what calendar programs send back, and weighing it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.invitations import replies
from rok_events.invitations.calendar import ZONE
from rok_events.invitations.replies import Method, Reply, UnreadableError
from rok_events.mail import incoming
from rok_events.mail.incoming import Sort
from rok_events.registrations.rules import Answer
from tests.invitations.clients import CLIENTS
from tests.invitations.said import Said, by_hand, event, folded, stamp, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

SAID = Said(uid="geheim123@agenda.example.org", email="zoe@zorg.example.org", sequence=3)
STARTS_AT = datetime(2027, 4, 1, 11, 30, tzinfo=UTC)
STAMP = datetime(2027, 1, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
@pytest.mark.parametrize("answer", Answer)
def test_each_program_is_understood(client: Callable[[Said], bytes], answer: Answer) -> None:
    said = Said(uid=SAID.uid, email=SAID.email, sequence=3, answer=answer.value.upper())

    mail = incoming.read(client(said))
    reply = replies.read(mail.calendar)

    assert mail.sort is Sort.CALENDAR
    assert mail.sender == SAID.email
    assert not mail.is_robot
    assert (reply.method, reply.uid, reply.attendee) == (Method.REPLY, SAID.uid, SAID.email)
    assert (reply.answer, reply.sequence, reply.stamped_at) == (answer, 3, STAMP)
    assert not replies.is_outdated(reply, 4, STARTS_AT, ZONE)


@pytest.mark.parametrize("method", Method)
def test_a_calendar_may_ask_too(method: Method) -> None:
    said = Said(uid=SAID.uid, email=SAID.email, method=method)

    assert replies.read(wrapped(said, event(said))).method is method


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("mailto:zoe@zorg.example.org", "zoe@zorg.example.org"),
        ("MAILTO:Zoe@Zorg.Example.org", "zoe@zorg.example.org"),
        ("mailto:<zoe@zorg.example.org>", "zoe@zorg.example.org"),
        ("mailto:MAILTO:zoe@zorg.example.org", "zoe@zorg.example.org"),
        ("zoe@zorg.example.org", "zoe@zorg.example.org"),
        ("invalid:nomail", ""),
        ("/o=Zorg/cn=Recipients/cn=zoe", ""),
    ],
)
def test_addresses_are_read_however_they_are_written(written: str, address: str) -> None:
    lines = f"BEGIN:VEVENT\nUID:x\nATTENDEE;PARTSTAT=ACCEPTED:{written}\nEND:VEVENT\n"

    assert replies.read(wrapped(SAID, lines)).attendee == address


def test_who_pressed_the_button_for_somebody_is_known() -> None:
    lines = (
        "BEGIN:VEVENT\nUID:x\nATTENDEE;PARTSTAT=DECLINED;SENT-BY="
        '"mailto:secretariaat@zorg.example.org":mailto:zoe@zorg.example.org\nEND:VEVENT\n'
    )

    reply = replies.read(wrapped(SAID, lines))

    assert reply.sent_by == "secretariaat@zorg.example.org"


@pytest.mark.parametrize(
    "attendees",
    [
        'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:kees@z.example":mailto:zoe@z.example',
        'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:zoe@z.example":mailto:kees@z.example',
        "ATTENDEE;PARTSTAT=DELEGATED:mailto:zoe@z.example\nATTENDEE:mailto:kees@z.example",
    ],
    ids=["to", "from", "both"],
)
def test_an_invitation_that_was_passed_on_is_seen(attendees: str) -> None:
    lines = f"BEGIN:VEVENT\nUID:x\n{attendees}\nEND:VEVENT\n"

    assert replies.read(wrapped(SAID, lines)).is_passed_on


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        ("", replies.UNREADABLE),
        ("BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n", replies.UNREADABLE),
        (wrapped(Said(uid="x", email="a@b", method="REQUEST"), event(SAID)), replies.UNREADABLE),
        (wrapped(SAID, event(SAID), event(SAID)), replies.SEVERAL),
        (wrapped(SAID, event(SAID, "ATTENDEE:mailto:nog@iemand.example")), replies.SEVERAL),
        (wrapped(SAID, "BEGIN:VEVENT\nUID:x\nEND:VEVENT\n"), replies.UNREADABLE),
        (wrapped(SAID, "BEGIN:VEVENT\nATTENDEE:mailto:a@b\nEND:VEVENT\n"), replies.UNREADABLE),
        (
            wrapped(SAID, f"BEGIN:VEVENT\nUID:{'x' * 300}\nATTENDEE:mailto:a@b\nEND:VEVENT\n"),
            replies.UNREADABLE,
        ),
        (wrapped(SAID, "BEGIN:VTODO\nUID:x\nEND:VTODO\n"), replies.UNREADABLE),
    ],
    ids=[
        "nothing",
        "no event",
        "a request",
        "two events",
        "two people",
        "nobody",
        "no uid",
        "long",
        "a task",
    ],
)
def test_what_cannot_be_one_answer_is_refused(content: str, outcome: replies.Outcome) -> None:
    with pytest.raises(UnreadableError) as refused:
        replies.read(content)

    assert refused.value.outcome is outcome


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SEQUENCE:99999999999999999999", None),
        ("SEQUENCE:-1", None),
        ("SEQUENCE:twee", None),
        ("SEQUENCE: 7 ", 7),
    ],
)
def test_a_sequence_is_a_number_or_nothing(line: str, expected: int | None) -> None:
    lines = f"BEGIN:VEVENT\nUID:x\nATTENDEE:mailto:a@b\n{line}\nEND:VEVENT\n"

    assert replies.read(wrapped(SAID, lines)).sequence == expected


@pytest.mark.parametrize("stamp", ["20271345T100000Z", "gisteren", "20270115", ""])
def test_a_moment_that_does_not_exist_is_left_out(stamp: str) -> None:
    lines = f"BEGIN:VEVENT\nUID:x\nATTENDEE:mailto:a@b\nDTSTAMP:{stamp}\nEND:VEVENT\n"

    assert replies.read(wrapped(SAID, lines)).stamped_at is None


@pytest.mark.parametrize("filler", ["", "x", "xx"])
def test_a_letter_that_is_folded_in_two_spoils_nothing_else(filler: str) -> None:
    said = Said(uid=SAID.uid, email=SAID.email)
    lines = f"BEGIN:VEVENT\nUID:x\nATTENDEE;CN={filler}{'é' * 80};PARTSTAT=DECLINED:mailto:z@z.nl"

    mail = incoming.read(by_hand(said, wrapped(said, folded(*lines.split("\n"), "END:VEVENT"))))

    assert replies.read(mail.calendar).answer is Answer.DECLINED


def test_alarms_and_zones_are_not_mistaken_for_the_event() -> None:
    inside = "BEGIN:VALARM\nUID:other\nATTENDEE:mailto:not@me.example\nEND:VALARM"

    reply = replies.read(wrapped(SAID, event(SAID, *inside.split("\n"))))

    assert (reply.uid, reply.attendee) == (SAID.uid, SAID.email)


@given(st.text())
def test_nothing_that_comes_in_breaks_the_reader(content: str) -> None:
    with suppress(UnreadableError):
        replies.read(f"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n{content}")


def told(sequence: int | None, stamp: datetime | None = STAMP) -> Reply:
    return Reply(method=Method.REPLY, uid="x", sequence=sequence, stamped_at=stamp)


@pytest.mark.parametrize(
    ("reply", "is_older"),
    [
        (told(1), True),
        (told(2), False),
        (told(3), False),
        (told(2, datetime(2027, 1, 15, 9, 59, tzinfo=UTC)), True),
        (told(3, datetime(2027, 1, 15, 9, 59, tzinfo=UTC)), False),
        (told(None, datetime(2027, 1, 15, 9, 59, tzinfo=UTC)), True),
        (told(2, None), False),
    ],
    ids=[
        "older message",
        "same second",
        "newer message",
        "earlier",
        "newer though earlier",
        "no sequence",
        "no stamp",
    ],
)
def test_an_older_answer_does_not_undo_a_newer_one(reply: Reply, *, is_older: bool) -> None:
    assert replies.is_superseded(reply, 2, STAMP) is is_older
    assert not replies.is_superseded(reply, None, None)


@pytest.mark.parametrize(
    ("sequence", "start", "expected"),
    [
        (2, None, False),
        (None, None, False),
        (1, None, True),
        (1, STARTS_AT, False),
        (1, datetime(2027, 4, 1, 13, 30), False),  # noqa: DTZ001 -- as the clock on the wall
        (1, datetime(2027, 4, 1, 14, 30), True),  # noqa: DTZ001
    ],
    ids=["newest", "unknown", "older without a time", "same in UTC", "same on the wall", "moved"],
)
def test_an_answer_to_another_time_is_no_answer_to_this_one(
    sequence: int | None, start: datetime | None, *, expected: bool
) -> None:
    reply = Reply(method=Method.REPLY, uid="x", sequence=sequence, starts_at=start)

    assert replies.is_outdated(reply, 2, STARTS_AT, ZONE) is expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([Answer.DECLINED], Answer.DECLINED),
        ([Answer.DECLINED, Answer.DECLINED], Answer.DECLINED),
        ([Answer.DECLINED, None], None),
        ([Answer.DECLINED, Answer.TENTATIVE], Answer.TENTATIVE),
        ([Answer.DECLINED, Answer.TENTATIVE, Answer.ACCEPTED], Answer.ACCEPTED),
    ],
)
def test_who_declines_one_session_does_not_decline_the_training(
    answers: list[Answer | None], expected: Answer | None
) -> None:
    assert replies.overall(answers) is expected


def test_the_shapes_differ_in_more_than_their_names() -> None:
    assert len({client(SAID) for client in CLIENTS.values()}) == len(CLIENTS)
    assert stamp(STAMP) == SAID.stamp
