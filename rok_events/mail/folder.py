"""Reading the folder of `.eml` files back, for whoever develops or tries the application."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from email import message_from_bytes
from email.parser import BytesHeaderParser
from email.policy import default
from typing import TYPE_CHECKING

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.mail.enclosures import Enclosure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from email.message import EmailMessage
    from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_HEADERS = BytesHeaderParser(policy=default)


@dataclass(frozen=True)
class Envelope:
    """One mail in the list: the name of its file, and what stands on the outside."""

    name: str
    subject: str
    recipient: str
    sent_at: datetime


@dataclass(frozen=True)
class Entry:
    """What the calendar object of a mail asks of a calendar."""

    method: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    uid: str
    sequence: int


@dataclass(frozen=True)
class Opened:
    """One mail with all of its parts."""

    envelope: Envelope
    sender: str
    text: str
    html: str
    calendar: bytes
    entry: Entry | None
    files: tuple[Enclosure, ...]


def names(folder: Path) -> list[str]:
    """Return the names of all mails, the latest first."""
    return sorted((path.stem for path in folder.glob("*.eml")), reverse=True)


def envelope(folder: Path, name: str) -> Envelope:
    """Return the outside of one mail."""
    return _envelope(name, _HEADERS.parsebytes(_read(folder, name)))


def opened(folder: Path, name: str) -> Opened:
    """Return one mail.

    Raises:
        NotFoundError: there is no such file.
    """
    message = message_from_bytes(_read(folder, name), policy=default)
    parts = {part.get_content_type(): part for part in message.walk()}
    calendar = (
        bytes(parts["text/calendar"].get_payload(decode=True)) if "text/calendar" in parts else b""
    )
    return Opened(
        envelope=_envelope(name, message),
        sender=str(message["From"]),
        text=_words(parts.get("text/plain")),
        html=_page(message, parts.get("text/html")),
        calendar=calendar,
        entry=_entry(calendar) if calendar else None,
        files=tuple(_files(message)),
    )


def _files(message: EmailMessage) -> Iterable[Enclosure]:
    """Yield the files that go along, but for the calendar object, which is shown by itself."""
    for part in message.iter_attachments():
        kind, content = part.get_content_type(), part.get_payload(decode=True)
        if kind != "application/ics" and isinstance(content, bytes):
            yield Enclosure(part.get_filename() or "", kind, content)


def _read(folder: Path, name: str) -> bytes:
    path = folder / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFoundError(N_("This mail does not exist any more."))
    return path.read_bytes()


def _envelope(name: str, message: EmailMessage) -> Envelope:
    return Envelope(name, str(message["Subject"]), str(message["To"]), message["Date"].datetime)


def _page(message: EmailMessage, part: EmailMessage | None) -> str:
    """Return the HTML of a mail, with the pictures that go along in their places."""
    html = _words(part)
    for picture in message.walk():
        if name := picture["Content-ID"]:
            coded = b64encode(bytes(picture.get_payload(decode=True))).decode()
            html = html.replace(f"cid:{name.strip('<> ')}", f"data:image/png;base64,{coded}")
    return html


def _words(part: EmailMessage | None) -> str:
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def _entry(content: bytes) -> Entry:
    from icalendar import Calendar  # noqa: PLC0415 -- 3 MB, for a page of developers

    calendar = Calendar.from_ical(content)
    event = calendar.walk("VEVENT")[0]
    return Entry(
        method=str(calendar["METHOD"]),
        title=str(event["SUMMARY"]),
        starts_at=event.decoded("DTSTART"),
        ends_at=event.decoded("DTEND"),
        place=str(event.get("LOCATION", "")),
        uid=str(event["UID"]),
        sequence=event.decoded("SEQUENCE"),
    )
