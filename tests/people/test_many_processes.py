"""The list is remembered in each process, and a change of it is seen at once in all."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from config import ROOT
from rok_events.db import transaction
from rok_events.people import actions, merging_actions, organisation_actions, queries
from rok_events.people.rules import Choice, Entry, Standing, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Ask = Callable[[str], str]


@pytest.fixture
def ask(clean: None, database_url: str, tmp_path: Path) -> Iterator[Ask]:
    """Asks the other process what it suggests; what is written is there for both."""
    command = [sys.executable, "-m", "tests.people.suggesting_process", database_url, str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 -- our own program
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        sent, said = process.stdin, process.stdout
        assert sent is not None
        assert said is not None
        assert said.readline() == "ready\n"

        def ask(words: str) -> str:
            sent.write(f"{words}\n")
            sent.flush()
            return said.readline().strip()

        yield ask
        sent.close()


def test_a_change_is_seen_at_once_by_the_other_process(ask: Ask) -> None:
    with transaction():
        ggd = actions.add_organisation("GGD IJsselland").id
    added = ask("ggd")
    with transaction():
        organisation_actions.edit(ggd, Entry(name="GGD Salland", domains=["ggd.nl"]))
    renamed = ask("salland")
    with transaction():
        typed = actions.add_organisation("Zonnestraal", standing=Standing.PROPOSED).id
    waiting = ask("zonnestraal")
    with transaction():
        organisation_actions.judge([Verdict(typed, Choice.ADD)])
    judged = ask("zonnestraal")
    with transaction():
        merging_actions.merge_organisations(ggd, typed)

    assert added == "['GGD IJsselland']"
    assert renamed == "['GGD Salland']"
    assert waiting == "[]"
    assert judged == "['Zonnestraal']"
    assert ask("zonnestraal") == "['GGD Salland']"


def test_what_was_taken_back_is_not_remembered(ask: Ask) -> None:
    with transaction():
        actions.add_organisation("GGD IJsselland")
    assert ask("ggd") == "['GGD IJsselland']"

    def add_in_vain() -> None:
        with transaction():
            actions.add_organisation("GGD Twente")
            assert len(queries.suggestions("ggd")) == 2
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_in_vain()

    assert ask("ggd") == "['GGD IJsselland']"
    assert [one.name for one in queries.suggestions("ggd")] == ["GGD IJsselland"]
