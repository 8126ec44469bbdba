"""What calendar programs send back: read line by line, and weighed against what is known.

Only the few lines that matter are read. Times are compared as clocks show them, so that neither a
zone with a name of its own nor one without its rules can make a reply unreadable (RFC 5546).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from rok_events.core import text
from rok_events.core.text import N_
from rok_events.registrations.rules import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: `words` is a message id; `is_aside` if somebody must look."""

    words: str
    is_aside: bool = False


UNREADABLE = Outcome(N_("A calendar answered in a way that cannot be read here."), is_aside=True)
SEVERAL = Outcome(N_("A calendar answered several things at once."), is_aside=True)
UNKNOWN = Outcome(
    N_("A calendar answered an invitation that is not known here, or not any more."), is_aside=True
)
SOMEBODY_ELSE = Outcome(
    N_("Somebody answered an invitation that was for somebody else."), is_aside=True
)
PASSED_ON = Outcome(
    N_("Somebody passed an invitation on to a colleague in the calendar."), is_aside=True
)
WITHDRAWN = Outcome(
    N_("Somebody says yes to an invitation that was taken back before."), is_aside=True
)
OTHER_TIME = Outcome(N_("Somebody asks in the calendar for another time."), is_aside=True)
OVER = Outcome(N_("An answer to an invitation that is over."))
OLDER = Outcome(N_("An answer that is older than what the same person answered since."))
OUTDATED = Outcome(N_("An answer to an invitation that has moved since."))
SAYS_NOTHING = Outcome(N_("A calendar answered neither yes nor no."))
ONE_SESSION = Outcome(N_("Not coming to one session, says the calendar; the place is kept."))
ASKED = Outcome(N_("Not coming, says the calendar; asked by mail to say so once more."))
KEPT = Outcome(N_("Not coming, says the calendar; the place is kept."))
FREED = Outcome(N_("Not coming, says the calendar; the place is free."))
SENT_AGAIN = Outcome(N_("A calendar asked for its invitation, and has got it again."))
ENOUGH = Outcome(N_("A calendar asked once too often for one day."))
NOTED: Mapping[Answer, Outcome] = {
    Answer.ACCEPTED: Outcome(N_("Coming, says the calendar.")),
    Answer.TENTATIVE: Outcome(N_("Perhaps coming, says the calendar.")),
    Answer.DECLINED: Outcome(N_("Not coming, says the calendar.")),
}


