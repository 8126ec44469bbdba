"""Mail that a mail server on the same machine hands over, by LMTP (RFC 2033)."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from sqlalchemy.exc import OperationalError

from rok_events.mail import inbox
from rok_events.mail.incoming import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

log = logging.getLogger(__name__)


class Listener:
    """Takes mail for the address that our mail comes from, one recipient at a time."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    async def handle_RCPT(  # noqa: N802 -- the names are aiosmtpd's
        self,
        _server: Any,  # noqa: ANN401
        _session: Any,  # noqa: ANN401
        envelope: Any,  # noqa: ANN401
        address: str,
        _options: list[str],
    ) -> str:
        """Refuse mail for others: `agenda+anything@…` is ours too."""
        name, _, domain = address.lower().rpartition("@")
        plain = f"{name.partition('+')[0]}@{domain}"
        if plain != self._app.config["MAIL_DEFAULT_SENDER"].lower():
            return "550 5.1.1 no such mailbox here"
        if envelope.rcpt_tos:
            # There is one answer at the end, and LMTP wants one for each.
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self,
        _server: Any,  # noqa: ANN401
        _session: Any,  # noqa: ANN401
        envelope: Any,  # noqa: ANN401
    ) -> str:
        """Take a mail in, or let the mail server offer it again later."""
        return await asyncio.to_thread(self._taken, envelope.content)

    def _taken(self, raw: bytes) -> str:
        with self._app.app_context():
            try:
                inbox.take(raw)
            except OperationalError:
                log.warning("a mail was not taken in: the database is away")
                return "451 4.3.0 later please"
        return "250 2.0.0 taken"


class _Server(LMTP):
    # Mail servers take longer lines than the standard has, and hand them over as they are.
    line_length_limit = 1024 * 1024


class _Controller(Controller):
    def factory(self) -> LMTP:
        return _Server(self.handler, data_size_limit=MOST_BYTES, enable_SMTPUTF8=True)


@contextmanager
def listening(app: Flask) -> Iterator[None]:
    """Listen inside the block, where `INBOX_URL` says so.

    A port that is taken is no reason to stop: mail waits at the mail server, and the log says why.
    """
    parts = urlsplit(app.config["INBOX_URL"])
    if parts.scheme != "lmtp":
        yield
        return
    # It would tell of every mail from whom it is.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    controller = _Controller(Listener(app), hostname=parts.hostname, port=parts.port)
    try:
        controller.start()
    except OSError as error:
        log.error("no mail comes in: cannot listen at INBOX_URL: %s", error)  # noqa: TRY400
        controller.loop.close()
        yield
        return
    try:
        yield
    finally:
        controller.stop()
