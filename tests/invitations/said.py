"""What somebody said in a calendar, and the plainest mail that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

US = "agenda@example.org"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody said: which entry, whose, what, and when."""

    uid: str
    email: str
    answer: str = "ACCEPTED"
    method: str = "REPLY"
    sequence: int = 0
    stamp: str = "20270115T100000Z"
    local_start: str = "20270401T133000"
    number: int = 1


def by_hand(said: Said, calendar: str, *headers: str) -> bytes:
    """A mail with a calendar object of the test's own, and whatever headers it wants."""
    return over_the_line(
        f"From: {said.email}",
        f"Message-ID: <hand-{said.number}@example.net>",
        "Subject: Antwoord",
        *headers,
        f"Content-Type: text/calendar; method={said.method}; charset=utf-8",
        "",
        calendar,
    )


def event(said: Said, *lines: str) -> str:
    """The plainest event that answers an invitation, with more lines where they are asked for."""
    return folded(
        "BEGIN:VEVENT",
        f"UID:{said.uid}",
        f"DTSTAMP:{said.stamp}",
        f"SEQUENCE:{said.sequence}",
        f"ATTENDEE;PARTSTAT={said.answer}:mailto:{said.email}",
        *lines,
        "END:VEVENT",
    )


def wrapped(said: Said, *events: str) -> str:
    """The calendar object around events."""
    begin = folded("BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{said.method}")
    return begin + "".join(events) + "END:VCALENDAR\r\n"


def stamp(moment: datetime) -> str:
    """A moment as calendars write it."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def folded(*lines: str) -> str:
    """Return lines folded at 75 octets, as bytes fall: also in the middle of a letter's."""
    done = bytearray()
    for line in lines:
        line_octets = line.encode()
        done += line_octets[:75]
        for start in range(75, len(line_octets), 74):
            done += b"\r\n " + line_octets[start : start + 74]
        done += b"\r\n"
    return done.decode("utf-8", "surrogateescape")


def octets(calendar: str) -> bytes:
    """Return a calendar object as it goes over the line."""
    return calendar.encode("utf-8", "surrogateescape")


def over_the_line(*lines: str) -> bytes:
    """Return the lines of a mail as they go over the line."""
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")
