"""Privacy on the command line."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.people.rules import TERM
from rok_events.privacy import tasks
from tests import make
from tests.conftest import NOW
from tests.privacy import lives

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["privacy", *arguments])


def test_export_prints_everything_as_json(app: Flask) -> None:
    lives.live()

    result = run(app, "export", lives.EMAIL)

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["email"] == lives.EMAIL
    assert told["people"]["person"][0]["name"] == lives.NAME
    assert len(told["registrations"]["registration"]) == 3
    assert told["accounts"]["role_grant"][0]["role"] == "host"
    assert told["mail"]["outgoing_mail"]


def test_export_after_erase_finds_nothing(app: Flask) -> None:
    lives.live()

    erased = run(app, "erase", lives.EMAIL)
    result = run(app, "export", lives.EMAIL)

    assert erased.exit_code == 0, erased.output
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip() == f"Error: Nothing is kept of {lives.EMAIL}."


@pytest.mark.parametrize("command", ["export", "erase"])
def test_an_unknown_or_wrong_address_gets_one_sentence(app: Flask, command: str) -> None:
    unknown, wrong = run(app, command, "niemand@example.org"), run(app, command, "niemand")

    assert (unknown.exit_code, wrong.exit_code) == (1, 1)
    assert unknown.stderr.strip() == "Error: Nothing is kept of niemand@example.org."
    assert wrong.stderr.strip() == "Error: Fill in an e-mail address such as name@example.org."


@pytest.mark.parametrize("arguments", [("export",), ("erase",), ("purge", "x"), ("forget",)])
def test_wrong_usage_is_told_apart(app: Flask, arguments: tuple[str, ...]) -> None:
    assert run(app, *arguments).exit_code == 2


def test_purge_forgets_whoever_was_not_seen_for_the_term(app: Flask) -> None:
    lives.live()
    for mail in db.session.scalars(select(OutgoingMail)):
        mail.state, mail.sent_at = MailState.SENT, NOW
    db.session.commit()

    with time_machine.travel(NOW + TERM + timedelta(days=30), tick=False):
        result = run(app, "purge")
        again = run(app, "purge")

    assert result.exit_code == 0, result.output
    assert lives.traces() == []
    assert {line.rpartition(" ")[2] for line in again.stdout.splitlines()} == {"0"}


@pytest.mark.parametrize(
    ("hour", "name"), [(2, ""), (12, "Noor")], ids=["at night in Amsterdam", "by day"]
)
def test_the_worker_cleans_up_at_night(hour: int, name: str) -> None:
    long_ago = NOW - TERM - timedelta(days=1)
    person = make.person(name="Noor", seen_at=long_ago)

    with time_machine.travel(NOW.replace(hour=hour, minute=30), tick=False):
        tasks.purge()

    assert person.name == name
