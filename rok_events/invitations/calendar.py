"""Calendar objects: sessions as calendar programs understand them (RFC 5545, 5546 and 7986).

Written here, line by line: a feed of a season is made on request, and a library that can say
everything takes ten times as long to say this little.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rok_events.core import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ZONE = ZoneInfo("Europe/Amsterdam")
REFRESH = timedelta(hours=4)
LONGEST_LINE = 75  # octets, without the line break (RFC 5545, section 3.1)
CONTINUED = 0b10  # how the later octets of a character begin in UTF-8

_TOP = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//rok_events//Agenda//NL
CALSCALE:GREGORIAN
"""
# Fixed, with rules: what libraries make is a list of dates to 2038, which old Outlook dislikes.
_ZONE_RULES = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
_ADDRESS = re.compile(r"https?://[^\s<]*[\w/]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Party:
    """Somebody with an address: who organises, or who is invited."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One session as a calendar shows it.

    `uid` is its own for ever, `sequence` rises with every change. `changed_at` is when what is
    told here last changed. `answer` is what the attendee said, in the words of PARTSTAT (RFC 5545,
    section 3.2.12), empty if nothing. `is_private`: who may look into somebody's calendar sees it
    is taken, not by what. `comment` goes with this one message.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    title: str
    organiser: Party
    location: str = ""
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    answer: str = ""
    alarm_before: timedelta | None = None
    comment: str = ""
    is_private: bool = False
    is_cancelled: bool = False


def request(meeting: Meeting, attendee: Party) -> str:
    """Return the invitation of one attendee, or its renewal: METHOD:REQUEST."""
    asked = f"PARTSTAT={meeting.answer.upper() or 'NEEDS-ACTION'};RSVP=TRUE"
    return _calendar("REQUEST", _event(meeting, _attendee(attendee, asked)))


def cancel(meeting: Meeting, attendee: Party) -> str:
    """Return what takes a meeting out of one attendee's calendar: METHOD:CANCEL."""
    asked = "PARTSTAT=DECLINED;RSVP=FALSE"
    return _calendar("CANCEL", _event(meeting, _attendee(attendee, asked)))


def publish(name: str, meetings: Iterable[Meeting]) -> str:
    """Return meetings to look at or subscribe to, without attendees: METHOD:PUBLISH."""
    lines = [
        _text("NAME", text.one_line(name)),
        _text("X-WR-CALNAME", text.one_line(name)),
        f"X-WR-TIMEZONE:{ZONE.key}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_duration(REFRESH)}",
        f"X-PUBLISHED-TTL:{_duration(REFRESH)}",
    ]
    events = (line for meeting in meetings for line in _event(meeting))
    return _calendar("PUBLISH", events, head=lines)


def _calendar(method: str, events: Iterable[str], head: Iterable[str] = ()) -> str:
    fixed = (_TOP + f"METHOD:{method}").split("\n"), _ZONE_RULES.rstrip().split("\n")
    return "\r\n".join((*fixed[0], *head, *fixed[1], *events, "END:VCALENDAR", ""))


def _event(meeting: Meeting, attendee: str = "") -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield _folded(f"UID:{meeting.uid}")
    yield f"SEQUENCE:{meeting.sequence}"
    yield f"DTSTAMP:{_utc(meeting.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(meeting.changed_at)}"
    yield f"DTSTART;TZID={ZONE.key}:{_local(meeting.starts_at)}"
    yield f"DTEND;TZID={ZONE.key}:{_local(meeting.ends_at)}"
    yield _text("SUMMARY", text.one_line(meeting.title))
    yield from _words(meeting)
    yield f"STATUS:{'CANCELLED' if meeting.is_cancelled else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if meeting.is_cancelled else 'OPAQUE'}"
    yield f"CLASS:{'PRIVATE' if meeting.is_private else 'PUBLIC'}"
    yield _folded(f"ORGANIZER;{_party(meeting.organiser)}")
    if attendee:
        yield attendee
        if meeting.description:
            # What Outlook shows instead, with links that can be clicked.
            yield _text("X-ALT-DESC;FMTTYPE=text/html", _as_page(text.lines(meeting.description)))
        # We refuse proposals for another time: Outlook then does not offer to make one.
        yield "X-MICROSOFT-DISALLOW-COUNTER:TRUE"
    if meeting.alarm_before and not meeting.is_cancelled:
        yield from _alarm(meeting, meeting.alarm_before)
    yield "END:VEVENT"


def _words(meeting: Meeting) -> Iterator[str]:
    if meeting.location:
        yield _text("LOCATION", text.one_line(meeting.location))
    if meeting.description:
        yield _text("DESCRIPTION", text.lines(meeting.description))
    if meeting.comment:
        yield _text("COMMENT", text.lines(meeting.comment))
    if meeting.url:
        yield _folded(f"URL:{meeting.url}")
    if meeting.categories:
        names = (text.one_line(name).translate(_ESCAPES) for name in meeting.categories)
        yield _folded(f"CATEGORIES:{','.join(names)}")


def _alarm(meeting: Meeting, before: timedelta) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield _text("DESCRIPTION", text.one_line(meeting.title))
    yield f"TRIGGER:-{_duration(before)}"
    yield "END:VALARM"


def _attendee(party: Party, asked: str) -> str:
    return _folded(f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;{asked};{_party(party)}")


def _party(party: Party) -> str:
    # Quotes cannot stand in a parameter but in a coding (RFC 6868) that Outlook does not know.
    name = text.one_line(party.name).replace('"', "'")
    return f'CN="{name}":mailto:{text.one_line(party.email)}'


def _as_page(words: str) -> str:
    lines = _ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', html.escape(words)).split("\n")
    return f"<html><body>{'<br>'.join(lines)}</body></html>"


def _text(name: str, value: str) -> str:
    return _folded(f"{name}:{value.translate(_ESCAPES)}")


def _folded(line: str) -> str:
    """Return a line as several that are short enough, never broken inside a character."""
    if len(line) <= LONGEST_LINE and line.isascii():
        return line
    rest, parts, room = line.encode(), [], LONGEST_LINE
    while len(rest) > room:
        end = room
        while rest[end] >> 6 == CONTINUED:
            end -= 1
        parts.append(rest[:end])
        # The space that begins a continued line counts too.
        rest, room = rest[end:], LONGEST_LINE - 1
    return b"\r\n ".join((*parts, rest)).decode()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y%m%dT%H%M%S")


def _duration(length: timedelta) -> str:
    hours, rest = divmod(length, timedelta(hours=1))
    return f"PT{length // timedelta(minutes=1)}M" if rest else f"PT{hours}H"
