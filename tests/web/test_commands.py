"""Commands that cannot do what was asked say why in one sentence."""

from __future__ import annotations

import click
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from rok_events.core.errors import NotFoundError
from rok_events.web.commands import Commands

AWAY = OperationalError("SELECT 1", {}, Exception("connection refused\nIs the server running?"))
EMPTY = ProgrammingError("SELECT 1", {}, Exception("no such table: account"))
TOLD = (
    "Error: The database does not answer as it should. "
    "Is it running, and did you run `flask db upgrade`? It says:"
)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NotFoundError("%(thing)s is not there.", thing="It"), "Error: It is not there."),
        (AWAY, f"{TOLD} connection refused"),
        (EMPTY, f"{TOLD} no such table: account"),
    ],
    ids=["forbidden", "away", "not migrated"],
)
def test_what_goes_wrong_is_one_sentence_and_status_one(error: Exception, sentence: str) -> None:
    app, group = Flask(__name__), Commands("try")

    @group.command()
    def it() -> None:
        click.echo("trying")
        raise error

    result = app.test_cli_runner().invoke(group, ["it"])

    assert (result.exit_code, result.stdout) == (1, "trying\n")
    assert result.stderr.strip() == sentence


def test_a_mistake_of_ours_is_not_hidden() -> None:
    app, group = Flask(__name__), Commands("try")

    @group.command()
    def it() -> None:
        raise ZeroDivisionError

    result = app.test_cli_runner().invoke(group, ["it"])

    assert isinstance(result.exception, ZeroDivisionError)
