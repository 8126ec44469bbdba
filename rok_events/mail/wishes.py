"""Links in mails by which somebody asks for no more of them."""

from __future__ import annotations

from rok_events.mail import rules
from rok_events.web import signing
from rok_events.web.links import public_url

_PURPOSE = "mail.unsubscribe"


def link(email: str) -> str:
    """Return the address of the page on which the holder of a mailbox says: no more."""
    return public_url("mail.unsubscribe", token=token(email))


def token(email: str) -> str:
    """Return the part of that address that nobody else can make."""
    return signing.sign(_PURPOSE, email)


def email_of(given: str) -> str | None:
    """Return whose link it is; `None` if we did not make it, or years ago."""
    return signing.read(_PURPOSE, given, rules.LINK_WORKS)
