"""Long work of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events import jobs
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.directory import merging_actions
from rok_events.directory.merging_actions import MERGE, PART
from rok_events.people import merging_actions as people
from rok_events.people import merging_queries
from rok_events.people.merging_rules import MergeKind
from rok_events.work import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.work.kinds import Order, Result, Step
    from rok_events.work.progress import Progress


@kinds.task(MERGE, N_("Merge"), page="directory/_merged.html")
def merge(order: Order, _progress: Progress) -> Sequence[Step]:
    """Merge two of whom much is known, in one transaction."""
    asked = order.arguments
    kind = MergeKind(asked["kind"])

    def do(_so_far: Result) -> Result:
        merging_actions.merge_now(kind, asked["kept_id"], asked["gone_id"], order.account_id)
        return {"kind": kind.value, "id": asked["kept_id"]}

    return [do]


@kinds.task(PART, N_("Undo a merge"), page="directory/_merged.html")
def part(order: Order, _progress: Progress) -> Sequence[Step]:
    """Undo a merge of much, in one transaction."""

    def do(_so_far: Result) -> Result:
        merge = merging_queries.get(order.arguments["merge_id"])
        left = merging_actions.part_now(merge)
        return {"kind": merge.kind.value, "id": merge.gone_id, "left": dict(left)}

    return [do]


@jobs.job("directory.settle", every_minute=True)
def settle() -> None:
    """Let what was written for somebody while they were being merged follow."""
    if merging_queries.has_late():
        with transaction():
            people.settle()
