"""What the pages about the network, and on participation, cost for 200 organisations.

Cold is the first request after a change of the data, warm one after it; processor time of the
whole request within one process, beside a bare Flask view that reads as many organisations with one
query and shows them as a table. Aims: cold less than 500 ms, warm less than 5 times the bare view,
the picture less than 150 KB compressed.
"""

from __future__ import annotations

import gc
import gzip
import re
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from flask import Flask
from sqlalchemy import insert

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.accounts.rules import PERMISSIONS, Role  # noqa: E402
from rok_events.activities.kinds import Kind  # noqa: E402
from rok_events.activities.models import Activity, Session  # noqa: E402
from rok_events.app import create_app  # noqa: E402
from rok_events.attendance.models import Attendance  # noqa: E402
from rok_events.attendance.rules import Source  # noqa: E402
from rok_events.communities.actions import found  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402
from rok_events.network import insight, tasks  # noqa: E402
from rok_events.participation import figures  # noqa: E402
from rok_events.people.models import Organisation, Person  # noqa: E402
from rok_events.web.access import Visitor  # noqa: E402

if TYPE_CHECKING:
    from flask.testing import FlaskClient

ORGANISATIONS, SESSIONS, HEADS = 200, 150, 40
PAGE = "/inzicht/netwerk"
TABS = ("", "/matrix", "/verbindingen", "/door-de-tijd", "/cijfers")
PAGES = (*(PAGE + tab for tab in TABS), "/inzicht/deelname")
ROUNDS = 15
MOST_COLD, MOST_WARM, MOST_BYTES = 500, 5.0, 150_000
SECTORS = ("geboortezorg", "jeugd-ggz", "welzijn", "onderwijs", "gemeente", "kinderopvang", "ggz")
START = datetime(2024, 1, 8, 12, tzinfo=UTC)


def application(folder: str) -> Flask:
    """Return the application on an empty database, in which everybody is a lead."""
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/network.db",
        "QUEUE_URL": f"sqlite:///{folder}/queue.db",
        "SECRET_KEY": "benchmark " * 4,
    }
    app = create_app(from_environment(environment) | {"RATELIMIT_ENABLED": False})
    app.extensions["access"] = lambda: Visitor(1, "Robin", {None: PERMISSIONS[Role.LEAD]})
    with app.app_context(), transaction():
        Base.metadata.create_all(db.session.connection())
    return app


def fill(slug: str, organisations: int, sessions: int, heads: int) -> None:
    """Make a network in which neighbours meet more often than others; some never meet anybody."""
    random = np.random.default_rng(organisations)
    people = 8 * organisations
    with transaction() as session:
        community = found(slug, f"Netwerk {organisations}", "Samen leren.", "#0b6a63").id
        first = _rows(Organisation, [_organisation(slug, n) for n in range(organisations)])
        someone = _rows(Person, [{"name": f"P{n}", "created_at": START} for n in range(people)])
        for n in range(sessions):
            session.add(_activity(community, n))
        session.flush()
        ids = [row.id for row in session.query(Session).order_by(Session.id.desc()).limit(sessions)]
        employer = np.arange(people) % organisations
        home = random.random((organisations, 2))
        where = home[employer] + 0.03 * random.normal(size=(people, 2))
        _rows(
            Attendance,
            [
                {
                    "session_id": id_,
                    "person_id": someone + int(person),
                    "organisation_id": first + int(employer[person]),
                    "source": Source.IMPORT,
                    "recorded_at": START,
                }
                for id_ in ids
                for person in _nearest(random, where, heads)
            ],
        )
    tasks.place_organisations()


def _rows(model: type[Base], rows: list[dict[str, object]]) -> int:
    """Add rows; return the id of the first."""
    before = db.session.query(model).count()
    db.session.execute(insert(model), rows)
    return before + 1


def _organisation(slug: str, n: int) -> dict[str, object]:
    sector = SECTORS[n % len(SECTORS)]
    name = f"Stichting {sector.title()} {n}"
    plain = {"slug": f"{slug}-{n}", "name": name, "key": f"{slug} {n}", "sector": sector}
    return {**plain, "created_at": START}


def _activity(community: int, n: int) -> Activity:
    starts_at = START + timedelta(days=6 * n)
    ends_at = starts_at + timedelta(hours=2)
    return Activity(
        community_id=community,
        kind=[*Kind][n % 3],
        slug=f"{community}-{n}",
        title=f"Bijeenkomst {n}",
        capacity=60,
        closes_at=starts_at,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=START,
        updated_at=START,
        sessions=[Session(number=1, starts_at=starts_at, ends_at=ends_at)],
    )


def _nearest(random: np.random.Generator, where: np.ndarray, count: int) -> list[int]:
    """Return the people nearest to a spot, with some chance."""
    distance = ((where - random.random(2)) ** 2).sum(axis=1) + 0.02 * random.random(len(where))
    found_: list[int] = np.argsort(distance)[:count].tolist()
    return found_


def milliseconds(client: FlaskClient, path: str) -> float:
    """Return the processor time of one request."""
    begun = time.process_time()
    answer = client.get(path)
    taken = 1000 * (time.process_time() - begun)
    assert answer.status_code == 200, answer.text
    return taken


def bare(folder: str) -> FlaskClient:
    """Return a browser on an application of one view."""
    app = Flask("bare")
    page = app.jinja_env.from_string(
        "<table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}"
        "</tr>{% endfor %}</table>"
    )

    @app.get(PAGE)
    def table() -> str:
        connection = sqlite3.connect(f"{folder}/network.db")
        rows = connection.execute("SELECT id, name, sector, created_at FROM organisation")
        shown = page.render(rows=rows.fetchall())
        connection.close()
        return shown

    return app.test_client()


def picture(page: str) -> int:
    """Return the size of the picture in a page, compressed."""
    found_ = re.search(r'<svg [^>]*class="rok-graph[ "].*?</svg>', page, re.DOTALL)
    return len(gzip.compress(found_[0].encode())) if found_ else 0


def main() -> int:
    """Measure, print, and tell by the exit status whether the aims were met."""
    with tempfile.TemporaryDirectory() as folder:
        app = application(folder)
        with app.app_context():
            fill("x", ORGANISATIONS, SESSIONS, HEADS)
        client, empty = app.test_client(), bare(folder)
        client.get("/inzicht")  # what is loaded once, before anybody asks
        empty.get(PAGE)
        gc.freeze()
        least = min(milliseconds(empty, PAGE) for _ in range(ROUNDS))
        print(f"a bare view of {ORGANISATIONS} rows: {least:.2f} ms")
        good = True
        for path in PAGES:
            for memory in (insight.remembered, figures.remembered):
                memory.forget()  # as if the network had changed
            cold = milliseconds(client, path)
            warm = min(milliseconds(client, path) for _ in range(ROUNDS))
            size = picture(client.get(path).text)
            good &= cold < MOST_COLD and warm / least < MOST_WARM and size < MOST_BYTES
            print(
                f"{path:32} cold {cold:5.0f} ms, warm {warm:6.1f} ms = {warm / least:5.1f} x bare,"
                f" picture {size / 1000:5.1f} KB"
            )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
