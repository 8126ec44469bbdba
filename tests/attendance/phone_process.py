"""A phone at the door in a process of its own: it says what it was given, each thing twice."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import time_machine

from rok_events.app import create_app
from rok_events.core.permissions import Permission
from rok_events.web.access import Visitor
from tests.conftest import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

BATCH = 10


def main(app: Flask, host_id: int, door: str, at: str, fault: str, people: Sequence[str]) -> None:
    """Say that people came, and print what the server made of it: by person, both times.

    With the fault “drops” it says nothing of the first, with “renames” it forgets its numbers.
    """
    host = Visitor(host_id, "Robin", {None: frozenset({Permission.CHECK_IN})})
    app.extensions["access"] = lambda: host
    client = app.test_client()
    came = people[1:] if fault == "drops" else people
    heard: list[list[str]] = []
    for first in range(0, len(came), BATCH):
        part = came[first : first + BATCH]
        marks = [
            {
                "id": str(UUID(bytes=secrets.token_bytes(16))),
                "at": at,
                "do": "in",
                "person": int(id_),
            }
            for id_ in part
        ]
        twice = []
        for _ in range(2):
            answer = client.post(door, json={"marks": marks})
            assert answer.json is not None, answer.text
            twice.append([result["outcome"] for result in answer.json["results"]])
            if fault == "renames":
                marks = [mark | {"id": str(UUID(bytes=secrets.token_bytes(16)))} for mark in marks]
        heard += [list(one) for one in zip(part, *twice, strict=True)]
    sys.stdout.write(json.dumps(heard))


if __name__ == "__main__":
    url, folder, host, door, at, fault, *people = sys.argv[1:]
    # The day of the test, which is not today.
    with time_machine.travel(datetime.fromisoformat(at)):
        main(create_app(settings(url, Path(folder))), int(host), door, at, fault, people)
