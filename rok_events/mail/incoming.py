"""Telling what came in: a calendar's word, a mail that came back, a machine's answer or a letter.

Everything here was written by a stranger: sizes are limited before anything is taken apart.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from enum import StrEnum
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from rok_events.core import text as words
from rok_events.core.text import N_
from rok_events.mail import bounces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from rok_events.mail.bounces import Bounce

MOST_BYTES = 10 * 1024 * 1024
MOST_CALENDAR = 512 * 1024
MOST_TEXT = 50_000
MOST_HEADERS = 64 * 1024
MOST_HEADER = 2_000
MOST_NAMES = 50

# Upper bounds on what the parser would have to take apart, counted without parsing: it looks at
# every line once for each layer around it.
MOST_LINES = 400_000
MOST_LAYERS = 50
MOST_PARTS = 2_000

TOO_LARGE = N_("This mail is too large to be read here.")
TANGLED = N_("This mail has too many parts to be read here.")
LONG_CALENDAR = N_("The calendar object in this mail is too large to be read here.")
LETTER = N_("Somebody wrote to us.")
AUTOMATIC = N_("An automatic answer: somebody is away, or a machine confirms.")
UNKNOWN_BOUNCE = N_("A mail came back, but not one that is known here.")
BOUNCE = N_("A mail of ours came back.")
CALENDAR = N_("An answer from a calendar.")

# What calendar programs send to whoever organises: RFC 5546, section 1.4.
ANSWERS = {"REPLY", "COUNTER", "REFRESH"}
CALENDARS = ("text/calendar", "application/ics")
_METHOD = re.compile(r"^METHOD:[ \t]*([A-Z]+)", re.IGNORECASE | re.MULTILINE)
# Not ways to write text, or ways whose reading takes longer the more there is of it.
_NO_CHARSETS = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
_PRECEDENCES = {"bulk", "junk", "auto_reply", "list"}
_NAME = re.compile(r"<([^<>\s]{3,250})>")


class Sort(StrEnum):
    """What kind of mail came in."""

    CALENDAR = "calendar"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    LETTER = "letter"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One mail, read.

    `reason` says what it is, or why it could not be read, as a message id. `message_id` and
    `names`, the mails that it answers, stand without angle brackets. `calendar` is the object of
    a mail from a calendar. `is_robot`: it was not sent by a person's act, so nothing answers it.
    """

    sort: Sort
    reason: str
    message_id: str
    sender: str
    sender_name: str
    subject: str
    names: tuple[str, ...]
    text: str = ""
    calendar: str = ""
    bounce: Bounce | None = None
    is_robot: bool = False


def read(raw: bytes) -> Incoming:
    """Read a mail as it came over the line; of one that is too large or tangled the outside."""
    fault = _fault(raw)
    if fault:
        return outside(raw, fault)
    message = message_from_bytes(raw)
    bounce = bounces.read(message, _text(message))
    if bounce is not None:
        return _incoming(message, Sort.BOUNCE, UNKNOWN_BOUNCE, bounce=bounce)
    calendar = _calendar(message)
    if len(calendar) > MOST_CALENDAR:
        return _incoming(message, Sort.LETTER, LONG_CALENDAR)
    if method_of(calendar) in ANSWERS:
        return _incoming(message, Sort.CALENDAR, CALENDAR, calendar=calendar)
    if _is_machine(message):
        return _incoming(message, Sort.AUTOMATIC, AUTOMATIC)
    return _incoming(message, Sort.LETTER, LETTER)


def outside(raw: bytes, reason: str) -> Incoming:
    """Read no more than the headers of a mail and its first words; `reason` says why."""
    return _incoming(BytesHeaderParser().parsebytes(raw[:MOST_HEADERS]), Sort.LETTER, reason)


def method_of(calendar: str) -> str:
    """Return what a calendar object wants, such as REPLY; nothing if it does not say."""
    found = _METHOD.search(calendar)
    return found[1].upper() if found else ""


def header(message: Message, name: str) -> str:
    """Return a header on one line, decoded as far as it can be."""
    value = str(message.get(name) or "")[:MOST_HEADER]
    try:
        decoded = str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        decoded = value
    return words.one_line(decoded)


