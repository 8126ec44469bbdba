"""Somebody who writes without end: `python -m tests.audit.writing_process URL FOLDER NAME`.

Each transaction makes a network and tells of more than one row; after each commit it says so.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from rok_events.app import create_app
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.communities import actions
from rok_events.db import transaction
from tests.conftest import settings

url, folder, name = sys.argv[1:]
with create_app(settings(url, Path(folder))).app_context():
    for number in count():
        with transaction():
            made = actions.found(f"{name}-{number}", f"{name} {number}", "", "#0b7d74")
            audit.note(About(community=made.id), "Somebody wrote.")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
