"""The inbox: taking in what came, each mail once, and fetching it from a mailbox by IMAP."""

from __future__ import annotations

import logging
import ssl
from contextlib import contextmanager, suppress
from imaplib import IMAP4
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from flask import current_app
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderCreateError
from sqlalchemy.exc import OperationalError

from rok_events import jobs
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.mail import inbox_actions, incoming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import SplitResult

    from rok_events.mail.inbox_models import IncomingMail

log = logging.getLogger(__name__)

FETCH = "mail.fetch"
DONE = "Verwerkt"
PATIENCE_SECONDS = 20
# After so many the other jobs get their turn; the rest comes a minute later.
A_ROUND = 200

FAILED = N_("Something went wrong here while this mail was read.")


class MailboxError(Exception):
    """The mailbox could not be read; the message says why."""


def take(raw: bytes) -> IncomingMail | None:
    """Take in one mail; `None` if it came in before.

    Whatever goes wrong with what it asks, the mail itself is kept for somebody to look at.

    Raises:
        OperationalError: the database is away: the mail is to be offered again.
    """
    try:
        mail = incoming.read(raw)
        with transaction():
            return inbox_actions.take(mail, raw)
    except OperationalError:
        raise
    except Exception:  # whatever it is, it would happen again each minute
        log.exception("a mail that came in could not be handled")
    with transaction():
        return inbox_actions.take(incoming.outside(raw, FAILED), raw)


@jobs.job(FETCH, every_minute=True)
def fetch_by_itself() -> None:
    """Fetch mail, if there is a mailbox to fetch it from; one that is away is tried again."""
    if current_app.config["INBOX_URL"].startswith("imap"):
        try:
            fetch()
        except MailboxError as error:
            log.warning("mailbox not read: %s", error)


def fetch() -> int:
    """Take in what lies in the mailbox, move it aside there, and return how many mails were new.

    First it is kept here, then moved: broken off in between, it is found again and known.

    Raises:
        MailboxError: the mailbox cannot be reached or read.
    """
    try:
        with _opened(current_app.config["INBOX_URL"]) as mailbox:
            return _emptied(mailbox)
    except (OSError, IMAP4.error, ImapToolsError) as error:
        msg = " ".join(str(error).split()) or type(error).__name__
        raise MailboxError(msg) from None


def _emptied(mailbox: BaseMailBox) -> int:
    taken = 0
    uids = sorted(mailbox.uids(), key=int)[:A_ROUND]
    done = _folder(mailbox) if uids else ""
    for uid in uids:
        if jobs.is_stopping():
            break
        raw = _raw(mailbox, uid)
        if raw is not None:
            taken += take(raw) is not None
            mailbox.move(uid, done)
    return taken


def _raw(mailbox: BaseMailBox, uid: str) -> bytes | None:
    """Return a mail as it came, cut off where it is too large; `None` if it has just gone."""
    wanted = f"(BODY.PEEK[]<0.{incoming.MOST_BYTES + 1}>)"
    _status, answer = mailbox.client.uid("FETCH", uid, wanted)
    return next((part[1] for part in answer if isinstance(part, tuple)), None)


def _folder(mailbox: BaseMailBox) -> str:
    """Return the folder for what was taken in, made if need be; some servers want it inside."""
    delimiter = next((folder.delim for folder in mailbox.folder.list()), "/")
    names = (DONE, f"INBOX{delimiter}{DONE}")
    for name in names:
        if mailbox.folder.exists(name):
            return name
    try:
        mailbox.folder.create(names[0])
    except MailboxFolderCreateError:
        mailbox.folder.create(names[1])
        return names[1]
    return names[0]


@contextmanager
def _opened(url: str) -> Iterator[BaseMailBox]:
    """Open the mailbox at an address such as `imaps://user:password@host/INBOX`, signed in."""
    parts = urlsplit(url)
    mailbox = _connected(parts)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    try:
        mailbox.login(user, password, unquote(parts.path.strip("/")) or "INBOX")
        yield mailbox
    finally:
        with suppress(OSError, IMAP4.error, ImapToolsError):
            mailbox.logout()
        # Where the server had gone there was no saying goodbye.
        with suppress(OSError):
            mailbox.client.shutdown()


def _connected(parts: SplitResult) -> BaseMailBox:
    host, trust = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "imaps":
        return MailBox(host, parts.port or 993, timeout=PATIENCE_SECONDS, ssl_context=trust)
    port = parts.port or 143
    if parts.query == "tls=none":
        return MailBoxUnencrypted(host, port, timeout=PATIENCE_SECONDS)
    return MailBoxStartTls(host, port, timeout=PATIENCE_SECONDS, ssl_context=trust)