class Method(StrEnum):
    """What the calendar program of somebody invited may say."""

    REPLY = "REPLY"
    COUNTER = "COUNTER"
    REFRESH = "REFRESH"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a calendar said of one entry.

    `attendee` is an address in lower case, empty where the calendar names none or several;
    `sent_by` whoever pressed the button instead. `answer` is `None` where it says neither yes nor
    no. `starts_at` is aware, or naive as the clock on the wall; what is missing is `None`.
    """

    method: Method
    uid: str
    attendee: str = ""
    sent_by: str = ""
    answer: Answer | None = None
    is_passed_on: bool = False
    sequence: int | None = None
    stamped_at: datetime | None = None
    starts_at: datetime | None = None


class UnreadableError(Exception):
    """This is no answer that can be understood; `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.words)
        self.outcome = outcome


@dataclass(frozen=True)
class _Line:
    name: str
    parameters: Mapping[str, str]
    value: str


_READ = ("METHOD", "BEGIN", "END", "UID", "ATTENDEE", "SEQUENCE", "DTSTAMP", "DTSTART")
_LINE = re.compile(r'([A-Z]+)((?:[^:"]|"[^"]*")*):(.*)', re.IGNORECASE)
_PARAMETER = re.compile(r';\s*([A-Z-]+)=("[^"]*"|[^;"]*)', re.IGNORECASE)
_MOMENT = re.compile(r"(\d{8})T(\d{6})(Z?)", re.IGNORECASE)
_MOST_DIGITS = 9
_LONGEST_UID = 255
_ANSWERS = {answer.value.upper(): answer for answer in Answer}
_DELEGATION = ("DELEGATED-TO", "DELEGATED-FROM")


def read(content: str) -> Reply:
    """Return what a calendar says.

    Raises:
        UnreadableError: it says nothing, or of more than one entry or person.
    """
    method, events = _parts(content)
    if method is None or not events:
        raise UnreadableError(UNREADABLE)
    if len(events) > 1:
        raise UnreadableError(SEVERAL)
    event = events[0]
    uid = text.one_line(_first(event, "UID"))
    if not uid or len(uid) > _LONGEST_UID:
        raise UnreadableError(UNREADABLE)
    attendees = event.get("ATTENDEE", [])
    is_passed_on = any(_passes_on(line) for line in attendees)
    if method is Method.REPLY and not is_passed_on and len(attendees) != 1:
        raise UnreadableError(SEVERAL if attendees else UNREADABLE)
    attendee = attendees[0] if len(attendees) == 1 else _Line("", {}, "")
    sequence = _first(event, "SEQUENCE").strip()
    return Reply(
        method=method,
        uid=uid,
        attendee=_address(attendee),
        sent_by=_plain(attendee.parameters.get("SENT-BY", "")),
        answer=_ANSWERS.get(attendee.parameters.get("PARTSTAT", "").upper()),
        is_passed_on=is_passed_on,
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) <= _MOST_DIGITS else None,
        stamped_at=_stamp(_first(event, "DTSTAMP")),
        starts_at=_moment(_first(event, "DTSTART")),
    )


def is_superseded(
    reply: Reply, answered_sequence: int | None, answered_at: datetime | None
) -> bool:
    """Tell whether the same person answered later than this: RFC 5546, section 2.1.5."""
    if answered_at is None or answered_sequence is None:
        return False
    sequence = answered_sequence if reply.sequence is None else reply.sequence
    return (sequence, reply.stamped_at or answered_at) < (answered_sequence, answered_at)


def is_outdated(reply: Reply, sequence: int, starts_at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether this answers an older invitation, to another time than now.

    An older one for the same time counts: who reads yesterday's mail means today's meeting.
    """
    if reply.sequence is None or reply.sequence >= sequence:
        return False
    if reply.starts_at is None:
        return True
    if reply.starts_at.tzinfo is not None:
        return reply.starts_at != starts_at
    return reply.starts_at != starts_at.astimezone(zone).replace(tzinfo=None)


def overall(answers: Sequence[Answer | None]) -> Answer | None:
    """Return what somebody says of an activity who answered its sessions one by one.

    Only who declines every session declines the activity.
    """
    if answers and all(answer is Answer.DECLINED for answer in answers):
        return Answer.DECLINED
    for answer in (Answer.ACCEPTED, Answer.TENTATIVE):
        if answer in answers:
            return answer
    return None


def _parts(content: str) -> tuple[Method | None, list[dict[str, list[_Line]]]]:
    """Return the method, and of each event its own lines by name."""
    method: Method | None = None
    inside: list[str] = []
    events: list[dict[str, list[_Line]]] = []
    for line in _lines(content):
        if line.name == "BEGIN":
            inside.append(line.value.strip().upper())
            if inside[-1] == "VEVENT":
                events.append({})
        elif line.name == "END":
            inside = inside[:-1]
        elif line.name == "METHOD" and len(inside) == 1:
            known = line.value.strip().upper()
            method = Method(known) if known in Method.__members__ else None
        elif inside and inside[-1] == "VEVENT":
            events[-1].setdefault(line.name, []).append(line)
    return method, events


def _lines(content: str) -> Iterator[_Line]:
    """Return the lines that matter, each whole: long ones were folded."""
    plain = content.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for line in re.sub(r"\n[ \t]", "", plain).split("\n"):
        found = _LINE.match(line) if line.upper().startswith(_READ) else None
        if found is not None:
            parameters = {
                name.upper(): value.strip('"').strip()
                for name, value in _PARAMETER.findall(found[2])
            }
            yield _Line(found[1].upper(), parameters, found[3])


def _first(event: Mapping[str, Sequence[_Line]], name: str) -> str:
    lines = event.get(name, ())
    return lines[0].value if lines else ""


def _passes_on(line: _Line) -> bool:
    is_delegated = line.parameters.get("PARTSTAT", "").upper() == "DELEGATED"
    return is_delegated or any(name in line.parameters for name in _DELEGATION)


def _address(line: _Line) -> str:
    """Return whose line it is; some programs write an address of their own and the real one."""
    address = _plain(line.value)
    return address if "@" in address else _plain(line.parameters.get("EMAIL", ""))


def _plain(address: str) -> str:
    plain = text.one_line(address).strip(' <>"').lower()
    while plain.startswith("mailto:"):
        plain = plain.removeprefix("mailto:").strip(" <>")
    return plain


def _stamp(value: str) -> datetime | None:
    """Return a moment that is in UTC, as a DTSTAMP must be, also where it does not say so."""
    found = _moment(value)
    return found if found is None else found.replace(tzinfo=UTC)


def _moment(value: str) -> datetime | None:
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        return None
    try:
        moment = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S")  # noqa: DTZ007 -- see below
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if found[3] else moment
