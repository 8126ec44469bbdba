"""Rules of merging: what becomes of one working life, what may be undone, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.people.rules import Stint, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

TERM = timedelta(days=30)
"""How long a merge can be undone, and what it takes for that is kept."""

LINK_TERM = timedelta(days=2 * 365)
"""How long the link of a row that gave way leads to the one that stayed, if that works at all."""


class MergeKind(StrEnum):
    """What was merged."""

    PERSON = "person"
    ORGANISATION = "organisation"


def _equal(_row: Mapping[str, Any]) -> int:
    return 0


@dataclass(frozen=True)
class Carried:
    """What a table says of its rows, as `__carried__`, to whoever merges what they point at.

    `words` names them. Where a constraint allows only one of two, that with the greater `worth`
    stays, and of two of equal worth the one that was with the kept one. Rows that are alone
    never join others: they give way where there are any.
    """

    words: str
    worth: Callable[[Mapping[str, Any]], Any] = _equal
    is_alone: bool = False


def one_life(kept: Sequence[Stint], gone: Sequence[Stint]) -> list[Stint]:
    """Return the working life of somebody of whom two were known.

    On each day the work that began last counts, and of two that began on one day that of `kept`.
    """
    stints = [(stint, is_kept) for is_kept, life in ((1, kept), (0, gone)) for stint in life]
    days = sorted({day for stint, _ in stints for day in stint[1:] if day is not None})
    life = []
    for day, until in zip_longest(days, days[1:]):
        held = [(stint.starts_on, rank, stint) for stint, rank in stints if stint.holds(day)]
        if held:
            life.append(Stint(max(held)[2].organisation_id, day, until))
    return joined(life)


def refuse_merging(kept_id: int, gone_id: int, *, is_merged: bool) -> None:
    """Refuse to merge something with itself, or what was merged already.

    Raises:
        ConflictError: one of these is so.
    """
    if kept_id == gone_id:
        raise ConflictError(N_("These two are one and the same already."))
    if is_merged:
        raise ConflictError(N_("One of these two was merged meanwhile. Look once more."))


def can_undo(merged_at: datetime, undone_at: datetime | None, now: datetime) -> bool:
    """Tell whether a merge may still be undone."""
    return undone_at is None and now < merged_at + TERM


def refuse_undoing(merged_at: datetime, undone_at: datetime | None, now: datetime) -> None:
    """Refuse to undo twice, or too late.

    Raises:
        ConflictError: one of these is so.
    """
    if undone_at is not None:
        raise ConflictError(N_("This merge was undone already."))
    if not can_undo(merged_at, undone_at, now):
        raise ConflictError(
            N_("This was merged more than %(days)d days ago and can be undone no more."),
            days=TERM.days,
        )
