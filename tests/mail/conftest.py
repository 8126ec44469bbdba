"""Fixtures of the mail tests: an application that sends to a server of the test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from flask import Flask


class Server(Protocol):
    """Tells the application which mail server to use."""

    def __call__(self, port: int, *, host: str = "127.0.0.1", tls: str = "") -> None:
        """Use the server at a port; `tls` is empty, "starttls" or "implicit"."""


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Let the application send by SMTP, with half a second of patience."""

    def use(port: int, *, host: str = "127.0.0.1", tls: str = "") -> None:
        monkeypatch.setitem(app.config, "MAIL_FOLDER", None)
        monkeypatch.setitem(app.config, "MAIL_TIMEOUT", 0.5)
        monkeypatch.setitem(app.config, "MAIL_SERVER", host)
        monkeypatch.setitem(app.config, "MAIL_PORT", port)
        monkeypatch.setitem(app.config, "MAIL_USE_TLS", tls == "starttls")
        monkeypatch.setitem(app.config, "MAIL_USE_SSL", tls == "implicit")

    return use
