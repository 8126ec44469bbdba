"""What the organisers' tables cost with 10,000 rows, beside the same pages with 100.

Processor time of the whole request within one process; fifty rows stand on a page. Beside it a bare
Flask view that reads fifty rows with one query and shows a table of them. Aim: the registrations
table takes at most twice as long with 10,000 as with 100. Searching reads every name.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import insert

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.accounts.rules import PERMISSIONS, Role  # noqa: E402
from rok_events.activities.kinds import Kind  # noqa: E402
from rok_events.activities.models import Activity, Session  # noqa: E402
from rok_events.activities.rules import State  # noqa: E402
from rok_events.app import create_app  # noqa: E402
from rok_events.attendance.models import Attendance  # noqa: E402
from rok_events.attendance.rules import Source as Origin  # noqa: E402
from rok_events.communities.actions import found  # noqa: E402
from rok_events.core import clock  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402
from rok_events.guests.models import Guest  # noqa: E402
from rok_events.guests.rules import Source  # noqa: E402
from rok_events.people.models import Person  # noqa: E402
from rok_events.registrations.models import Registration  # noqa: E402
from rok_events.registrations.rules import Status  # noqa: E402
from rok_events.web.access import Visitor  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

FEW, MANY = 100, 10_000
ROUNDS = 25
MOST_TIMES = 2.0
TABLE = "/beheer/activiteiten/1/aanmeldingen"
PAGES = {
    "registrations": TABLE,
    "by name": f"{TABLE}?sort=naam",
    "search": f"{TABLE}?q=élise+jansen",
    "activities": "/beheer/activiteiten",
    "today": "/beheer",
}
NAMES = ("Élise Jansen", "Noor de Wit", "Søren Bakker", "Zoë Demir", "Fatma Kaya")


def filled(folder: str, rows: int) -> Flask:
    """Return the application with that many registrations, guests, activities and presences."""
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/{rows}.db",
        "QUEUE_URL": f"sqlite:///{folder}/queue-{rows}.db",
        "SECRET_KEY": "benchmark " * 4,
    }
    app = create_app(from_environment(environment) | {"RATELIMIT_ENABLED": False})
    app.extensions["access"] = lambda: Visitor(1, "Robin", {None: PERMISSIONS[Role.ORGANISER]})
    now = clock.now()
    with app.app_context(), transaction():
        Base.metadata.create_all(db.session.connection())
        network = found("rok", "ROK Deventer", "Samen leren.", "#0b6a63").id
        begins = [now + timedelta(hours=12 + n - rows // 2) for n in range(rows)]
        begins[0] = now + timedelta(days=3)
        plain = {
            "community_id": network,
            "kind": Kind.CASUSTAFEL,
            "state": State.PUBLISHED,
            "capacity": rows,
            "created_at": now,
            "updated_at": now,
        }
        moments = [
            {"starts_at": at, "ends_at": at + timedelta(hours=2), "closes_at": at} for at in begins
        ]
        counts = [{"taken": rows if n == 0 else 0} for n in range(rows)]
        _add(Activity, rows, lambda n: plain | moments[n] | counts[n] | _named(n))
        _add(
            Session,
            rows,
            lambda n: {
                "activity_id": n + 1,
                "number": 1,
                "starts_at": moments[n]["starts_at"],
                "ends_at": moments[n]["starts_at"] + timedelta(hours=2),
            },
        )
        _add(
            Person,
            rows,
            lambda n: {
                "name": f"{NAMES[n % len(NAMES)]} {n}",
                "email": f"persoon{n}@example.org",
                "created_at": now,
            },
        )
        _add(
            Registration,
            rows,
            lambda n: {
                "activity_id": 1,
                "person_id": n + 1,
                "status": Status.CONFIRMED,
                "token": f"token-{n}",
                "registered_at": now - timedelta(minutes=n),
            },
        )
        _add(
            Attendance,
            rows // 2,
            lambda n: {
                "session_id": n + 1,
                "person_id": n + 1,
                "source": Origin.LIST,
                "recorded_at": now,
            },
        )
        _add(
            Guest,
            rows,
            lambda n: {
                "activity_id": n + 1,
                "person_id": n + 1,
                "token": f"gast-{n}",
                "source": Source.GIVEN,
                "invited_at": now,
            },
        )
    return app


def _named(number: int) -> dict[str, object]:
    return {"slug": f"casustafel-{number}", "title": f"Casustafel {number}"}


def _add(model: type[Base], rows: int, row: Callable[[int], dict[str, object]]) -> None:
    db.session.execute(insert(model), [row(number) for number in range(rows)])


def bare(folder: str) -> Flask:
    """Return the floor: a view that shows fifty rows of one query."""
    app = Flask("bare")
    page = app.jinja_env.from_string(
        "<table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}"
        "</tr>{% endfor %}</table>"
    )

    @app.get("/")
    def table() -> str:
        connection = sqlite3.connect(f"{folder}/{MANY}.db")
        rows = connection.execute("SELECT id, name, email, created_at FROM person LIMIT 50")
        shown = page.render(rows=rows.fetchall())
        connection.close()
        return shown

    return app


def milliseconds(app: Flask, path: str) -> float:
    """Return the median processor time of a request, once it has been made before."""
    client, took = app.test_client(), []
    for _ in range(ROUNDS):
        began = time.process_time()
        answer = client.get(path)
        took.append((time.process_time() - began) * 1000)
        assert answer.status_code == 200, (path, answer.status)
    return statistics.median(took[2:])


def main() -> None:
    """Measure and tell; fail above the limit."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (filled(folder, rows) for rows in (FEW, MANY))
        floor = milliseconds(bare(folder), "/")
        print(f"bare table     {floor:.2f} ms")
        times = {}
        for name, path in PAGES.items():
            small, large = milliseconds(few, path), milliseconds(many, path)
            times[name] = large / small
            print(
                f"{name:14} {FEW}: {small:.1f} ms; {MANY:,}: {large:.1f} ms, "
                f"{times[name]:.2f} times, {large / floor:.0f} bare tables"
            )
    if times["registrations"] > MOST_TIMES:
        sys.exit(f"more than {MOST_TIMES} times")


if __name__ == "__main__":
    main()
