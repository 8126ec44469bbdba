"""A kind of work for tests: it founds networks, five in each step."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from rok_events.communities.models import Community
from rok_events.core.errors import ConflictError
from rok_events.core.mistakes import FaultyFileError, Mistakes
from rok_events.db import db, transaction
from rok_events.work import actions, kinds
from rok_events.work.progress import Progress, ask_to_stop
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from rok_events.work.kinds import Order, Result, Step
    from rok_events.work.models import Work

KIND = "test.build"
IN_A_STEP = 5


@kinds.task(KIND, "Found networks", page="components/progress.html")
def build(order: Order, progress: Progress) -> Sequence[Step]:
    """Found what is asked for; `fails` raises that instead, `slow` takes some time for each."""
    asked = order.arguments
    if error := FAULTS.get(asked.get("fails", "")):
        raise error

    def step(so_far: Result) -> Result:
        before = so_far.get("made", 0)
        for number in range(before, before + IN_A_STEP):
            row = {"slug": f"{order.work_id}-{number}", "name": "x", "accent": "#000000"}
            db.session.add(Community(created_at=NOW, **row))
            write()
            time.sleep(asked.get("slow", 0))
            progress.done(number + 1)
        return {"made": before + IN_A_STEP}

    progress.of(asked["steps"] * IN_A_STEP)
    return [step] * asked["steps"]


def _faulty() -> FaultyFileError:
    mistakes = Mistakes()
    mistakes.add(3, "naam", ConflictError("%(said)s is no name.", said="Noor@Example.org"))
    return FaultyFileError(mistakes)


def write() -> None:
    """Write what was founded, in the transaction of the step."""
    db.session.flush()


FAULTS = {
    "refused": ConflictError("%(title)s is full.", title="Het huis"),
    "faulty": _faulty(),
    "broken": ZeroDivisionError(),
}


def start(steps: int = 1, *, account_id: int | None = None, **given: Any) -> Work:
    """Start such a work."""
    community_id = given.pop("community_id", None)
    with transaction():
        return actions.start(
            KIND,
            "plan.csv",
            {"steps": steps} | given,
            account_id=account_id,
            community_id=community_id,
            payload=b"secret",
        )


def built() -> int:
    """Count the networks."""
    return db.session.scalars(select(func.count()).select_from(Community)).one()


def stop_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask to stop when so much was done."""
    tell = Progress.done

    def done(self: Progress, done: int) -> None:
        if done == number:
            ask_to_stop(self._work_id)
        tell(self, done)

    monkeypatch.setattr(Progress, "done", done)
