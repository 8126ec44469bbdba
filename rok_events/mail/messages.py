"""From a row of the outbox to a message as mail programs read it.

Written out here, and not by the library for messages of any shape: these have one shape, and a
worker writes thousands of them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import b2a_qp
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import current_app

from rok_events.mail import enclosures, wishes
from rok_events.mail.enclosures import Enclosure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rok_events.mail.models import Claimed

END = "\r\n"
SHORT = 60
# Nothing in quoted-printable or base64 has this in it.
_WHOLE, _CHOICE, _PAGE = "=_whole", "=_choice", "=_page"
_PICTURE = re.compile(r'"data:image/png;base64,([\w+/]+=*)"', re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ADDRESS = re.compile(r"[^\s@<>()\[\]:;,\\\"]+@[^\s@<>()\[\]:;,\\\"]+")
_PLAIN = re.compile(r"[A-Za-z0-9 !#$%&'*+/^_`{|}~-]*")


def message(mail: Claimed) -> bytes:
    """Return a mail as it goes over the line: text, HTML, and what goes along with it.

    A picture in the HTML goes along as a part: mail programs show none that stands in the page.
    The calendar object is there twice: as an alternative, which calendars act on, and as an
    attachment, for programs that know only files. A file that goes along is made here. Everything
    is ASCII in short lines: an 8-bit line of more than 998 octets is refused by mail servers.

    Raises:
        ValueError: the address is none, or has letters before its @ that mail servers do not all
            know; or a line break would make another header of what a header says.
    """
    words = [_text("plain", mail.text), _page(mail)]
    if mail.calendar:
        words.append(_text(f"calendar; method={mail.calendar_method}", mail.calendar))
    inner = f"{_multipart('alternative', _CHOICE)}{_parts(_CHOICE, words)}"
    head = "".join(f"{name}: {value}{END}" for name, value in _headers(mail))
    if files := _files(mail):
        inner = f"{_multipart('mixed', _WHOLE)}{_parts(_WHOLE, (inner, *files))}"
    return f"{head}{inner}".encode("ascii")


def wire_address(email: str) -> str:
    """Return an address as mail servers know it, in ASCII.

    Raises:
        ValueError: they do not.
    """
    local, _, domain = email.partition("@")
    if not _ADDRESS.fullmatch(email) or not local.isascii():
        raise ValueError(email)
    return email if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"


def _headers(mail: Claimed) -> Iterable[tuple[str, str]]:
    """Yield the headers, coded; the last ones are what mail programs act on by themselves.

    Those for getting no more are of RFC 8058: a mail program posts to the address, with one click.
    """
    config = current_app.config
    yield "MIME-Version", "1.0"
    yield "Subject", _coded("Subject", mail.subject)
    sender = mail.sender_name or config["SITE_NAME"]
    yield "From", _mailbox("From", sender, config["MAIL_DEFAULT_SENDER"])
    yield "To", _mailbox("To", mail.recipient_name, mail.recipient)
    if mail.reply_to:
        yield "Reply-To", wire_address(mail.reply_to)
    yield "Date", format_datetime(mail.queued_at)
    yield "Message-ID", f"<{_coded('Message-ID', mail.message_id)}>"
    yield "Auto-Submitted", "auto-generated"
    if mail.can_unsubscribe:
        yield "List-Unsubscribe", f"<{wishes.link(mail.recipient)}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _mailbox(header: str, name: str, email: str) -> str:
    """Return a name and its address; a name never becomes part of an address."""
    address = wire_address(email)
    if not name:
        return address
    if _PLAIN.fullmatch(name) and len(name) <= SHORT:
        return f"{name} <{address}>"
    return f"{_coded(header, name, always=True)}{END} <{address}>"


@lru_cache(maxsize=1024)
def _coded(header: str, words: str, *, always: bool = False) -> str:
    """Return what a header says, coded and folded where it must be.

    Raises:
        ValueError: there is a line break in it, or another sign that nobody sees.
    """
    if _CONTROL.search(words):
        raise ValueError(words)
    if words.isascii() and "=?" not in words and len(words) <= SHORT and not always:
        return words
    return Header(words, "utf-8", header_name=header).encode(linesep=END)


def _multipart(kind: str, boundary: str) -> str:
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"{END}{END}'


def _parts(boundary: str, parts: Iterable[str]) -> str:
    between = "".join(f"--{boundary}{END}{part}{END}" for part in parts)
    return f"{between}--{boundary}--{END}"


def _text(kind: str, words: str) -> str:
    coded = b2a_qp(words.replace(END, "\n").encode(), istext=True).decode("ascii")
    head = f'Content-Type: text/{kind}; charset="utf-8"{END}'
    body = coded.replace("\n", END)
    return f"{head}Content-Transfer-Encoding: quoted-printable{END}{END}{body}"


def _page(mail: Claimed) -> str:
    """Return the HTML, with the pictures in it as parts beside it (RFC 2387)."""
    pictures = _PICTURE.findall(mail.html)
    if not pictures:
        return _text("html", mail.html)
    names = [f"{number}.{mail.message_id}" for number in range(len(pictures))]
    unused = iter(names)
    html = _PICTURE.sub(lambda _: f'"cid:{next(unused)}"', mail.html)
    parts = [
        _coded_part(picture.encode(), "image/png", f"inline{END}Content-ID: <{name}>")
        for name, picture in zip(names, pictures, strict=True)
    ]
    kind = 'related; type="text/html"'
    return f"{_multipart(kind, _PAGE)}{_parts(_PAGE, (_text('html', html), *parts))}"


def _files(mail: Claimed) -> list[str]:
    files = []
    if mail.calendar:
        files.append(Enclosure("invite.ics", "application/ics", mail.calendar.encode()))
    if enclosed := enclosures.made_for(mail.purpose, mail.about):
        files.append(enclosed)
    return [
        _coded_part(
            b64encode(file.content),
            f"{file.kind}; name={file.name}",
            f"attachment; filename={file.name}",
        )
        for file in files
    ]


def _coded_part(content: bytes, kind: str, disposition: str) -> str:
    """Return a part whose content is in base64 already."""
    coded = content.decode("ascii")
    lines = END.join(coded[start : start + 76] for start in range(0, len(coded), 76))
    return (
        f"Content-Type: {kind}{END}"
        f"Content-Disposition: {disposition}{END}"
        f"Content-Transfer-Encoding: base64{END}{END}{lines}"
    )
