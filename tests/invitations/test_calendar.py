"""Calendar objects, read back by programs that others wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from rok_events.core import text
from rok_events.invitations import calendar
from rok_events.invitations.calendar import Meeting, Party
from tests.conftest import NOW
from tests.invitations.libical import by_libical, obeys
from tests.invitations.parsers import by_ical_js, by_vobject

if TYPE_CHECKING:
    from collections.abc import Callable

FAMILY = "👩‍👩‍👧‍👦"
START = datetime(2027, 4, 1, 11, 30, tzinfo=UTC)
NOOR = Party("Noor de Wit", "noor@example.org")
MEETING = Meeting(
    uid="abc@agenda.example.org",
    sequence=2,
    starts_at=START,
    ends_at=START + timedelta(hours=2),
    changed_at=NOW,
    title="Hechting: één aanpak; casus, deel 1",
    organiser=Party("ROK Deventer", "agenda@example.org"),
    location="Het Wijkhuis, Handelskade 75",
    description=f"Neem mee: koffie;  om drie uur thee, €0.\nPad C:\\nieuw\n{FAMILY * 20}",
    url="https://agenda.example.org/aanmelding/abc?a=b;c",
    categories=("Casustafel", "ROK, Deventer"),
)


def written(made: str) -> str:
    content = made.encode()
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    return made


def unfolded(content: str) -> list[str]:
    return content.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("read", [by_vobject, by_ical_js, by_libical])
def test_an_invitation_is_read_as_it_was_meant(
    read: Callable[[str], list[dict[str, Any]]],
) -> None:
    (event,) = read(written(calendar.request(MEETING, NOOR)))

    assert event == {
        "method": "REQUEST",
        "uid": MEETING.uid,
        "sequence": 2,
        "summary": MEETING.title,
        "description": MEETING.description,
        "location": MEETING.location,
        "status": "CONFIRMED",
        "starts_at": START.timestamp(),
        "ends_at": (START + timedelta(hours=2)).timestamp(),
        "organizer": "mailto:agenda@example.org",
        "attendees": [["mailto:noor@example.org", "Noor de Wit", "NEEDS-ACTION", "TRUE"]],
    }


@pytest.mark.parametrize("read", [by_vobject, by_ical_js, by_libical])
def test_a_cancellation_names_the_same_entry(
    read: Callable[[str], list[dict[str, Any]]],
) -> None:
    gone = replace(MEETING, sequence=3, is_cancelled=True)

    (event,) = read(written(calendar.cancel(gone, NOOR)))

    assert (event["method"], event["status"]) == ("CANCEL", "CANCELLED")
    assert (event["uid"], event["sequence"]) == (MEETING.uid, 3)
    assert event["attendees"] == [["mailto:noor@example.org", "Noor de Wit", "DECLINED", "FALSE"]]


@pytest.mark.parametrize("read", [by_vobject, by_ical_js, by_libical])
@pytest.mark.parametrize(
    "starts_at",
    [
        pytest.param(datetime(2027, 3, 28, 0, 59, tzinfo=UTC), id="the last minute of winter"),
        pytest.param(datetime(2027, 3, 28, 1, 0, tzinfo=UTC), id="the first minute of summer"),
        pytest.param(datetime(2027, 10, 30, 22, 30, tzinfo=UTC), id="the night that is longer"),
        pytest.param(
            datetime(2027, 10, 31, 2, 0, tzinfo=UTC), id="after the hour that comes twice"
        ),
        pytest.param(datetime(2040, 7, 1, 12, 0, tzinfo=UTC), id="a far summer"),
    ],
)
def test_summer_time_moves_nothing(
    read: Callable[[str], list[dict[str, Any]]], starts_at: datetime
) -> None:
    moved = replace(MEETING, starts_at=starts_at, ends_at=starts_at + timedelta(hours=5))

    (event,) = read(written(calendar.request(moved, NOOR)))

    assert event["starts_at"] == starts_at.timestamp()
    assert event["ends_at"] - event["starts_at"] == 5 * 3600


@pytest.mark.parametrize("read", [by_vobject, by_ical_js, by_libical])
def test_a_feed_names_nobody(read: Callable[[str], list[dict[str, Any]]]) -> None:
    cancelled = replace(MEETING, uid="other@agenda.example.org", is_cancelled=True)

    made = calendar.publish("Agenda, ROK", [MEETING, cancelled])
    events = read(written(made))

    assert [event["status"] for event in events] == ["CONFIRMED", "CANCELLED"]
    assert [event["attendees"] for event in events] == [[], []]
    assert {event["method"] for event in events} == {"PUBLISH"}
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in written(made)
    assert "X-WR-CALNAME:Agenda\\, ROK" in written(made)


def test_the_zone_has_rules_and_no_list_of_dates() -> None:
    content = written(calendar.request(MEETING, NOOR))

    assert "DTSTART;TZID=Europe/Amsterdam:20270401T133000" in content
    assert content.count("RRULE:FREQ=YEARLY") == 2
    assert "RDATE" not in content
    assert "DTSTAMP:20270115T100000Z" in content
    assert "LAST-MODIFIED:20270115T100000Z" in content


@pytest.mark.parametrize("read", [by_vobject, by_ical_js, by_libical])
def test_what_was_answered_stands_in_the_renewal(
    read: Callable[[str], list[dict[str, Any]]],
) -> None:
    """And the buttons stay: without RSVP some programs send no answer when it changes."""
    (event,) = read(written(calendar.request(replace(MEETING, answer="tentative"), NOOR)))

    assert event["attendees"] == [["mailto:noor@example.org", "Noor de Wit", "TENTATIVE", "TRUE"]]


def test_libical_finds_nothing_that_is_not_allowed() -> None:
    full = replace(MEETING, alarm_before=timedelta(hours=1), comment="Ziek; helaas.")
    gone = replace(full, is_cancelled=True)

    assert obeys(calendar.request(full, NOOR))
    assert obeys(calendar.cancel(gone, NOOR))
    assert obeys(calendar.publish("Agenda", [MEETING, gone]))


@pytest.mark.parametrize(
    "left_out", ["ORGANIZER", "UID", "DTSTAMP", "SUMMARY", "DTSTART"], ids=str.lower
)
def test_libical_finds_what_is_missing(left_out: str) -> None:
    lines = unfolded(calendar.request(MEETING, NOOR))
    top = lines.index("BEGIN:VEVENT")
    less = [line for n, line in enumerate(lines) if n < top or not line.startswith(left_out)]

    assert len(less) == len(lines) - 1
    assert not obeys("\r\n".join(less))


def test_the_description_is_there_as_a_page_too() -> None:
    words = 'Let op: <b>"A & B"</b>\nZie https://example.org/x?a=1&b=2.\nTot dan'

    content = unfolded(calendar.request(replace(MEETING, description=words), NOOR))

    (page,) = [line for line in content if line.startswith("X-ALT-DESC")]
    assert page == (
        "X-ALT-DESC;FMTTYPE=text/html:<html><body>Let op: &lt\\;b&gt\\;&quot\\;A &amp\\; B&quot\\;"
        '&lt\\;/b&gt\\;<br>Zie <a href="https://example.org/x?a=1&amp\\;b=2">'
        "https://example.org/x?a=1&amp\\;b=2</a>.<br>Tot dan</body></html>"
    )


@pytest.mark.parametrize(
    ("before", "trigger"),
    [(timedelta(hours=1), "-PT1H"), (timedelta(minutes=90), "-PT90M"), (None, None)],
)
def test_a_calendar_may_be_asked_to_warn(before: timedelta | None, trigger: str | None) -> None:
    content = unfolded(calendar.request(replace(MEETING, alarm_before=before), NOOR))

    assert ("BEGIN:VALARM" in content) is (trigger is not None)
    assert trigger is None or f"TRIGGER:{trigger}" in content


def test_a_cancellation_says_why_and_warns_nobody() -> None:
    gone = replace(
        MEETING, is_cancelled=True, comment="De trainer is ziek.", alarm_before=timedelta(hours=1)
    )

    content = unfolded(calendar.cancel(gone, NOOR))

    assert "COMMENT:De trainer is ziek." in content
    assert "BEGIN:VALARM" not in content


def test_what_may_hold_a_case_is_private() -> None:
    assert "CLASS:PUBLIC" in written(calendar.request(MEETING, NOOR))
    assert "CLASS:PRIVATE" in written(calendar.request(replace(MEETING, is_private=True), NOOR))


WORDS = st.text(max_size=80).map(lambda words: f"{words}\r\nATTENDEE:mailto:evil@example.org\n")


@given(name=WORDS, title=WORDS, location=WORDS, description=WORDS)
def test_no_words_add_a_line_to_the_object(
    name: str, title: str, location: str, description: str
) -> None:
    odd = replace(MEETING, title=title, location=location, description=description)

    content = written(calendar.request(odd, Party(name, "noor@example.org")))
    (event,) = Calendar.from_ical(content).walk("VEVENT")

    lines = unfolded(content)
    assert len([line for line in lines if line.startswith("ATTENDEE")]) == 1
    assert len(lines) == len(unfolded(written(calendar.request(MEETING, NOOR))))
    assert str(event["SUMMARY"]) == text.one_line(title)
    assert str(event["DESCRIPTION"]) == text.lines(description)


@pytest.mark.parametrize("read", [by_vobject, by_ical_js, by_libical])
@pytest.mark.parametrize("name", ['Zoë "Zus"; van, der: Ven', f"{FAMILY} van der Ven", "عبد الله"])
def test_any_name_comes_through(read: Callable[[str], list[dict[str, Any]]], name: str) -> None:
    (event,) = read(written(calendar.request(MEETING, Party(name, "noor@example.org"))))

    assert event["attendees"][0][1] == name.replace('"', "'")
