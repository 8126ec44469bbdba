"""What a registration costs, from the form to the mail in the folder, and how fast places go.

Beside it, in the same run, stands a bare Flask view on the same server that does one insert and one
commit. The processor time is that of all processes of the system: web, worker, and the database
within them. Aim: at most four HTTP requests, and 25 ms where a bare insert takes 1.25 (measured on
a quiet machine: 22 where that takes 1.4); two hundred people for fifty places within three seconds,
fifty of whom get one.
"""

from __future__ import annotations

import http.client
import os
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from _running import System, running
from flask import Flask, redirect, request

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.activities import actions  # noqa: E402
from rok_events.activities.kinds import Kind  # noqa: E402
from rok_events.activities.rules import ActivityPlan, SessionPlan  # noqa: E402
from rok_events.app import create_app  # noqa: E402
from rok_events.communities.actions import found  # noqa: E402
from rok_events.core import clock  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402
from rok_events.people.actions import add_organisation  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

ROUNDS, PEOPLE = 5, 60
RUSH, PLACES, AT_ONCE = 200, 50, 20
MOST_REQUESTS, MOST_TIMES = 4, 20.0


def bare() -> Flask:
    """Return the floor: a view that inserts a row and commits."""
    app = Flask("bare")

    @app.post("/")
    def insert() -> ResponseReturnValue:
        connection = sqlite3.connect(os.environ["BARE_DATABASE"], timeout=30)
        connection.execute("PRAGMA synchronous=NORMAL")
        with connection:
            connection.execute(
                "INSERT INTO bare (name, email) VALUES (?, ?)",
                (request.form["name"], request.form["email"]),
            )
        connection.close()
        return redirect("/", 303)

    return app


