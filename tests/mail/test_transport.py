"""Sending by SMTP to real servers: willing, silent, slow, refusing, untrusted, breaking off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.db import db
from rok_events.mail import delivery, queries
from rok_events.mail.rules import Fault, MailState
from tests import make
from tests.conftest import NOW
from tests.mail.sinks import Sink, closed_port, running, silent

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from rok_events.mail.models import OutgoingMail
    from tests.mail.conftest import Server

BROKEN = [
    pytest.param({"recipient": "a@example.org\nBcc: b@example.org"}, id="recipient"),
    pytest.param({"recipient_name": "Zoë\r\nBcc: b@example.org"}, id="name"),
    pytest.param({"subject": "Hallo\nBcc: b@example.org"}, id="subject"),
    pytest.param({"sender_name": "ROK\nBcc: b@example.org"}, id="sender"),
    pytest.param({"reply_to": "a@example.org\nBcc: b@example.org"}, id="reply to"),
    pytest.param({"message_id": "x@example.org>\nBcc: b@example.org"}, id="message id"),
    pytest.param({"recipient": "zoë@example.org"}, id="letters that not every server knows"),
]

pytestmark = pytest.mark.usefixtures("database")


def fate(mail: OutgoingMail) -> tuple[MailState, Fault | None]:
    db.session.refresh(mail)
    return mail.state, mail.fault


def test_many_mails_go_over_one_connection_each_to_one_recipient(server: Server) -> None:
    mails = [make.mail() for _ in range(5)]

    with running(Sink()) as sink:
        server(sink.port)
        tally = delivery.deliver()

    assert (tally.tried, tally.sent) == (5, 5)
    assert sink.recipients == [mail.recipient for mail in mails]
    assert len(sink.connections) == 1
    assert [message["Message-ID"] for message in sink.messages] == [
        f"<{mail.message_id}>" for mail in mails
    ]
    assert {fate(mail) for mail in mails} == {(MailState.SENT, None)}


def test_a_new_connection_is_made_after_a_hundred_mails(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rok_events.mail.transport.MAILS_A_CONNECTION", 2)
    for _ in range(5):
        make.mail()

    with running(Sink()) as sink:
        server(sink.port)
        delivery.deliver()

    assert (len(sink.taken), len(sink.connections)) == (5, 3)


def test_a_silent_server_stops_the_round_in_time(server: Server) -> None:
    first, second = make.mail(), make.mail()

    with silent() as port:
        server(port)
        tally = delivery.deliver()

    assert (tally.tried, tally.sent) == (1, 0)
    assert fate(first) == (MailState.WAITING, Fault.UNREACHABLE)
    assert fate(second) == (MailState.WAITING, None)
    assert (first.attempts, second.attempts) == (1, 0)


def test_a_slow_server_is_not_waited_for(server: Server) -> None:
    mail = make.mail()

    with running(Sink(slowly=1.0)) as sink:
        server(sink.port)
        delivery.deliver()

    assert fate(mail) == (MailState.WAITING, Fault.BROKEN_OFF)
    assert "timed out" in mail.error


def test_nobody_there(server: Server) -> None:
    mail = make.mail()
    server(closed_port())

    delivery.deliver()

    assert fate(mail) == (MailState.WAITING, Fault.UNREACHABLE)


def test_a_refused_recipient_fails_at_once_and_the_others_go_on(server: Server) -> None:
    refused, other = make.mail(recipient="weg@example.org"), make.mail()

    with running(Sink(knows={"weg@example.org": "550 5.1.1 No such user"})) as sink:
        server(sink.port)
        delivery.deliver()

    assert fate(refused) == (MailState.FAILED, Fault.RECIPIENT)
    assert refused.error == "550 5.1.1 No such user"
    assert fate(other) == (MailState.SENT, None)
    assert len(sink.connections) == 1


@pytest.mark.parametrize(
    ("said", "is_marked"),
    [("550 5.1.1 No such user", True), ("550 No such user", True), ("550 5.7.1 Not you", False)],
)
def test_an_address_without_a_mailbox_is_marked(
    server: Server, said: str, *, is_marked: bool
) -> None:
    make.mail(recipient="weg@example.org")

    with running(Sink(knows={"weg@example.org": said})) as sink:
        server(sink.port)
        delivery.deliver()

    known = queries.address("weg@example.org")
    assert (known is not None and known.bounced_at == NOW) is is_marked


def test_a_busy_mailbox_is_tried_again_later(server: Server) -> None:
    busy, other = make.mail(recipient="druk@example.org"), make.mail()

    with running(Sink(knows={"druk@example.org": "450 4.2.0 Greylisted"})) as sink:
        server(sink.port)
        delivery.deliver()

    assert fate(busy) == (MailState.WAITING, Fault.BUSY)
    assert fate(other) == (MailState.SENT, None)


def test_a_refused_message_fails_at_once(server: Server) -> None:
    mail = make.mail()

    with running(Sink(takes="554 5.7.1 Looks like spam")) as sink:
        server(sink.port)
        delivery.deliver()

    assert fate(mail) == (MailState.FAILED, Fault.REFUSED)
    assert "spam" in mail.error


def test_a_refused_sender_is_the_settings_fault_not_the_mails(server: Server) -> None:
    first, second = make.mail(), make.mail()

    with running(Sink(greets="550 5.7.1 Sender not allowed")) as sink:
        server(sink.port)
        delivery.deliver()

    assert fate(first) == (MailState.WAITING, Fault.SENDER)
    assert fate(second) == (MailState.WAITING, None)


def test_a_connection_that_breaks_is_made_anew_for_the_same_mail(server: Server) -> None:
    mails = [make.mail() for _ in range(4)]

    with running(Sink(drops={3})) as sink:
        server(sink.port)
        delivery.deliver()

    assert {fate(mail) for mail in mails} == {(MailState.SENT, None)}
    assert sink.recipients == [mail.recipient for mail in mails]


def test_a_server_that_always_breaks_off_keeps_the_mail_waiting(server: Server) -> None:
    mail = make.mail()

    with running(Sink(drops={1, 2})) as sink:
        server(sink.port)
        delivery.deliver()

    assert fate(mail) == (MailState.WAITING, Fault.BROKEN_OFF)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_line_break_in_a_header_is_never_sent(server: Server, broken: dict[str, str]) -> None:
    mail, other = make.mail(**broken), make.mail()

    with running(Sink()) as sink:
        server(sink.port)
        delivery.deliver()

    assert fate(mail) == (MailState.FAILED, Fault.MALFORMED)
    assert fate(other) == (MailState.SENT, None)
    assert sink.recipients == [other.recipient]
    assert b"Bcc" not in b"".join(sink.taken)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_line_break_in_a_header_is_never_written(
    app: Flask, broken: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAIL_FOLDER", str(tmp_path))
    mail = make.mail(**broken)

    delivery.deliver()

    assert fate(mail) == (MailState.FAILED, Fault.MALFORMED)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_keeps_the_mail_waiting(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "mail"
    in_the_way.touch()
    monkeypatch.setitem(app.config, "MAIL_FOLDER", str(in_the_way))
    mail = make.mail()

    delivery.deliver()

    assert fate(mail) == (MailState.WAITING, Fault.UNREACHABLE)


def test_a_mail_that_is_written_twice_is_one_file(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAIL_FOLDER", str(tmp_path / "new"))
    mail = make.mail()
    delivery.deliver()
    mail.state = MailState.WAITING
    make.saved(mail)

    delivery.deliver()

    assert [path.suffix for path in (tmp_path / "new").iterdir()] == [".eml"]
