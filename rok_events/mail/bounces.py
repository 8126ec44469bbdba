"""Mails that come back: as RFC 3464 has them, and as servers write them that have never read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.core import text as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

MOST_NAMES = 50
LONGEST_REASON = 300

_POSTMASTERS = ("mailer-daemon", "postmaster", "mail-daemon", "microsoftexchange")
_NAME = re.compile(r"<([^<>\s@]{8,200}@[^<>\s@]{3,200})>")
_CODE = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_REPLY = re.compile(r"\b([45])\d\d[ -]")
_MERELY_LATE = re.compile(r"delay|vertraag|still being|nog niet afgeleverd|warning", re.IGNORECASE)


@dataclass(frozen=True)
class Bounce:
    """A mail that did not arrive.

    `names` are the Message-IDs it may have had, the likeliest first; `reason` is what the other
    server said. `is_permanent`: the next mail would fare no better.
    """

    names: tuple[str, ...]
    reason: str
    is_permanent: bool


def read(message: Message, text: str) -> Bounce | None:
    """Return which mail came back and why; `None` where none did, as when it is merely late.

    `text` is what the message says in words.
    """
    if message.get_content_type() == "multipart/report":
        return _reported(message, text)
    return _told(message, text) if _is_from_postmaster(message) else None


def _reported(message: Message, text: str) -> Bounce | None:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                if str(block.get("Action", "")).strip().lower() == "failed":
                    return _failed(block, _names(message, text))
    return None


def _failed(block: Message, names: tuple[str, ...]) -> Bounce:
    status = words.one_line(str(block.get("Status", "")))
    said = words.one_line(str(block.get("Diagnostic-Code", "")))
    # Before the words stands whose words they are: "smtp; 550 …".
    reason = said.partition(";")[2].strip() or said or status
    return Bounce(names, reason[:LONGEST_REASON], is_permanent=status.startswith("5"))


def _told(message: Message, text: str) -> Bounce | None:
    subject = words.one_line(str(message.get("Subject", "")))
    if _MERELY_LATE.search(subject):
        return None
    lines = [line for line in text.split("\n") if _CODE.search(line) or _REPLY.search(line)]
    said = words.one_line(lines[0]) if lines else subject
    code = _CODE.search(said) or _REPLY.search(said)
    return Bounce(
        _names(message, text), said[:LONGEST_REASON], is_permanent=bool(code and code[1] == "5")
    )


def _is_from_postmaster(message: Message) -> bool:
    sender = str(message.get("From", "")).rpartition("<")[2].strip(" <>").lower()
    return sender.startswith(_POSTMASTERS) or "X-Failed-Recipients" in message


def _names(message: Message, text: str) -> tuple[str, ...]:
    """Return each Message-ID that may be that of the mail that came back."""
    found = [*_returned(message), str(message.get("In-Reply-To", "")), text]
    names = dict.fromkeys(name for words_ in found for name in _NAME.findall(words_))
    return tuple(names)[:MOST_NAMES]


def _returned(message: Message) -> Iterator[str]:
    """Return what stands as its Message-ID in the mail that was sent along, or in its headers."""
    for part in message.walk():
        if part is not message and "Message-ID" in part:
            yield str(part["Message-ID"])
        if part.get_content_type() in {"text/rfc822-headers", "text/rfc822"}:
            yield from re.findall(r"(?im)^message-id:\s*(\S+)", _plain(part))


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return (
        [block for block in payload if not isinstance(block, str)]
        if isinstance(payload, list)
        else []
    )


def _plain(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("ascii", "replace") if isinstance(payload, bytes) else ""
