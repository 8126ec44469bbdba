"""Sending by SMTP only to servers that can be trusted, and with a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.db import db
from rok_events.mail import delivery
from rok_events.mail.rules import Fault, MailState
from tests import make
from tests.mail.sinks import CERTIFICATE, Sink, running

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.mail.models import OutgoingMail
    from tests.mail.conftest import Server

pytestmark = pytest.mark.usefixtures("database")


def fate(mail: OutgoingMail) -> tuple[MailState, Fault | None]:
    db.session.refresh(mail)
    return mail.state, mail.fault


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_that_nobody_signed_is_not_trusted(server: Server, tls: str) -> None:
    mail = make.mail()

    with running(Sink(), encrypted=tls == "implicit", starttls=tls == "starttls") as sink:
        server(sink.port, tls=tls)
        delivery.deliver()

    assert fate(mail) == (MailState.WAITING, Fault.UNTRUSTED)
    assert "certificate verify failed" in mail.error
    assert sink.taken == []


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_that_is_trusted_is_used(
    server: Server, tls: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    mail = make.mail()

    with running(Sink(), encrypted=tls == "implicit", starttls=tls == "starttls") as sink:
        server(sink.port, host="localhost", tls=tls)
        delivery.deliver()

    assert fate(mail) == (MailState.SENT, None)


def test_a_server_without_encryption_gets_nothing(server: Server) -> None:
    mail = make.mail()

    with running(Sink()) as sink:
        server(sink.port, tls="starttls")
        delivery.deliver()

    assert fate(mail) == (MailState.WAITING, Fault.UNTRUSTED)
    assert sink.taken == []


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        pytest.param("geheim", (MailState.SENT, None), id="right"),
        pytest.param("fout", (MailState.WAITING, Fault.SIGN_IN), id="wrong"),
    ],
)
def test_the_password_is_the_settings_fault_not_the_mails(
    app: Flask,
    server: Server,
    password: str,
    expected: tuple[MailState, Fault | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setitem(app.config, "MAIL_USERNAME", "agenda")
    monkeypatch.setitem(app.config, "MAIL_PASSWORD", password)
    mail = make.mail()

    with running(Sink(password="geheim"), starttls=True) as sink:  # noqa: S106 -- of this sink
        server(sink.port, host="localhost", tls="starttls")
        delivery.deliver()

    assert fate(mail) == expected
