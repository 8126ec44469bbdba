"""How long 300 certificates take: issued by the worker, mailed to the outbox, and set as PDFs.

All of it in one process, as the worker does it, beside setting the same 300 papers from data that
lies ready and nothing else. Aims: 10 seconds at most, and at least half as fast as bare setting.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.activities.kinds import Kind  # noqa: E402
from rok_events.activities.models import Activity, Session  # noqa: E402
from rok_events.activities.rules import State  # noqa: E402
from rok_events.app import create_app  # noqa: E402
from rok_events.attendance.models import Attendance  # noqa: E402
from rok_events.attendance.rules import Source  # noqa: E402
from rok_events.certificates import actions, paper, queries, rules  # noqa: E402
from rok_events.certificates.models import Certificate  # noqa: E402
from rok_events.communities.actions import found  # noqa: E402
from rok_events.core import clock  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402
from rok_events.documents import typesetting  # noqa: E402
from rok_events.mail.models import OutgoingMail  # noqa: E402
from rok_events.people.models import Person  # noqa: E402
from rok_events.registrations.models import Registration  # noqa: E402
from rok_events.registrations.rules import Status  # noqa: E402
from rok_events.work import actions as work  # noqa: E402
from rok_events.work import tasks  # noqa: E402

if TYPE_CHECKING:
    from flask import Flask

PEOPLE = 300
SESSIONS = 3
MOST_SECONDS = 10.0
LEAST_RATIO = 0.5
NAMES = ("Élise Jansen", "Noor de Wit", "Søren Bakker", "Zoë Demir", "Łukasz ’t Hart")  # noqa: RUF001


def filled(folder: str) -> Flask:
    """Return the application with a training that is over, and 300 people who were there."""
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/rok.db",
        "QUEUE_URL": f"sqlite:///{folder}/queue.db",
        "SECRET_KEY": "benchmark " * 4,
    }
    app = create_app(from_environment(environment))
    now = clock.now()
    begins = [now - timedelta(days=7 * (SESSIONS - number), hours=4) for number in range(SESSIONS)]
    ids = range(1, PEOPLE + 1)
    with app.app_context(), transaction():
        Base.metadata.create_all(db.session.connection())
        network = found("rok", "ROK Deventer", "Samen leren.", "#0b6a63").id
        activity = Activity(
            community_id=network,
            kind=Kind.TRAINING,
            slug="hechting",
            title="Video-interactiebegeleiding bij jonge ouders",
            state=State.PUBLISHED,
            capacity=PEOPLE,
            taken=PEOPLE,
            starts_at=begins[0],
            ends_at=begins[-1] + timedelta(hours=3),
            closes_at=begins[0],
            created_at=now,
            updated_at=now,
            minimum_presence=80,
            accreditations=[["SKJ", "SKJ-2027-118", "12", "", ""], ["BIG", "340871", "9", "", ""]],
        )
        activity.sessions = [
            Session(
                number=number, starts_at=at, ends_at=at + timedelta(hours=3), list_closed_at=now
            )
            for number, at in enumerate(begins, 1)
        ]
        db.session.add(activity)
        db.session.flush()
        common = {"activity_id": activity.id, "status": Status.CONFIRMED, "registered_at": now}
        db.session.execute(
            insert(Person),
            [
                {
                    "name": f"{NAMES[n % len(NAMES)]} {n}",
                    "email": f"p{n}@example.org",
                    "created_at": now,
                }
                for n in ids
            ],
        )
        db.session.execute(
            insert(Registration), [common | {"person_id": n, "token": f"token-{n}"} for n in ids]
        )
        there = {"source": Source.LIST, "recorded_at": now}
        db.session.execute(
            insert(Attendance),
            [
                there | {"session_id": one.id, "person_id": n}
                for one in activity.sessions
                for n in ids
            ],
        )
    return app


def issue() -> None:
    """Let the worker issue and mail all of them."""
    with transaction():
        work.start(actions.ISSUE, "Training", {"activity_id": 1}, account_id=None)
    tasks.do()
    mails = db.session.scalar(select(func.count()).select_from(OutgoingMail))
    assert len(queries.valid(1)) == mails == PEOPLE


class Watch:
    """Seconds that went by, and seconds of processors, in all the blocks that it was held over."""

    def __init__(self) -> None:
        self.went_by = self.of_processors = 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.went_by += time.perf_counter() - self._began[0]
        self.of_processors += time.process_time() - self._began[1]


def main() -> None:
    """Measure and tell; fail outside the limits."""
    issuing, setting, bare, together = Watch(), Watch(), Watch(), Watch()
    with tempfile.TemporaryDirectory() as folder, filled(folder).app_context():
        with issuing:
            issue()
        rows = queries.valid(1)
        paper.pdf(rows[:1])
        # In turns, so that both have the same of whatever else the machine does.
        for row in rows:
            with setting:
                paper.pdf([row])
            # Under another name and code: typst remembers what it set just before.
            code = rules.new_code()
            other = Certificate(
                code=code,
                name=f"{code} {row.name}",
                issued_at=row.issued_at,
                facts=row.facts,
                numbers=row.numbers,
                locale=row.locale,
            )
            ready = paper.data([other])
            with bare:
                typesetting.pdf(paper.TEMPLATE, ready, row.issued_at)
        with together:
            paper.pdf(rows[: rules.MOST_PAGES])
    whole = issuing.went_by + setting.went_by
    ratio = bare.of_processors / (issuing.of_processors + setting.of_processors)
    print(f"{PEOPLE} certificates in {whole:.2f} s: issued and mailed {issuing.went_by:.2f} s, set")
    print(f"{setting.went_by:.2f} s; {ratio:.2f} as fast as bare setting, in processor time")
    print(f"{rules.MOST_PAGES} as one file {together.went_by:.2f} s")
    if whole > MOST_SECONDS or ratio < LEAST_RATIO:
        sys.exit(f"more than {MOST_SECONDS} s, or less than {LEAST_RATIO}")


if __name__ == "__main__":
    main()
