"""What one scan at the door costs the server, and what a look at a list of a thousand costs.

A host who has signed in scans at a session with a thousand people, of whom half are in. Beside it,
in the same run and on the same server, stands a bare Flask view that does one insert and one
commit. The processor time is that of all processes: web, worker, and the database within them.
Aim: at most 15 ms a scan, at least 0.3 of the speed of the bare view, and at most four queries: who
the host is, the session, the ticket, and the head of the trail. What is written is told beside it.
"""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import event, insert

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.accounts.models import Account, Grant, SignIn  # noqa: E402
from rok_events.accounts.rules import Role, Way  # noqa: E402
from rok_events.activities.kinds import Kind  # noqa: E402
from rok_events.activities.models import Activity, Session  # noqa: E402
from rok_events.activities.rules import State  # noqa: E402
from rok_events.app import create_app  # noqa: E402
from rok_events.attendance.models import Attendance  # noqa: E402
from rok_events.attendance.rules import Source  # noqa: E402
from rok_events.communities.actions import found  # noqa: E402
from rok_events.core import clock  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402
from rok_events.people.models import Person  # noqa: E402
from rok_events.registrations import tickets  # noqa: E402
from rok_events.registrations.models import Registration  # noqa: E402
from rok_events.registrations.rules import Status  # noqa: E402

sys.path.insert(0, str(ROOT / "benchmarks"))
from _running import running  # noqa: E402
from registrations import inserts  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from _running import System
    from flask import Flask

PEOPLE, ROUNDS, SCANS, LOOKS = 1000, 4, 100, 50
MOST_MS, LEAST_RATIO, MOST_QUERIES = 15.0, 0.3, 4
DOOR = "/beheer/sessies/1/deur"


