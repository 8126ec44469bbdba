"""Calendar objects as libical reads them: the C library behind Evolution, KDE and Cyrus.

It is a package of the system, not of Python (Debian: libical3); it is spoken to as it is, in C.
"""

from __future__ import annotations

import ctypes
from ctypes import Structure, c_char_p, c_int, c_long, c_void_p
from ctypes.util import find_library
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


class Time(Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = (
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", c_int),
        ("is_daylight", c_int),
        ("zone", c_void_p),
    )


SIGNATURES: dict[str, tuple[Any, ...]] = {
    "icalparser_parse_string": (c_void_p, c_char_p),
    "icalcomponent_free": (None, c_void_p),
    "icalcomponent_count_errors": (c_int, c_void_p),
    "icalrestriction_check": (c_int, c_void_p),
    "icalcomponent_string_to_kind": (c_int, c_char_p),
    "icalproperty_string_to_kind": (c_int, c_char_p),
    "icalcomponent_get_first_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_next_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_first_property": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_next_property": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_uid": (c_char_p, c_void_p),
    "icalcomponent_get_sequence": (c_int, c_void_p),
    "icalcomponent_get_summary": (c_char_p, c_void_p),
    "icalcomponent_get_description": (c_char_p, c_void_p),
    "icalcomponent_get_location": (c_char_p, c_void_p),
    "icalcomponent_get_dtstart": (Time, c_void_p),
    "icalcomponent_get_dtend": (Time, c_void_p),
    "icaltime_as_timet_with_zone": (c_long, Time, c_void_p),
    "icalproperty_get_value_as_string": (c_char_p, c_void_p),
    "icalproperty_get_parameter_as_string": (c_char_p, c_void_p, c_char_p),
}


def by_libical(content: str) -> list[dict[str, Any]]:
    """Return the events of calendar objects as libical reads them; skip where it is not there."""
    root = c_void_p(library().icalparser_parse_string(content.encode()))
    try:
        # Several objects stand in a component of its own making, which is no calendar.
        calendars = [*_components(root, b"VCALENDAR")] or [root]
        return [
            _event(calendar, event)
            for calendar in calendars
            for event in _components(calendar, b"VEVENT")
        ]
    finally:
        library().icalcomponent_free(root)


def obeys(content: str) -> bool:
    """Tell whether libical finds nothing wrong: no line, and nothing that iTIP does not allow."""
    root = c_void_p(library().icalparser_parse_string(content.encode()))
    try:
        is_allowed = bool(library().icalrestriction_check(root))
        return is_allowed and library().icalcomponent_count_errors(root) == 0
    finally:
        library().icalcomponent_free(root)


@cache
def library() -> Any:
    """Return the library, ready to be called; skip the test where it is not installed."""
    name = find_library("ical")
    if name is None:
        pytest.skip("libical is not installed: `apt install libical3`")
    loaded = ctypes.CDLL(name)
    for function, (returned, *taken) in SIGNATURES.items():
        getattr(loaded, function).restype = returned
        getattr(loaded, function).argtypes = taken
    return loaded


def _event(root: c_void_p, event: c_void_p) -> dict[str, Any]:
    ical = library()
    return {
        "method": _value(root, b"METHOD"),
        "uid": ical.icalcomponent_get_uid(event).decode(),
        "sequence": ical.icalcomponent_get_sequence(event),
        "summary": ical.icalcomponent_get_summary(event).decode(),
        "description": (ical.icalcomponent_get_description(event) or b"").decode(),
        "location": (ical.icalcomponent_get_location(event) or b"").decode(),
        "status": _value(event, b"STATUS"),
        "starts_at": _moment(ical.icalcomponent_get_dtstart(event)),
        "ends_at": _moment(ical.icalcomponent_get_dtend(event)),
        "organizer": _value(event, b"ORGANIZER"),
        "attendees": [
            [
                ical.icalproperty_get_value_as_string(attendee).decode(),
                *(_parameter(attendee, name) for name in (b"CN", b"PARTSTAT", b"RSVP")),
            ]
            for attendee in _properties(event, b"ATTENDEE")
        ],
    }


def _moment(time: Time) -> float:
    return float(library().icaltime_as_timet_with_zone(time, time.zone))


def _value(component: c_void_p, name: bytes) -> str | None:
    found = next(_properties(component, name), None)
    return found and str(library().icalproperty_get_value_as_string(found).decode())


def _parameter(prop: c_void_p, name: bytes) -> str:
    found: bytes = library().icalproperty_get_parameter_as_string(prop, name)
    return found.decode()


def _components(root: c_void_p, name: bytes) -> Iterator[c_void_p]:
    ical = library()
    kind = ical.icalcomponent_string_to_kind(name)
    found = ical.icalcomponent_get_first_component(root, kind)
    while found:
        yield c_void_p(found)
        found = ical.icalcomponent_get_next_component(root, kind)


def _properties(component: c_void_p, name: bytes) -> Iterator[Any]:
    ical = library()
    kind = ical.icalproperty_string_to_kind(name)
    found = ical.icalcomponent_get_first_property(component, kind)
    while found:
        yield c_void_p(found)
        found = ical.icalcomponent_get_next_property(component, kind)
