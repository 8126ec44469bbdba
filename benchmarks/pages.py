"""How fast the agenda and an activity page are, beside a bare Flask view on the same server.

Both are Gunicorn with two workers and read one SQLite database of a hundred activities; one
client drives them in turn. The bare view reads rows with one query and shows a table of them: first
as many as the page reads, then all hundred. Aim: at least half its requests per second, at most
six queries, and a first visit of at most six requests and 120 KB.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import event

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.activities import actions  # noqa: E402
from rok_events.activities.kinds import Kind  # noqa: E402
from rok_events.activities.queries import PAGE  # noqa: E402
from rok_events.activities.rules import ActivityPlan, ProgrammePoint, SessionPlan  # noqa: E402
from rok_events.app import create_app  # noqa: E402
from rok_events.communities.actions import found  # noqa: E402
from rok_events.core import clock  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ACTIVITIES = 100
CLIENTS = 4
ROUNDS = 7
SECONDS = 1.5
TABLE = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Agenda</title></head>
<body><h1>Agenda</h1><table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>
{% endfor %}</tr>{% endfor %}</table></body></html>"""
QUERY = """SELECT activity.slug, activity.kind, activity.title, community.name, activity.place_name,
activity.starts_at, activity.ends_at, activity.capacity, activity.taken, activity.waiting
FROM activity JOIN community ON community.id = activity.community_id
ORDER BY activity.starts_at LIMIT ?"""


def bare() -> Flask:
    """Return the floor: a view that reads rows with one query and shows a table of them."""
    app = Flask("bare")
    page = app.jinja_env.from_string(TABLE)

    @app.get("/<int:rows>")
    def table(rows: int) -> str:
        connection = sqlite3.connect(os.environ["BARE_DATABASE"])
        found_rows = connection.execute(QUERY, (rows,)).fetchall()
        connection.close()
        return page.render(rows=found_rows)

    return app


@dataclass
class Server:
    """A running Gunicorn."""

    port: int
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """Return the processor time that its workers have used."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        ticks = 0
        for pid in children.split():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """What one page costs."""

    per_second: float
    cpu_milliseconds: float


def serve(target: str, environment: Mapping[str, str]) -> Server:
    """Start a server with two workers and wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "--workers=2", "--worker-class=gthread", "--threads=4",
        "--log-level=error", "--no-control-socket", f"--bind=127.0.0.1:{port}", target,
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 -- our own command
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent), **environment},
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        time.sleep(0.1)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
    return Server(port, process)


def fill(environment: Mapping[str, str]) -> Flask:
    """Make a database of coming activities, and return the application on it."""
    app = create_app(from_environment(environment))
    start = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)
    with app.app_context(), transaction():
        Base.metadata.create_all(db.session.connection())
        ids = [
            found(f"netwerk-{n}", f"Netwerk {n}", "Samen leren.", "#0b6a63").id for n in range(4)
        ]
        for number in range(ACTIVITIES):
            begins = [start + timedelta(days=7 + 3 * number + 7 * week) for week in range(3)]
            plan = ActivityPlan(
                community_id=ids[number % 4],
                kind=list(Kind)[number % 3],
                title=f"Hechting, een goede start {number}",
                summary="Leer samen kijken naar wat een kind laat zien.",
                description="Een middag met collega's van andere organisaties.\n\n" * 4,
                hosted_by="Werkgroep Kansrijke Start",
                place_name="Saxion",
                place_address="Handelskade 75, Deventer",
                capacity=20,
                sessions=tuple(
                    SessionPlan(starts_at=at, ends_at=at + timedelta(hours=3))
                    for at in begins[: 1 + number % 2 * 2]
                ),
                programme=tuple(
                    ProgrammePoint(
                        starts_at=begins[0] + timedelta(minutes=30 * n), title=f"Deel {n}"
                    )
                    for n in range(6)
                ),
            )
            activity = actions.plan(plan)
            actions.publish(activity.id)
            actions.count_places(activity, taken=number % 21, waiting=3 if number % 21 == 20 else 0)
    return app