def filled(environment: Mapping[str, str]) -> Flask:
    """Return the application with a session that goes on, and a host who has signed in."""
    app = create_app(from_environment(environment))
    now = clock.now()
    with app.app_context(), transaction():
        Base.metadata.create_all(db.session.connection())
        db.session.execute(db.text("CREATE TABLE bare (id INTEGER PRIMARY KEY, name, email)"))
        network = found("rok", "ROK Deventer", "Samen leren.", "#0b6a63")
        host = Account(email="h@example.org", name="H", fs_uniquifier="host", created_at=now)
        host.grants.append(Grant(role=Role.HOST, community_id=network.id))
        ends_at = now + timedelta(hours=2)
        activity = Activity(
            community_id=network.id,
            kind=Kind.WERKCONFERENTIE,
            slug="werkconferentie",
            title="Werkconferentie",
            state=State.PUBLISHED,
            capacity=PEOPLE,
            taken=PEOPLE,
            closes_at=now,
            starts_at=now,
            ends_at=ends_at,
            created_at=now,
            updated_at=now,
            sessions=[Session(number=1, starts_at=now, ends_at=ends_at)],
        )
        db.session.add_all([host, activity])
        db.session.flush()
        db.session.add(
            SignIn(
                account_id=host.id,
                way=Way.LINK,
                device="",
                is_strong=False,
                began_at=now,
                proved_at=now,
            )
        )
        numbers = range(1, PEOPLE + 1)
        _add(Person, [{"name": f"Élise de Wit {n}", "created_at": now} for n in numbers])
        registration = {"activity_id": 1, "status": Status.CONFIRMED, "registered_at": now}
        _add(Registration, [registration | {"person_id": n, "token": f"t{n}"} for n in numbers])
        presence = {"session_id": 1, "source": Source.LIST, "recorded_at": now}
        _add(Attendance, [presence | {"person_id": n} for n in range(1, PEOPLE // 2)])
    return app


def _add(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    db.session.execute(insert(model), rows)


class Phone:
    """The phone of the host, which keeps its connection."""

    def __init__(self, app: Flask, port: int) -> None:
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        signed_in = {"_user_id": "host", "_fresh": True, "sign_in_link": 1, "_permanent": True}
        self.cookie = f"session={signer.dumps(signed_in)}"
        self.headers = {"Accept": "application/json", "Content-Type": "application/json"}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.numbers = count(2 * PEOPLE)
        self.look()

    def look(self, tag: str = "") -> int:
        """Ask for the list, and return how long it is."""
        answer, body = self._ask("GET", "", {"If-None-Match": tag})
        self.headers["X-CSRFToken"] = answer.getheader("X-CSRFToken") or ""
        self.tag = answer.getheader("ETag") or ""
        return len(body)

    def scan(self, code: str) -> None:
        """Scan a ticket."""
        now = clock.now().isoformat()
        mark = {"id": str(UUID(int=next(self.numbers))), "at": now, "do": "in", "ticket": code}
        _answer, body = self._ask("POST", json.dumps({"marks": [mark]}), {})
        assert json.loads(body)["results"][0]["outcome"] == "in", body

    def _ask(
        self, method: str, body: str, more: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        headers = {**self.headers, "Cookie": self.cookie, **more}
        try:
            self.line.request(method, DOOR, body, headers)
            answer = self.line.getresponse()
        except ConnectionError:
            # The server let the line go while the other one was measured.
            self.line.close()
            self.line.request(method, DOOR, body, headers)
            answer = self.line.getresponse()
        said = answer.read().decode()
        assert answer.status in {200, 304}, said
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
        return answer, said


def milliseconds(system: System, act: Callable[[int], object], times: int) -> float:
    """Return the processor time that something takes which is done many times."""
    before = system.cpu_milliseconds()
    for number in range(times):
        act(number)
    return (system.cpu_milliseconds() - before) / times


def questions(app: Flask, codes: Iterator[str]) -> tuple[int, int]:
    """Return how many queries a scan takes that is not the first, and how many rows it writes."""
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id="host", _fresh=True, sign_in_link=1)
    token = client.get(DOOR).headers["X-CSRFToken"]
    for number in range(2):
        asked.clear()
        now = clock.now().isoformat()
        mark = {"id": str(UUID(int=PEOPLE + number)), "at": now, "do": "in", "ticket": next(codes)}
        client.post(DOOR, json={"marks": [mark]}, headers={"X-CSRFToken": token})
    found = [one for one in asked if "BEGIN" not in one]
    reads = [one for one in found if one.startswith("SELECT")]
    return len(reads), len(found) - len(reads)


def main() -> None:
    """Measure and tell; fail above the limits."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "DATABASE_URL": f"sqlite:///{folder}/door.db",
            "BARE_DATABASE": f"{folder}/door.db",
            "QUEUE_URL": f"sqlite:///{folder}/queue.db",
            "MAIL_URL": f"folder:{folder}/mail",
            "SECRET_KEY": "benchmark " * 4,
            "WEB_WORKERS": "2",
        }
        app = filled(environment)
        with app.app_context():
            codes = iter([tickets.code(n) for n in range(PEOPLE // 2, PEOPLE)])
        queries, rows = questions(app, codes)
        server = [
            sys.executable, "-m", "gunicorn", "--workers=2", "--worker-class=gthread",
            "--threads=4", "--log-level=error", "--no-control-socket", "--bind=127.0.0.1:{port}",
            "registrations:bare()",
        ]  # fmt: skip
        with (
            running([sys.executable, "serve.py"], environment) as ours,
            running(server, environment) as floor,
        ):
            phone = Phone(app, ours.port)
            phone.scan(next(codes))
            scans, bares = [], []
            # By turns, so that whatever else the machine does slows both down.
            for _ in range(ROUNDS):
                scans.append(milliseconds(ours, lambda _: phone.scan(next(codes)), SCANS))
                bares.append(inserts(floor, SCANS * 2))
            size = phone.look()
            whole = milliseconds(ours, lambda _: phone.look(), LOOKS)
            same = milliseconds(ours, lambda _: phone.look(phone.tag), LOOKS * 4)
    scan, bare = median(scans), median(bares)
    print(f"bare view with one insert and commit  {bare:.2f} ms CPU")
    print(f"one scan                              {scan:.2f} ms CPU, ratio {bare / scan:.2f}")
    print(f"queries of a scan                     {queries}, and {rows} rows written")
    print(f"the list of {PEOPLE:,} people             {whole:.1f} ms CPU, {size / 1024:.0f} kB")
    print(f"the list when nothing changed         {same:.2f} ms CPU")
    if scan > MOST_MS or queries > MOST_QUERIES or bare / scan < LEAST_RATIO:
        sys.exit(
            f"more than {MOST_MS} ms or {MOST_QUERIES} queries, or a ratio under {LEAST_RATIO}"
        )


if __name__ == "__main__":
    if not Path("/proc/self/stat").exists():
        sys.exit("This benchmark reads /proc, which only Linux has.")
    main()
