"""Long work of attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.attendance import import_actions
from rok_events.attendance.intake.report import IMPORT
from rok_events.attendance.rules import Importer
from rok_events.core.text import N_
from rok_events.work import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.work.kinds import Order, Result, Step
    from rok_events.work.progress import Progress


@kinds.task(IMPORT, N_("Import attendance"), page="attendance/_imported.html")
def take_in(order: Order, progress: Progress) -> Sequence[Step]:
    """Check a file, and take it in where that was asked: wholly or not at all."""
    asked = order.arguments
    mine = asked["communities"]
    by = Importer(order.account_id, None if mine is None else frozenset(mine))
    progress.of(100)

    def told(part: float) -> None:
        progress.done(int(100 * part))

    found = import_actions.check(order.payload, asked["filename"], asked["community_id"], by, told)
    if asked["is_trial"]:
        trial = import_actions.take_in(found, is_trial=True, by=by, progress=told).kept()
        return [lambda _: trial]

    def write(_so_far: Result) -> Result:
        return import_actions.take_in(found, by=by, progress=told).kept()

    return [write]
