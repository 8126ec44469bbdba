"""Mail that a mail server hands over by LMTP."""

from __future__ import annotations

import logging
import smtplib
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from rok_events.db import db
from rok_events.mail import inbox
from rok_events.mail.inbox_listener import listening
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.incoming import MOST_BYTES
from tests.mail.sinks import closed_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

US = "agenda@example.org"
REFUSAL = "no"
LETTER = (
    b"From: kees@zorg.example.org\r\nSubject: Mag het?\r\nMessage-ID: <1@z>\r\n\r\nMag het?\r\n"
)


@pytest.fixture
def port(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port on which the application listens; what came in is removed afterwards."""
    port = closed_port()
    monkeypatch.setitem(app.config, "INBOX_URL", f"lmtp://127.0.0.1:{port}")
    with listening(app):
        yield port
    with app.app_context():
        db.session.execute(delete(IncomingMail))
        db.session.commit()


def kept(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(IncomingMail.subject)))


@pytest.mark.parametrize("address", [US, "Agenda@Example.org", "agenda+reply@example.org"])
def test_mail_for_us_is_taken(app: Flask, port: int, address: str) -> None:
    with smtplib.LMTP("127.0.0.1", port) as server:
        for _ in range(2):
            server.sendmail("kees@zorg.example.org", [address], LETTER)

    assert kept(app) == ["Mag het?"]


def test_nobody_is_named_in_the_log(port: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    with smtplib.LMTP("127.0.0.1", port) as server:
        server.sendmail("kees@zorg.example.org", [US], LETTER)

    assert "kees" not in caplog.text


def test_a_line_that_is_too_long_for_the_standard_is_taken(app: Flask, port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.sendmail("kees@zorg.example.org", [US], LETTER + b"x" * 100_000 + b"\r\n")

    assert kept(app) == ["Mag het?"]


def test_mail_for_others_is_refused(app: Flask, port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            server.sendmail("kees@zorg.example.org", ["kees@elders.example.org"], LETTER)

        assert refused.value.recipients["kees@elders.example.org"][0] == 550
        # One at a time: the other is to be offered again.
        later = server.sendmail("kees@zorg.example.org", [US, "agenda+x@example.org"], LETTER)

    assert later["agenda+x@example.org"][0] == 452
    assert kept(app) == ["Mag het?"]


def test_mail_that_is_too_large_is_refused(app: Flask, port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as server, pytest.raises(smtplib.SMTPException) as refused:
        server.sendmail("kees@zorg.example.org", [US], LETTER + b"x" * MOST_BYTES)

    assert "552" in str(refused.value)
    assert kept(app) == []


def test_mail_is_offered_again_while_the_database_is_away(
    app: Flask, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_raw: bytes) -> None:
        raise OperationalError(REFUSAL, None, Exception())

    monkeypatch.setattr(inbox, "take", away)

    with smtplib.LMTP("127.0.0.1", port) as server, pytest.raises(smtplib.SMTPDataError) as refused:
        server.sendmail("kees@zorg.example.org", [US], LETTER)

    assert refused.value.smtp_code == 451


def test_a_port_that_is_taken_is_told_and_no_reason_to_stop(
    app: Flask, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with listening(app):
        assert "cannot listen" in caplog.text


def test_nobody_listens_unless_asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "INBOX_URL", "")

    with listening(app):
        assert kept(app) == []
