"""Fetching mail from a real mailbox: each mail once, kept on both sides, whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from rok_events.core import events
from rok_events.core.errors import ConflictError
from rok_events.db import db
from rok_events.mail import inbox, incoming
from rok_events.mail.events import CalendarReceived
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.inbox_rules import Handling
from tests.invitations.clients import google
from tests.invitations.said import Said
from tests.mail import dovecot
from tests.mail.sinks import CERTIFICATE, closed_port, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.mail.dovecot import Mailbox

pytestmark = pytest.mark.usefixtures("database")

needs_dovecot = pytest.mark.skipif(bool(dovecot.missing()), reason=dovecot.missing())
REFUSAL = "no"
ANSWER = google(Said(uid="onbekend@agenda.example.org", email="zoe@zorg.example.org"))


def letter(number: int, words: str = "Mag mijn hond mee?") -> bytes:
    return (
        f"From: Kees <kees@zorg.example.org>\r\nMessage-ID: <vraag-{number}@zorg.example.org>\r\n"
        f"Subject: Vraag {number}\r\n\r\n{words}\r\n"
    ).encode()


def kept() -> list[IncomingMail]:
    return list(db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)))


@pytest.fixture
def mailbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mailbox that the application fetches from."""
    with dovecot.serving() as mailbox:
        monkeypatch.setitem(app.config, "INBOX_URL", mailbox.url)
        yield mailbox


@needs_dovecot
def test_what_lies_there_is_taken_in_and_moved_aside(mailbox: Mailbox) -> None:
    mailbox.put(letter(1), ANSWER, letter(2))

    assert inbox.fetch() == 3

    assert [mail.subject for mail in kept()] == [
        "Vraag 1",
        "Geaccepteerd: Casustafel één",
        "Vraag 2",
    ]
    assert kept()[0].raw == letter(1)
    assert mailbox.inside() == []
    assert len(mailbox.inside(inbox.DONE)) == 3


@needs_dovecot
def test_each_mail_is_taken_once(mailbox: Mailbox) -> None:
    mailbox.put(letter(1), letter(1))
    assert inbox.fetch() == 1
    mailbox.put(letter(1), letter(2))

    assert inbox.fetch() == 1
    assert inbox.fetch() == 0

    assert [mail.subject for mail in kept()] == ["Vraag 1", "Vraag 2"]
    assert mailbox.inside() == []


@needs_dovecot
def test_a_mail_that_was_read_by_somebody_is_taken_all_the_same(mailbox: Mailbox) -> None:
    mailbox.put(letter(1))
    with mailbox._open() as box:
        assert [mail.subject for mail in box.fetch(mark_seen=True)] == ["Vraag 1"]

    assert inbox.fetch() == 1


@needs_dovecot
def test_one_mail_that_breaks_something_does_not_hold_up_the_others(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(_event: CalendarReceived) -> None:
        raise ConflictError(REFUSAL)

    monkeypatch.setitem(events._reactions, CalendarReceived, (break_down,))
    mailbox.put(ANSWER, letter(1))

    assert inbox.fetch() == 2

    assert [(mail.reason, mail.handling) for mail in kept()] == [
        (inbox.FAILED, Handling.ASIDE),
        (incoming.LETTER, Handling.ASIDE),
    ]
    assert "could not be handled" in caplog.text


@needs_dovecot
def test_while_the_database_is_away_mail_stays_where_it_is(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_event: CalendarReceived) -> None:
        raise OperationalError(REFUSAL, None, Exception())

    monkeypatch.setitem(events._reactions, CalendarReceived, (break_down,))
    mailbox.put(ANSWER)

    with pytest.raises(OperationalError):
        inbox.fetch()

    assert kept() == []
    assert len(mailbox.inside()) == 1


@needs_dovecot
def test_of_a_mail_of_more_than_ten_megabytes_the_beginning_is_kept(mailbox: Mailbox) -> None:
    mailbox.put(letter(1, "x" * 60 + "\r\n" + ("y" * 70 + "\r\n") * 150_000))

    assert inbox.fetch() == 1

    assert (kept()[0].subject, kept()[0].reason) == ("Vraag 1", incoming.TOO_LARGE)
    assert kept()[0].raw == b""
    assert 0 < len(kept()[0].text) <= incoming.MOST_TEXT
    assert mailbox.inside(inbox.DONE) == ["Vraag 1"]


@needs_dovecot
def test_a_server_that_wants_its_folders_inside_gets_them_there(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with dovecot.serving(prefix="INBOX.") as mailbox:
        monkeypatch.setitem(app.config, "INBOX_URL", mailbox.url)
        for number in (1, 2):
            mailbox.put(letter(number))
            assert inbox.fetch() == 1

        assert len(mailbox.inside(f"INBOX.{inbox.DONE}")) == 2


@needs_dovecot
def test_an_encrypted_mailbox_must_be_the_one_it_says(
    app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "INBOX_URL", mailbox.safe_url)
    mailbox.put(letter(1))

    with pytest.raises(inbox.MailboxError, match=r"(?i)certificate"):
        inbox.fetch()

    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert inbox.fetch() == 1


@needs_dovecot
def test_a_wrong_password_is_told_without_the_password(
    app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "INBOX_URL", mailbox.url.replace("geheim", "verkeerd"))

    with pytest.raises(inbox.MailboxError) as refused:
        inbox.fetch()

    assert "verkeerd" not in str(refused.value)


@needs_dovecot
def test_the_job_fetches(mailbox: Mailbox) -> None:
    mailbox.put(letter(1))

    inbox.fetch_by_itself()

    assert len(kept()) == 1


def test_a_mailbox_that_is_away_is_no_reason_to_fall(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"imap://agenda:geheim@127.0.0.1:{closed_port()}/INBOX?tls=none"
    monkeypatch.setitem(app.config, "INBOX_URL", address)

    inbox.fetch_by_itself()

    assert "mailbox not read" in caplog.text
    assert "geheim" not in caplog.text


def test_a_server_that_never_says_a_word_is_given_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PATIENCE_SECONDS", 0.2)
    with silent() as port:
        address = f"imap://agenda:geheim@127.0.0.1:{port}/INBOX?tls=none"
        monkeypatch.setitem(app.config, "INBOX_URL", address)

        with pytest.raises(inbox.MailboxError):
            inbox.fetch()


@pytest.mark.parametrize("address", ["", "lmtp://127.0.0.1:8024"])
def test_without_a_mailbox_the_job_does_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setitem(app.config, "INBOX_URL", address)

    inbox.fetch_by_itself()

    assert kept() == []
