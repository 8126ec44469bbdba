"""From a row of the outbox to a message as mail programs read it."""

from __future__ import annotations

import quopri
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import Compat32
from email.utils import formataddr
from typing import TYPE_CHECKING, cast

import flask_mail
from flask import current_app
from flask_mail import Attachment, BadHeaderError, Message

from rok_events.mail import wishes

if TYPE_CHECKING:
    from email.mime.text import MIMEText

    from rok_events.mail.models import OutgoingMail

# Flask-Mail asks the name server for our own name, for an id of its own that ours replaces.
flask_mail.make_msgid = lambda *_: ""  # type: ignore[attr-defined]  # it is their import


class _Wire(Compat32):
    """Lines end as mail servers want them, and short headers are written as they are.

    All headers are coded when they come here; the library would take each of them apart again.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as it goes over the line."""
        is_short = len(value) <= SHORT or name == UNFOLDED
        if not is_short or not value.isascii():
            return super().fold_binary(name, value)
        return f"{name}: {value}\r\n".encode()


SHORT = 60
# An address has no space to fold at, and some programs do not expect a line without words.
UNFOLDED = "List-Unsubscribe"
_WIRE = _Wire(linesep="\r\n")


class SafeMessage(Message):
    """A message with every text part as quoted-printable, written fast.

    Lines stay short and plain: an 8-bit line of more than 998 octets is refused by mail servers.
    """

    def as_bytes(self) -> bytes:
        """Return the message as it goes over the line.

        Raises:
            BadHeaderError: a line break would make another header of what a header says.
        """
        # Flask-Mail looks at the headers that it names itself only.
        more = "".join((self.msgId, *(self.extra_headers or {}).values()))
        if self.has_bad_headers() or "\n" in more or "\r" in more:
            raise BadHeaderError
        made = self._message()
        made.policy = _WIRE
        for number, part in enumerate(made.walk()):
            if part.is_multipart():
                # Nothing coded has this in it; the library would search every part to be sure.
                part.set_boundary(f"=_part-{number}")
        return made.as_bytes()

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        part = MIMENonMultipart("text", subtype, charset="utf-8")
        part["Content-Transfer-Encoding"] = "quoted-printable"
        lines = (text or "").replace("\r\n", "\n")
        part.set_payload(quopri.encodestring(lines.encode()).decode("ascii"))
        return cast("MIMEText", part)


def message(mail: OutgoingMail) -> SafeMessage:
    """Return the message of a mail: text, HTML and, if it has one, its calendar object.

    The calendar object is there twice: as an alternative, which calendars act on, and as an
    attachment, for programs that know only files.

    Raises:
        ValueError: the address has letters before its @ that mail servers do not all know.
    """
    if not mail.recipient.partition("@")[0].isascii():
        raise ValueError(mail.recipient)
    address = current_app.config["MAIL_DEFAULT_SENDER"]
    made = SafeMessage(
        subject=mail.subject,
        sender=formataddr((mail.sender_name or current_app.config["SITE_NAME"], address)),
        recipients=[(mail.recipient_name, mail.recipient)],
        reply_to=mail.reply_to or None,
        body=mail.text,
        html=mail.html,
        date=mail.queued_at.timestamp(),
        extra_headers=_more_headers(mail),
    )
    made.msgId = f"<{mail.message_id}>"
    if mail.calendar:
        made.alts[f"calendar; method={mail.calendar_method}"] = mail.calendar
        made.attachments.append(Attachment("invite.ics", "application/ics", mail.calendar.encode()))
    return made


def _more_headers(mail: OutgoingMail) -> dict[str, str]:
    """Return what mail programs act on: that no person wrote it, and how to get no more.

    The latter as in RFC 8058: a mail program posts to the address by itself, with one click.
    """
    headers = {"Auto-Submitted": "auto-generated"}
    if mail.can_unsubscribe:
        headers["List-Unsubscribe"] = f"<{wishes.link(mail.recipient)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