def _fault(raw: bytes) -> str:
    """Return why a mail is not to be taken apart, as a message id; nothing if it may be."""
    if len(raw) > MOST_BYTES:
        return TOO_LARGE
    folded = raw.lower()
    layers = folded.count(b"boundary") + folded.count(b"message/")
    too_much = (
        layers > MOST_LAYERS,
        raw.count(b"\n--") > MOST_PARTS,
        # Either of them ends a line.
        raw.count(b"\n") + raw.count(b"\r") > 2 * MOST_LINES,
    )
    return TANGLED if any(too_much) else ""


def _incoming(
    message: Message, sort: Sort, reason: str, *, calendar: str = "", bounce: Bounce | None = None
) -> Incoming:
    sender_name, sender = _sender(message)
    answered = " ".join(str(message.get(name) or "") for name in ("In-Reply-To", "References"))
    identity = _NAME.search(str(message.get("Message-ID") or ""))
    return Incoming(
        sort=sort,
        reason=reason,
        message_id=words.one_line(identity[1]) if identity else "",
        sender=sender,
        sender_name=sender_name,
        subject=header(message, "Subject")[:300],
        names=tuple(_NAME.findall(answered[:MOST_HEADER]))[:MOST_NAMES],
        text=_text(message),
        calendar=calendar,
        bounce=bounce,
        is_robot=_answers_by_itself(message),
    )


def _sender(message: Message) -> tuple[str, str]:
    """Return the name and the address that a mail says it is from; nothing if it says two."""
    found = getaddresses([str(message.get("From") or "")[:MOST_HEADER]])
    if len(found) != 1 or len(message.get_all("From", [])) != 1:
        return "", ""
    address = words.one_line(found[0][1]).lower()
    name = header(message, "From").rpartition("<")[0].strip(' "')
    return name[:200], address if len(address) <= 254 else ""  # noqa: PLR2004 -- RFC 5321


def _answers_by_itself(message: Message) -> bool:
    """Tell whether a machine wrote this as an answer: RFC 3834.

    What was generated is not meant: some services pass a person's click on in such a mail.
    """
    return (
        header(message, "Auto-Submitted").lower().startswith("auto-replied")
        or header(message, "Precedence").lower() in _PRECEDENCES
        or header(message, "Return-Path") == "<>"
    )


def _is_machine(message: Message) -> bool:
    """Tell whether no person wrote this."""
    return (
        _answers_by_itself(message)
        or header(message, "Auto-Submitted").lower() not in {"", "no"}
        or message.get_content_type() == "multipart/report"
        or any(name in message for name in ("X-Auto-Response-Suppress", "X-Autoreply", "List-Id"))
    )


def _calendar(message: Message) -> str:
    """Return the calendar object of a mail, as much of it as shows that it is too long."""
    found = [part for part in _own(message) if part.get_content_type() in CALENDARS]
    found.sort(key=lambda part: CALENDARS.index(part.get_content_type()))
    return _decoded(found[0], MOST_CALENDAR + 1) if found else ""


def _text(message: Message) -> str:
    """Return the words of a mail as plain text; those of its HTML only where it has no other."""
    for kind in ("text/plain", "text/html"):
        for part in _own(message):
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                content = _decoded(part, MOST_TEXT)
                return words.lines(_Words.of(content) if kind == "text/html" else content)
    return ""


def _own(message: Message) -> Iterator[Message]:
    """Return the parts of a mail, without those of a mail inside it."""
    if message.get_content_maintype() == "message":
        return
    if not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if not isinstance(part, str):
            yield from _own(part)


def _decoded(part: Message, most: int) -> str:
    """Return the text of a part, by the charset that it names or, if that fails, that it has."""
    payload = part.get_payload(decode=True)
    content = payload[:most] if isinstance(payload, bytes) else b""
    for charset in (str(part.get_content_charset() or "utf-8"), "utf-8"):
        try:
            if codecs.lookup(charset).name not in _NO_CHARSETS:
                return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


class _Words(HTMLParser):
    """The words of a page, without what would be run or shown."""

    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"})
    SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__()
        self._found: list[str] = []
        self._silent = 0

    @classmethod
    def of(cls, page: str) -> str:
        """Return the words of a page, a line for each paragraph."""
        reader = cls()
        reader.feed(page)
        return re.sub(r"\n{3,}", "\n\n", "".join(reader._found))

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._silent += tag in self.SILENT
        self._found.append("\n" if tag in self.BREAKS else "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(self._silent - (tag in self.SILENT), 0)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._found.append(" ".join(data.split()) + " " if data.strip() else "")
