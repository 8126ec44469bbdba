"""`flask mail deliver`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.mail import delivery
from tests import make
from tests.mail.sinks import Sink, closed_port, running

if TYPE_CHECKING:
    from flask import Flask

    from tests.mail.conftest import Server

pytestmark = pytest.mark.usefixtures("database")

ONCE = ["mail", "deliver", "--once"]


def test_deliver_once_sends_what_is_due(app: Flask, server: Server) -> None:
    make.mail(), make.mail()

    with running(Sink()) as sink:
        server(sink.port)
        result = app.test_cli_runner().invoke(args=ONCE)

    assert (result.exit_code, result.output) == (0, "2 of 2 mails sent.\n")


def test_deliver_once_goes_on_after_a_round_is_over(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "ROUND", timedelta(0))
    make.mail(), make.mail()

    result = app.test_cli_runner().invoke(args=ONCE)

    assert result.output == "1 of 1 mails sent.\n" * 2


def test_deliver_says_nothing_when_nothing_is_due(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=ONCE)

    assert (result.exit_code, result.output) == (0, "")


def test_deliver_says_what_it_could_not_send(app: Flask, server: Server) -> None:
    make.mail()
    server(closed_port())

    result = app.test_cli_runner().invoke(args=ONCE)

    assert result.exit_code == 1
    assert "1 not sent: the page /beheer/mail says why." in result.stderr


def test_deliver_goes_on_until_it_is_interrupted(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt
        make.mail()

    monkeypatch.setattr("time.sleep", pause)

    result = app.test_cli_runner().invoke(args=["mail", "deliver"])

    assert result.output.startswith("1 of 1 mails sent.\n")
    assert pauses == [5, 5]