def hit(port: int, path: str, seconds: float) -> int:
    """Ask for one page over and over, and return how often it came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    until = time.perf_counter() + seconds
    times = 0
    while time.perf_counter() < until:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == http.HTTPStatus.OK, (path, answer.status)
        times += 1
    connection.close()
    return times


def measure(server: Server, path: str) -> Measured:
    """Drive one page with all clients for a while."""
    began, used = time.perf_counter(), server.cpu_seconds()
    with ThreadPoolExecutor(CLIENTS) as clients:
        times = sum(clients.map(hit, *zip(*[(server.port, path, SECONDS)] * CLIENTS, strict=True)))
    took = time.perf_counter() - began
    return Measured(times / took, (server.cpu_seconds() - used) / times * 1000)


def compare(ours: Server, path: str, floor: Server, rows: Sequence[int]) -> list[Measured]:
    """Measure a page and the bare view of so many rows in turn; return the medians, ours first."""
    pages = [(ours, path), *((floor, f"/{number}") for number in rows)]
    for server, address in pages:
        measure(server, address)  # each worker makes its templates at its first page
    rounds = [[measure(server, address) for server, address in pages] for _ in range(ROUNDS)]
    return [middle(found_measures) for found_measures in zip(*rounds, strict=True)]


def middle(found_measures: Sequence[Measured]) -> Measured:
    """Return the medians."""
    return Measured(
        statistics.median(m.per_second for m in found_measures),
        statistics.median(m.cpu_milliseconds for m in found_measures),
    )


def queries_of(app: Flask, path: str) -> int:
    """Return how many queries a page makes."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        app.test_client().get(path)
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def first_visit(server: Server, path: str) -> Iterator[tuple[str, int]]:
    """Yield what a browser fetches on a first visit, with the bytes that cross the line."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def fetch(address: str) -> bytes:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == http.HTTPStatus.OK, (address, answer.status)
        return body

    page = fetch(path)
    yield path, len(page)
    head = page.decode().partition("</head>")[0]
    tags = re.findall(r'<link rel="(?:stylesheet|preload|icon)"[^>]*>|<script[^>]*src=[^>]*>', head)
    for tag in tags:
        address = re.search(r'(?:href|src)="([^"]+)"', tag)
        assert address is not None
        yield address[1], len(fetch(address[1]))


def main() -> None:
    """Measure and tell."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "DATABASE_URL": f"sqlite:///{folder}/pages.db",
            "BARE_DATABASE": f"{folder}/pages.db",
            "QUEUE_URL": f"sqlite:///{folder}/queue.db",
            "SECRET_KEY": "benchmark " * 4,
        }
        app = fill(environment)
        servers = [serve("pages:bare()", environment), serve("wsgi:app", environment)]
        try:
            report(app, *servers)
        finally:
            for server in servers:
                server.process.send_signal(signal.SIGTERM)
                server.process.wait()


def report(app: Flask, floor: Server, ours: Server) -> None:
    """Print a line for each page, and the first visit."""
    activity = "/activiteiten/hechting-een-goede-start-1"
    for name, path, rows in (("agenda", "/", PAGE + 4), ("activity page", activity, 10)):
        page, *floors = compare(ours, path, floor, (rows, ACTIVITIES))
        print(
            f"{name:14} {page.per_second:4.0f} requests/s, {page.cpu_milliseconds:.2f} ms CPU, "
            f"{queries_of(app, path)} queries"
        )
        for number, bare_view in zip((rows, ACTIVITIES), floors, strict=True):
            ratio = page.per_second / bare_view.per_second
            print(
                f"  bare {number:3} rows {bare_view.per_second:4.0f} requests/s, "
                f"{bare_view.cpu_milliseconds:.2f} ms CPU: ratio {ratio:.2f}"
            )
    visit = list(first_visit(ours, activity))
    size = sum(length for _, length in visit)
    print(f"first visit    {len(visit)} requests, {size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
