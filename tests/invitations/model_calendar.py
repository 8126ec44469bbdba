"""A calendar program that does what RFC 5546 says with what comes in, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from rok_events.mail.models import OutgoingMail


class Shown(NamedTuple):
    """An entry as its owner sees it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    location: str


@dataclass
class ModelCalendar:
    """The calendar of one person.

    `entries` is what it shows, by UID. `heard` is the SEQUENCE and DTSTAMP of the last message of
    each UID, which stays when an entry goes: an old message must not bring it back.
    """

    owner: str
    entries: dict[str, Shown] = field(default_factory=dict)
    heard: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    organisers: dict[str, str] = field(default_factory=dict)

    def take(self, content: str) -> bool:
        """Do what a message says; return whether it counted, or was an old one (section 2.1.5).

        Raises:
            AssertionError: the message is none that this calendar could follow.
        """
        calendar = Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        assert isinstance(event, Event)
        uid, method = str(event["UID"]), str(calendar["METHOD"])
        assert str(event["ATTENDEE"]).removeprefix("mailto:") == self.owner
        # Only the organiser may change a meeting (section 3.2.2).
        organiser = self.organisers.setdefault(uid, str(event["ORGANIZER"]))
        assert organiser == str(event["ORGANIZER"])
        order = (event.decoded("SEQUENCE"), event.decoded("DTSTAMP"))
        if uid in self.heard and order <= self.heard[uid]:
            return False
        self.heard[uid] = order
        if method == "REQUEST":
            self.entries[uid] = _shown(event)
        else:
            assert (method, str(event["STATUS"])) == ("CANCEL", "CANCELLED")
            self.entries.pop(uid, None)
        return True

    def sequences(self) -> dict[str, int]:
        """Return the last SEQUENCE of each UID."""
        return {uid: sequence for uid, (sequence, _) in self.heard.items()}

    def shown(self) -> list[Shown]:
        """Return what it shows, first to last."""
        return sorted(self.entries.values(), key=lambda entry: (entry.starts_at, entry.title))


class Mailboxes:
    """What everybody's calendar makes of the outbox; each mail is delivered once."""

    def __init__(self) -> None:
        """Begin with no calendar at all."""
        self.calendars: dict[str, ModelCalendar] = {}
        self.delivered: set[int] = set()

    def deliver(self, mails: Iterable[OutgoingMail]) -> list[OutgoingMail]:
        """Hand over what was not delivered yet, and return it.

        Raises:
            AssertionError: a sequence did not rise, or a mail and its calendar object differ.
        """
        new = [mail for mail in mails if mail.id not in self.delivered]
        for mail in new:
            self.delivered.add(mail.id)
            if mail.calendar:
                assert f"METHOD:{mail.calendar_method}\r\n" in mail.calendar
                calendar = self.of(mail.recipient)
                before = calendar.sequences()
                assert calendar.take(mail.calendar), "an object that counts as old"
                (uid,) = dict(calendar.sequences().items() - before.items()) or {""}
                assert calendar.sequences().get(uid, -1) > before.get(uid, -1), "did not rise"
        return new

    def of(self, address: str) -> ModelCalendar:
        """Return the calendar at an address."""
        return self.calendars.setdefault(address, ModelCalendar(address))


def _shown(event: Event) -> Shown:
    return Shown(
        str(event["SUMMARY"]),
        event.decoded("DTSTART"),
        event.decoded("DTEND"),
        str(event.get("LOCATION", "")),
    )
