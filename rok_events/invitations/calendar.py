"""Calendar objects: sessions as calendar programs understand them (RFC 5545, 5546 and 7986)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from rok_events.core import text

if TYPE_CHECKING:
    from collections.abc import Iterable

ZONE = ZoneInfo("Europe/Amsterdam")
REFRESH = timedelta(hours=4)

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


@dataclass(frozen=True)
class Party:
    """Somebody with an address: who organises, or who is invited."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One session as a calendar shows it.

    `uid` is its own for ever, `sequence` rises with every change. `changed_at` is when what is
    told here last changed. `is_private`: who may look into somebody's calendar sees it is taken,
    not by what.
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
    is_private: bool = False
    is_cancelled: bool = False


def request(meeting: Meeting, attendee: Party) -> Calendar:
    """Return the invitation of one attendee, or its renewal: METHOD:REQUEST."""
    return _calendar("REQUEST", [_event(meeting, attendee)])


def cancel(meeting: Meeting, attendee: Party) -> Calendar:
    """Return what takes a meeting out of one attendee's calendar: METHOD:CANCEL."""
    return _calendar("CANCEL", [_event(meeting, attendee)])


def publish(name: str, meetings: Iterable[Meeting]) -> Calendar:
    """Return meetings to look at or subscribe to, without attendees: METHOD:PUBLISH."""
    calendar = _calendar("PUBLISH", [_event(meeting) for meeting in meetings])
    calendar.add("name", text.one_line(name))
    calendar["x-wr-calname"] = vText(text.one_line(name))
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    return calendar


def _calendar(method: str, events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//rok_events//Agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    return calendar


@lru_cache(maxsize=1)
def _zone() -> Timezone:
    zone = Timezone.from_ical(_ZONE_RULES.replace("\n", "\r\n"))
    assert isinstance(zone, Timezone)  # noqa: S101 -- for the type checker
    return zone


def _event(meeting: Meeting, attendee: Party | None = None) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", meeting.starts_at.astimezone(ZONE))
    event.add("dtend", meeting.ends_at.astimezone(ZONE))
    event.add("summary", text.one_line(meeting.title))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if meeting.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE" if meeting.is_private else "PUBLIC")
    event["organizer"] = _address(meeting.organiser)
    for name, value in (
        ("location", text.one_line(meeting.location)),
        ("description", text.lines(meeting.description)),
        ("url", meeting.url),
        ("categories", list(meeting.categories)),
    ):
        if value:
            event.add(name, value)
    if attendee is not None:
        event["attendee"] = _address(
            attendee,
            cutype="INDIVIDUAL",
            role="REQ-PARTICIPANT",
            partstat="DECLINED" if meeting.is_cancelled else "NEEDS-ACTION",
            rsvp="FALSE" if meeting.is_cancelled else "TRUE",
        )
    return event


def _address(party: Party, **more: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    # Quotes cannot stand in a parameter but in a coding (RFC 6868) that Outlook does not know.
    address.params["CN"] = vText(text.one_line(party.name).replace('"', "'"))
    for name, value in more.items():
        address.params[name.upper()] = vText(value)
    return address