class Person:
    """Somebody with a browser, which keeps its connection, at a network address of their own."""

    def __init__(self, port: int, number: int) -> None:
        self.email = f"persoon{number}@example.org"
        self.requests = 0
        self._cookie = ""
        self._address = f"127.0.{number // 200 + 1}.{number % 200 + 1}"
        self._line = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=60, source_address=(self._address, 0)
        )

    def ask(self, method: str, path: str, form: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Make a request; return its status, and where it leads or else what it says."""
        headers = {"Cookie": self._cookie, "Accept-Language": "nl"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        asked = method, path, urlencode(form or {}), headers
        try:
            self._line.request(*asked)
            answer = self._line.getresponse()
        except ConnectionError:
            # The server let the line go while somebody filled in the form: browsers dial again.
            self._line.close()
            self._line.request(*asked)
            answer = self._line.getresponse()
        page = answer.read().decode()
        self._cookie = (answer.getheader("Set-Cookie") or self._cookie).partition(";")[0]
        self.requests += 1
        return answer.status, answer.getheader("Location") or page

    def fill_in(self, path: str) -> dict[str, str]:
        """Open the form, and return it filled in."""
        status, page = self.ask("GET", path)
        assert status == http.HTTPStatus.OK, page
        hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
        form = {
            re.findall(r'name="([^"]*)"', tag)[0]: re.findall(r'value="([^"]*)"', tag)[0]
            for tag in hidden
        }
        return form | {
            "name": "Noor de Wit",
            "email": self.email,
            "organisation": "GGD IJsselland",
            "role": "professional",
            "remarks": "Geen noten",
        }

    def register(self, path: str) -> None:
        """Register as people do: open the form, send it, and see the personal page."""
        form = self.fill_in(path)
        status, personal = self.ask("POST", path, form)
        assert status == http.HTTPStatus.SEE_OTHER, personal
        status, page = self.ask("GET", personal)
        assert status == http.HTTPStatus.OK, page


def fill(environment: Mapping[str, str]) -> list[str]:
    """Make a database with a roomy and a small activity; return the paths of their forms."""
    app = create_app(from_environment(environment))
    start = clock.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=30)
    with app.app_context(), transaction():
        Base.metadata.create_all(db.session.connection())
        db.session.execute(db.text("CREATE TABLE bare (id INTEGER PRIMARY KEY, name, email)"))
        community = found("rok-deventer", "ROK Deventer", "Samen leren.", "#0b6a63").id
        for number in range(100):
            add_organisation(f"Organisatie {number}", "welzijn")
        add_organisation("GGD IJsselland", "jeugdgezondheidszorg", domains=["ggdijsselland.nl"])
        paths = []
        for title, capacity in (("Ruim", 5000), ("Krap", PLACES)):
            activity = actions.plan(
                ActivityPlan(
                    community_id=community,
                    kind=Kind.WERKCONFERENTIE,
                    title=title,
                    place_name="Saxion",
                    place_address="Handelskade 75, Deventer",
                    capacity=capacity,
                    sessions=(SessionPlan(starts_at=start, ends_at=start + timedelta(hours=3)),),
                )
            )
            actions.publish(activity.id)
            paths.append(f"/activiteiten/{activity.slug}/aanmelden")
    return paths


def until_mailed(folder: Path, letters: int) -> None:
    """Wait until the worker has written so many letters."""
    limit = time.monotonic() + 60
    while len([*folder.rglob("*.eml")]) < letters:
        assert time.monotonic() < limit, "the letters do not come"
        time.sleep(0.02)


def registrations(ours: System, path: str, mails: Path, first: int) -> tuple[float, int]:
    """Let people register one after another; return milliseconds and requests for each."""
    people = [Person(ours.port, first + number) for number in range(PEOPLE)]
    before = ours.cpu_milliseconds()
    for person in people:
        person.register(path)
    until_mailed(mails, first + PEOPLE)
    return (ours.cpu_milliseconds() - before) / PEOPLE, max(p.requests for p in people)


def inserts(floor: System, times: int = 400) -> float:
    """Let the bare view do its work; return milliseconds for each time."""
    person = Person(floor.port, 0)
    before = floor.cpu_milliseconds()
    for _ in range(times):
        person.ask("POST", "/", {"name": "Noor de Wit", "email": person.email})
    return (floor.cpu_milliseconds() - before) / times


def rush(ours: System, path: str, database: str) -> tuple[float, Counter[str]]:
    """Let many people press the button at once; return seconds, and how many stand where."""
    people = [Person(ours.port, 10_000 + number) for number in range(RUSH)]
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        forms = [*crowd.map(lambda person: person.fill_in(path), people)]
        began = time.perf_counter()
        answers = [*crowd.map(lambda person, form: person.ask("POST", path, form), people, forms)]
        seconds = time.perf_counter() - began
    assert {status for status, _ in answers} == {http.HTTPStatus.SEE_OTHER}
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT status, count(*) FROM registration JOIN activity ON activity.id = activity_id "
            "WHERE title = 'Krap' GROUP BY status"
        )
        return seconds, Counter(dict(rows.fetchall()))


def main() -> None:
    """Measure and tell."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/registrations.db"
        environment = {
            "DATABASE_URL": f"sqlite:///{database}",
            "BARE_DATABASE": database,
            "QUEUE_URL": f"sqlite:///{folder}/queue.db",
            "MAIL_URL": f"folder:{folder}/mail",
            "SECRET_KEY": "benchmark " * 4,
            "WEB_WORKERS": "2",
        }
        roomy, small = fill(environment)
        server = [
            sys.executable, "-m", "gunicorn", "--workers=2", "--worker-class=gthread",
            "--threads=4", "--log-level=error", "--no-control-socket", "--bind=127.0.0.1:{port}",
            "registrations:bare()",
        ]  # fmt: skip
        with (
            running([sys.executable, "serve.py"], environment) as ours,
            running(server, environment) as floor,
        ):
            mails = Path(folder, "mail")
            costs, floors, requests = [], [], 0
            registrations(ours, roomy, mails, 0)
            for number in range(1, ROUNDS + 1):
                cost, requests = registrations(ours, roomy, mails, number * PEOPLE)
                costs.append(cost)
                floors.append(inserts(floor))
            seconds, places = rush(ours, small, database)
    cost, bare_cost = median(costs), median(floors)
    print(
        f"registration   {cost / bare_cost:.1f} times a bare insert: {cost:.1f} and "
        f"{bare_cost:.2f} ms CPU, {requests} requests, mail included"
    )
    print(
        f"rush           {RUSH} people for {PLACES} places in {seconds:.2f} s: "
        f"{places['confirmed']} confirmed, {places['waiting']} waiting"
    )
    if requests > MOST_REQUESTS or cost / bare_cost > MOST_TIMES:
        sys.exit(f"more than {MOST_REQUESTS} requests, or {MOST_TIMES:.0f} times a bare insert")
    if places != {"confirmed": PLACES, "waiting": RUSH - PLACES}:
        sys.exit("places were given twice, or not at all")


if __name__ == "__main__":
    if not Path("/proc/self/stat").exists():
        sys.exit("This benchmark reads /proc, which only Linux has.")
    main()
