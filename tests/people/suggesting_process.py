"""A second process that suggests organisations: a line in, their names out."""

from __future__ import annotations

import sys
from pathlib import Path

from rok_events.app import create_app
from rok_events.db import db
from rok_events.people import queries
from tests.conftest import settings

if __name__ == "__main__":
    url, folder = sys.argv[1:]
    app = create_app(settings(url, Path(folder)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        with app.app_context():
            sys.stdout.write(f"{[one.name for one in queries.suggestions(line.strip())]}\n")
            sys.stdout.flush()
            db.session.rollback()
