"""Merging and parting from the workspace: at once, or as long work where there is much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.directory import queries, rules
from rok_events.people import merging_actions, merging_queries
from rok_events.work import actions as work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.people.merging_models import Merge
    from rok_events.people.merging_rules import MergeKind
    from rok_events.work.models import Work

MERGE = "directory.merge"
PART = "directory.part"


def merge(kind: MergeKind, kept_id: int, gone_id: int, account_id: int | None) -> Work | None:
    """Merge two; return the work that does it, if it takes long.

    Raises:
        NotFoundError: one of them is not there.
        ConflictError: one was merged already, or something of both stands in the way.
    """
    rows = sum(merging_queries.counts(kind, gone_id).values())
    if rows <= rules.MOST_AT_ONCE:
        merge_now(kind, kept_id, gone_id, account_id)
        return None
    asked = {"kind": kind.value, "kept_id": kept_id, "gone_id": gone_id}
    return work.start(MERGE, f"{gone_id} → {kept_id}", asked, account_id=account_id)


def merge_now(kind: MergeKind, kept_id: int, gone_id: int, account_id: int | None) -> None:
    """Merge two, and let the organisers of all networks that know them read so in the trail."""
    networks = queries.networks(kind, kept_id, gone_id)
    merging_actions.merge(kind, kept_id, gone_id, account_id=account_id, networks=networks)


def part(merge: Merge, account_id: int | None) -> Work | Mapping[str, int]:
    """Undo a merge; return the work that does it, if it takes long, or else what was left.

    Raises:
        ConflictError: it is too late, or was done already.
    """
    if rules.weight(merge.steps) <= rules.MOST_AT_ONCE:
        return part_now(merge)
    title = f"{merge.kept_id} → {merge.gone_id}"
    return work.start(PART, title, {"merge_id": merge.id}, account_id=account_id)


def part_now(merge: Merge) -> Mapping[str, int]:
    """Undo a merge; return what was left."""
    return merging_actions.undo(merge.id, queries.networks(merge.kind, merge.kept_id))
