"""How fast the graph is: 100 organisations, 200 activities, 10,000 attendances.

What it takes to come from the rows to the graph (contact groups, all four strengths, measures,
names, places) is compared with reading those rows from the database and nothing else. Aim: less
than three times. The picture, and all places from nothing, are timed beside it.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import insert, select

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import from_environment  # noqa: E402, TID251 -- starts the application, as wsgi.py
from rok_events.activities.kinds import Kind  # noqa: E402
from rok_events.activities.models import Activity, Session  # noqa: E402
from rok_events.app import create_app  # noqa: E402
from rok_events.attendance.models import Attendance  # noqa: E402
from rok_events.attendance.rules import Source  # noqa: E402
from rok_events.communities.models import Community  # noqa: E402
from rok_events.db import Base, db, transaction  # noqa: E402
from rok_events.network import folded, insight, layout, queries, tasks  # noqa: E402
from rok_events.network.presences import contacts  # noqa: E402
from rok_events.network.projection import project  # noqa: E402
from rok_events.network.rules import Filters  # noqa: E402
from rok_events.people.models import Organisation, Person  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

ORGANISATIONS, PEOPLE, ACTIVITIES, ATTENDANCES = 100, 900, 200, 10_000
ROUNDS = 25
START = datetime(2024, 1, 8, 12, tzinfo=UTC)
AIM = 3.0


def fill() -> None:
    """Make a network in which neighbours meet more often than others."""
    random = np.random.default_rng(1)
    with transaction() as session:
        session.add(Community(id=1, slug="x", name="X", accent="#0b7d74", created_at=START))
        session.execute(
            insert(Organisation),
            [
                {"id": n, "slug": f"o{n}", "name": f"O{n}", "key": f"o{n}", "created_at": START}
                for n in range(1, ORGANISATIONS + 1)
            ],
        )
        session.execute(
            insert(Person),
            [{"id": n, "name": f"P{n}", "created_at": START} for n in range(1, PEOPLE + 1)],
        )
        for n in range(1, ACTIVITIES + 1):
            session.add(activity(n))
        session.flush()
        where, employer = random.random((PEOPLE, 2)), 1 + np.arange(PEOPLE) % ORGANISATIONS
        session.execute(
            insert(Attendance),
            [
                {
                    "session_id": n,
                    "person_id": int(person) + 1,
                    "organisation_id": int(employer[person]),
                    "source": Source.IMPORT,
                    "recorded_at": START,
                }
                for n in range(1, ACTIVITIES + 1)
                for person in nearest(random, where, ATTENDANCES // ACTIVITIES)
            ],
        )


def activity(n: int) -> Activity:
    """Return the nth activity, of one session."""
    starts_at = START + timedelta(days=3 * n)
    ends_at = starts_at + timedelta(hours=2)
    return Activity(
        id=n,
        community_id=1,
        kind=Kind.WERKCONFERENTIE,
        slug=f"a{n}",
        title=f"A{n}",
        capacity=60,
        closes_at=starts_at,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=START,
        updated_at=START,
        sessions=[Session(id=n, number=1, starts_at=starts_at, ends_at=ends_at)],
    )


def nearest(random: np.random.Generator, where: np.ndarray, count: int) -> list[int]:
    """Return the people nearest to a spot, with some chance."""
    distance = ((where - random.random(2)) ** 2).sum(axis=1) + 0.4 * random.random(len(where))
    found: list[int] = np.argsort(distance)[:count].tolist()
    return found


def read() -> None:
    """Read the rows, and do nothing with them."""
    statement = (
        select(Attendance.person_id, Attendance.organisation_id, Attendance.session_id)
        .join(Session, Session.id == Attendance.session_id)
        .join(Activity, Activity.id == Session.activity_id)
    )
    assert len(db.session.execute(statement).all()) == ATTENDANCES


def milliseconds(*works: Callable[[], object]) -> list[float]:
    """Return the least CPU time of each, taken in turn: what others do on the machine only adds."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for times, work in zip(taken, works, strict=True):
            begun = time.process_time()
            work()
            times.append(1000 * (time.process_time() - begun))
    return [min(times) for times in taken]


def main() -> int:
    """Measure, print, and tell by the exit status whether the aim was met."""
    folder = tempfile.mkdtemp()
    app = create_app(from_environment({"DATABASE_URL": f"sqlite:///{folder}/bench.db"}))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        fill()
        tasks.place_organisations()
        answer = insight.ask(Filters(), None)
        weights = project(contacts(queries.seats(Filters(), None))).newman
        gc.freeze()  # as the server does before it begins
        reading, asking, drawing, placing = milliseconds(
            read,
            lambda: insight.ask(Filters(), None),
            lambda: folded.picture(folded.fold(answer.graph), answer, ()),
            lambda: layout.place(weights),
        )
    ratio = (asking - reading) / reading
    print(f"graph in all: {asking:.0f} ms, of which reading the rows: {reading:.0f} ms")
    print(f"picture: {drawing:.0f} ms; places from nothing: {placing:.0f} ms")
    print(f"network: computing / reading the rows = {ratio:.2f} (aim: below {AIM})")
    return 0 if ratio < AIM else 1


if __name__ == "__main__":
    sys.exit(main())
