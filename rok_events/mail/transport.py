"""Handing mail over: to a mail server by SMTP, or to a folder of files where there is none."""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flask import current_app

from rok_events.mail import messages, rules
from rok_events.mail.rules import TREATMENTS, Failure, Fault, Step, fault_of

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.mail.models import Claimed

# Some servers drop a connection that goes on for too long.
MAILS_A_CONNECTION = 100
OK, WILL_FORWARD, GO_ON = 250, 251, 354


class Post(Protocol):
    """Whoever takes mail from us."""

    def send(self, mail: Claimed, following: Claimed | None = None) -> Failure | None:
        """Hand one mail over, and return what went wrong, if anything did.

        `following` is the mail that most likely comes next: a hint, to get ready for it.
        """

    def close(self) -> None:
        """Say goodbye."""


def init_app(app: Flask) -> None:
    """Fill in the settings that nobody has to give; a rate of 0 is none."""
    settings = app.config.setdefault
    settings("MAIL_TIMEOUT", 20)
    settings("MAIL_LEASE", rules.LEASE)
    settings("MAIL_RATE", 0)
    settings("MAIL_RATE_PER_DOMAIN", 0)
    settings("MAIL_USE_SSL", None)
    settings("MAIL_USE_TLS", None)
    settings("MAIL_USERNAME", None)
    settings("MAIL_PASSWORD", None)


def open_post() -> Post:
    """Return the way out that the configuration names; nothing is connected yet."""
    folder = current_app.config["MAIL_FOLDER"]
    return FolderPost(Path(folder)) if folder else SmtpPost()


