"""Four phones at one door, each a process of its own: nobody is lost and nobody is double."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from config import ROOT
from rok_events.attendance.models import Attendance
from rok_events.core import clock
from rok_events.db import db
from tests import make

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from flask import Flask

PHONES = 4


def faults(number: int, url: str, folder: Path, fault: str = "") -> list[str]:
    """Let four phones say that people came, every tenth of whom two saw; return what went wrong."""
    session = make.activity(starts_at=clock.now(), capacity=number).sessions[0]
    host = str(make.account().id)
    activity = session.activity
    people = [make.registration(activity=activity).person_id for _ in range(number)]
    db.session.remove()
    seen = [[*people[phone::PHONES], *people[phone::10]] for phone in range(PHONES)]
    door, now = f"/beheer/sessies/{session.id}/deur", clock.now().isoformat()
    command = [sys.executable, "-m", "tests.attendance.phone_process"]
    command += [url, str(folder), host, door, now, fault]
    started = [
        subprocess.Popen(  # noqa: S603 -- our own command
            [*command, *map(str, dict.fromkeys(ids))],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for ids in seen
    ]
    heard = [one for phone in started for one in json.loads(phone.communicate(timeout=240)[0])]
    return [*_wrong(heard, people)]


def _wrong(heard: Sequence[tuple[str, str, str]], people: Sequence[int]) -> Iterator[str]:
    were_there = Counter(db.session.scalars(select(Attendance.person_id)))
    let_in = Counter(int(id_) for id_, first, _ in heard if first == "in")
    yield from (f"lost {id_}" for id_ in people if not were_there[id_])
    yield from (f"double {id_}" for id_, times in were_there.items() if times > 1)
    yield from (f"let in {times} times {id_}" for id_, times in let_in.items() if times > 1)
    yield from (f"heard {a}, then {b} of {id_}" for id_, a, b in heard if a != b)


@pytest.mark.usefixtures("clean")
def test_500_people_come_in_at_four_phones_once_each(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    assert faults(500, database_url, tmp_path) == []


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(("fault", "word"), [("drops", "lost"), ("renames", "then already")])
def test_a_phone_that_forgets_is_found_out(
    app: Flask, database_url: str, tmp_path: Path, fault: str, word: str
) -> None:
    found = faults(9, database_url, tmp_path, fault)

    assert any(word in one for one in found)
