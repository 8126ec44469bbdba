"""`flask mail fetch` and `flask mail take-reply`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.invitations import replies
from rok_events.mail import incoming
from tests.invitations.clients import google
from tests.invitations.said import Said
from tests.mail import dovecot
from tests.mail.sinks import closed_port

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")

LETTER = b"From: kees@zorg.example.org\r\nSubject: Vraag\r\n\r\nMag mijn hond mee?\r\n"
FETCH = ["mail", "fetch"]


def test_a_mail_from_a_file_is_taken_once(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "reply.eml"
    file.write_bytes(google(Said(uid="onbekend@agenda.example.org", email="zoe@z.example")))
    command = ["mail", "take-reply", str(file)]

    first = app.test_cli_runner().invoke(args=command)
    second = app.test_cli_runner().invoke(args=command)

    assert (first.exit_code, first.output) == (0, f"{replies.UNKNOWN.words}\n")
    assert (second.exit_code, second.output) == (0, "This mail was taken in before.\n")


def test_a_mail_comes_through_a_pipe_too(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["mail", "take-reply", "-"], input=LETTER)

    assert (result.exit_code, result.output) == (0, f"{incoming.LETTER}\n")


def test_a_file_that_is_not_there_is_told(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["mail", "take-reply", "nergens.eml"])

    assert result.exit_code == 2
    assert "nergens.eml" in result.output


@pytest.mark.skipif(bool(dovecot.missing()), reason=dovecot.missing())
def test_fetch_takes_what_lies_in_the_mailbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with dovecot.serving() as mailbox:
        mailbox.put(LETTER)
        monkeypatch.setitem(app.config, "INBOX_URL", mailbox.url)

        result = app.test_cli_runner().invoke(args=FETCH)

    assert (result.exit_code, result.output) == (0, "1 new mails taken in.\n")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "names no mailbox"),
        (f"imap://agenda:geheim@127.0.0.1:{closed_port()}/INBOX?tls=none", "could not be read"),
    ],
    ids=["none", "away"],
)
def test_fetch_says_in_a_sentence_what_is_wrong(
    app: Flask, monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    monkeypatch.setitem(app.config, "INBOX_URL", address)

    result = app.test_cli_runner().invoke(args=FETCH)

    assert result.exit_code == 1
    assert words in result.output
    assert result.output.count("\n") == 1