class FolderPost:
    """A folder of `.eml` files, for developers and demonstrations."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: Claimed, _following: Claimed | None = None) -> Failure | None:
        """Write a file whole or not at all; sent again, a mail takes its own place."""
        name = f"{mail.queued_at:%Y%m%d-%H%M%S}-{mail.id:06}"
        unfinished = self._folder / f".{name}.{os.getpid()}"
        try:
            content = messages.message(mail)
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(content)
            unfinished.replace(self._folder / f"{name}.eml")
        except OSError as error:
            return Failure(Fault.UNREACHABLE, str(error))
        except ValueError as error:
            return Failure(Fault.MALFORMED, str(error))
        return None

    def close(self) -> None:
        """Nothing is open."""


class SmtpPost:
    """One connection to the mail server for many mails, opened for the first.

    While the server reads one mail the next is made, and announced as soon as the server is done;
    so the server thinks of that while we write down that this one was sent. An announced mail that
    is never sent costs nothing.
    """

    def __init__(self) -> None:
        self._host: smtplib.SMTP | None = None
        self._mails = 0
        self._ready: tuple[Claimed, bytes] | None = None
        self._is_announced = False

    def send(self, mail: Claimed, following: Claimed | None = None) -> Failure | None:
        """Send one mail; once more on a new connection where the server had closed the old one."""
        is_used = self._host is not None
        try:
            self._make(mail)
        except ValueError as error:
            return Failure(Fault.MALFORMED, str(error))
        failure = self._try(mail, following)
        if is_used and failure is not None and failure.is_sudden:
            self._make(mail)
            failure = self._try(mail, following)
        return failure

    def close(self) -> None:
        """End the connection, if there still is one, and do not mind if nobody hears."""
        host, self._host, self._mails = self._host, None, 0
        if host is not None:
            with suppress(OSError):
                if self._is_announced:
                    host.getreply()
                host.quit()
            host.close()
        self._is_announced = False

    def _make(self, mail: Claimed) -> bytes:
        """Return the message of a mail, made once; another that was made and announced goes."""
        if self._ready is None or self._ready[0] is not mail:
            if self._is_announced:
                self.close()
            self._ready = mail, messages.message(mail)
        return self._ready[1]

    def _try(self, mail: Claimed, following: Claimed | None) -> Failure | None:
        content = self._make(mail)
        if self._host is None:
            try:
                self._host = connect()
            except OSError as error:
                return failure_of(error)
        self._mails += 1
        is_last = self._mails >= MAILS_A_CONNECTION
        failure = self._hand_over(self._host, mail, content, None if is_last else following)
        is_broken = failure is not None and (
            TREATMENTS[failure.fault].stops_all or TREATMENTS[failure.fault].stops_domain
        )
        if is_broken or is_last:
            self.close()
        return failure

    def _hand_over(
        self, host: smtplib.SMTP, mail: Claimed, content: bytes, following: Claimed | None
    ) -> Failure | None:
        """Send one message over a connection, and leave the connection ready for the next."""
        step = Step.SENDER
        try:
            if not self._is_announced:
                _announce(host, content)
            self._is_announced = False
            code, said = host.getreply()
            if code == OK:
                step = Step.RECIPIENT
                code, said = host.rcpt(messages.wire_address(mail.recipient))
            if step is Step.RECIPIENT and code in {OK, WILL_FORWARD}:
                step = Step.MESSAGE
                code, said = host.docmd("data")
            if code == GO_ON:
                host.send(_quoted(content))
                self._prepare(following)
                code, said = host.getreply()
        except OSError as error:
            is_sudden = isinstance(error, ConnectionError | smtplib.SMTPServerDisconnected)
            return Failure(fault_of(step, 0), str(error), is_sudden=is_sudden)
        if code == OK:
            self._follow(host)
            return None
        if code != rules.CLOSING:
            with suppress(OSError):
                host.rset()
        words = said.decode("utf-8", "replace")
        return Failure(fault_of(step, code), f"{code} {words}", is_sudden=code == rules.CLOSING)

    def _prepare(self, following: Claimed | None) -> None:
        """Make the next message; one that cannot be made is found out when its turn comes."""
        self._ready = None
        if following is not None:
            with suppress(ValueError):
                self._ready = following, messages.message(following)

    def _follow(self, host: smtplib.SMTP) -> None:
        """Announce the next message, if any; a connection that broke shows at the reply."""
        if self._ready is not None:
            with suppress(OSError):
                _announce(host, self._ready[1])
                self._is_announced = True


def _announce(host: smtplib.SMTP, content: bytes) -> None:
    size = f" size={len(content)}" if host.has_extn("size") else ""
    host.putcmd("mail", f"FROM:<{current_app.config['MAIL_DEFAULT_SENDER']}>{size}")


def _quoted(content: bytes) -> bytes:
    """Return a message with its end, which no line of its own can be mistaken for."""
    return content.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def connect() -> smtplib.SMTP:
    """Connect, encrypt with a verified certificate, and sign in.

    Raises:
        OSError: one of these failed.
    """
    config = current_app.config
    server, port, timeout = config["MAIL_SERVER"], config["MAIL_PORT"], config["MAIL_TIMEOUT"]
    host: smtplib.SMTP
    if config["MAIL_USE_SSL"]:
        trust = ssl.create_default_context()
        host = smtplib.SMTP_SSL(server, port, timeout=timeout, context=trust)
    else:
        host = smtplib.SMTP(server, port, timeout=timeout)
    try:
        if config["MAIL_USE_TLS"]:
            host.starttls(context=ssl.create_default_context())
        if config["MAIL_USERNAME"] and config["MAIL_PASSWORD"]:
            host.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
        host.ehlo_or_helo_if_needed()
    except OSError:
        host.close()
        raise
    return host


def failure_of(error: OSError) -> Failure:
    """Return what an error before the first mail means."""
    match error:
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():
            return Failure(fault_of(Step.ENCRYPT, 0), str(error))
        case smtplib.SMTPAuthenticationError():
            words = _bytes(error.smtp_error).decode("utf-8", "replace")
            return Failure(fault_of(Step.SIGN_IN, error.smtp_code), f"{error.smtp_code} {words}")
        case _:
            return Failure(fault_of(Step.CONNECT, 0), str(error))


def _bytes(said: bytes | str) -> bytes:
    return said.encode() if isinstance(said, str) else said
