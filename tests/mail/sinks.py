"""Real mail servers of every temper, on this machine: they keep what comes."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

S = TypeVar("S", bound="Sink")

CERTIFICATE = Path(__file__).parent / "self_signed.pem"


@dataclass
class Sink:
    """A mail server that answers as it is told to, and keeps what it takes.

    `greets` answers MAIL, `knows` RCPT, `takes` DATA; where an answer is missing all is well. It
    hangs up on the mails of which the number is in `drops`, waits `slowly` seconds at DATA,
    and wants to hear `password` first if there is one.
    """

    greets: str = "250 OK"
    knows: dict[str, str] = field(default_factory=dict)
    takes: str = "250 OK"
    drops: set[int] = field(default_factory=set)
    slowly: float = 0.0
    password: str = ""
    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    tried: int = 0
    port: int = 0

    async def handle_MAIL(  # noqa: N802 -- the names are aiosmtpd's
        self, _server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Answer who wants to send."""
        self.connections.add(session.peer)
        envelope.mail_from = address
        return self.greets

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Answer whether there is such a mailbox."""
        answer = self.knows.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message, or not."""
        self.tried += 1
        if self.tried in self.drops:
            server.transport.close()
            return "421 gone"
        await asyncio.sleep(self.slowly)
        if self.takes.startswith("250"):
            self.taken.append(envelope.original_content)
            self.recipients += envelope.rcpt_tos
        return self.takes

    def knows_password(
        self, _server: Any, _session: Any, _envelope: Any, _how: str, told: Any
    ) -> AuthResult:
        """Answer whether the password is right."""
        is_right = told.password.decode() == self.password
        return AuthResult(success=is_right, handled=is_right)

    @property
    def messages(self) -> list[EmailMessage]:
        """What was taken, as mail programs read it."""
        return [message_from_bytes(content, policy=default) for content in self.taken]


@contextmanager
def running(sink: S, *, encrypted: bool = False, starttls: bool = False) -> Iterator[S]:
    """Let a mail server run inside the block: plain, offering STARTTLS, or encrypted at once."""
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(CERTIFICATE)
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=closed_port(),
        ssl_context=trust if encrypted else None,
        tls_context=trust if starttls else None,
        authenticator=sink.knows_password,
        auth_required=bool(sink.password),
    )
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


@contextmanager
def silent() -> Iterator[int]:
    """Listen on a port, and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def closed_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
