"""Handing mail over: to a mail server by SMTP, or to a folder of files where there is none."""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flask import current_app
from flask_mail import BadHeaderError, Connection, Mail

from rok_events.mail import messages
from rok_events.mail.rules import TREATMENTS, Failure, Fault, Step, fault_of

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.mail.models import OutgoingMail

# Some servers drop a connection that goes on for too long.
MAILS_A_CONNECTION = 100


class Post(Protocol):
    """Whoever takes mail from us."""

    def send(self, mail: OutgoingMail) -> Failure | None:
        """Hand one mail over, and return what went wrong, if anything did."""

    def close(self) -> None:
        """Say goodbye."""


def init_app(app: Flask) -> None:
    """Read the settings of Flask-Mail."""
    app.config.setdefault("MAIL_TIMEOUT", 20)
    app.config.setdefault("MAIL_SUPPRESS_SEND", False)
    Mail(app)


def open_post() -> Post:
    """Return the way out that the configuration names; nothing is connected yet."""
    folder = current_app.config["MAIL_FOLDER"]
    return FolderPost(Path(folder)) if folder else SmtpPost()


class FolderPost:
    """A folder of `.eml` files, for developers and demonstrations."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: OutgoingMail) -> Failure | None:
        """Write a file whole or not at all; sent again, a mail takes its own place."""
        name = f"{mail.queued_at:%Y%m%d-%H%M%S}-{mail.id:06}"
        unfinished = self._folder / f".{name}.{os.getpid()}"
        try:
            content = messages.message(mail).as_bytes()
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(content)
            unfinished.replace(self._folder / f"{name}.eml")
        except OSError as error:
            return Failure(Fault.UNREACHABLE, str(error))
        except (BadHeaderError, ValueError) as error:
            return Failure(Fault.MALFORMED, str(error))
        return None

    def close(self) -> None:
        """Nothing is open."""


class SmtpPost:
    """One connection to the mail server for many mails, opened for the first."""

    def __init__(self) -> None:
        self._connection: SafeConnection | None = None

    def send(self, mail: OutgoingMail) -> Failure | None:
        """Send one mail; once more on a new connection where the server had closed the old one."""
        is_used = self._connection is not None
        failure = self._try(mail)
        if is_used and failure is not None and failure.fault is Fault.UNREACHABLE:
            failure = self._try(mail)
        return failure

    def close(self) -> None:
        """End the connection, if there still is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _try(self, mail: OutgoingMail) -> Failure | None:
        try:
            if self._connection is None:
                self._connection = SafeConnection(current_app.extensions["mail"])
            self._connection.send(messages.message(mail))
        except (OSError, BadHeaderError, ValueError) as error:
            failure = failure_of(error)
            if TREATMENTS[failure.fault].stops_all:
                self.close()
            return failure
        if self._connection.num_emails >= MAILS_A_CONNECTION:
            self.close()
        return None


class SafeConnection(Connection):
    """A connection that ends in time, and knows whom it talks to."""

    def __init__(self, mail: Mail) -> None:
        super().__init__(mail)
        self.host = self.configure_host()

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt with a verified certificate, and sign in."""
        mail, timeout = self.mail, current_app.config["MAIL_TIMEOUT"]
        host: smtplib.SMTP
        if mail.use_ssl:
            trust = ssl.create_default_context()
            host = smtplib.SMTP_SSL(mail.server, mail.port, timeout=timeout, context=trust)
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=timeout)
        try:
            if mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
            host.ehlo_or_helo_if_needed()
        except OSError:
            host.close()
            raise
        return host

    def close(self) -> None:
        """Say goodbye, and do not mind if nobody hears."""
        host, self.host = self.host, None
        if host is not None:
            with suppress(OSError):
                host.quit()
            host.close()


def failure_of(error: Exception) -> Failure:
    """Return what an error of `smtplib` or the network means."""
    step, code = Step.CONNECT, 0
    said: object = error
    match error:
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():
            step = Step.ENCRYPT
        case smtplib.SMTPRecipientsRefused():
            step, (code, said) = Step.RECIPIENT, next(iter(error.recipients.values()))
        case smtplib.SMTPResponseException():
            step = STEPS.get(type(error), Step.CONNECT)
            code, said = error.smtp_code, error.smtp_error
        case OSError():
            pass
        case _:
            return Failure(Fault.MALFORMED, str(error) or type(error).__name__)
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return Failure(fault_of(step, code), f"{code} {words}" if code else words)


STEPS: dict[type[Exception], Step] = {
    smtplib.SMTPAuthenticationError: Step.SIGN_IN,
    smtplib.SMTPSenderRefused: Step.SENDER,
    smtplib.SMTPDataError: Step.MESSAGE,
}
