"""From a row of the outbox to a message as mail programs read it."""

from __future__ import annotations

from email.charset import QP, Charset
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr
from typing import TYPE_CHECKING

from flask import current_app
from flask_mail import Attachment, Message

if TYPE_CHECKING:
    from rok_events.mail.models import OutgoingMail

_UTF8 = Charset("utf-8")
# Lines stay short and plain: an 8-bit line of more than 998 octets is refused by mail servers.
_UTF8.body_encoding = QP
# Every header is coded already; the newer policies parse each of them anew, at thrice the time.
_WIRE = compat32.clone(linesep="\r\n")


class SafeMessage(Message):
    """A message with every text part as quoted-printable, written fast."""

    def as_bytes(self) -> bytes:
        """Return the message as it goes over the line."""
        made = self._message()
        made.policy = _WIRE
        return made.as_bytes()

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        return MIMEText(text or "", _subtype=subtype, _charset=_UTF8)  # type: ignore[arg-type]


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
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    made.msgId = f"<{mail.message_id}>"
    if mail.calendar:
        made.alts[f"calendar; method={mail.calendar_method}"] = mail.calendar
        made.attachments.append(Attachment("invite.ics", "application/ics", mail.calendar.encode()))
    return made
