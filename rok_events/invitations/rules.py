"""What calendars must be told anew, and when their holders are asked anew."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Told = Mapping[str, str]

TIMES = ("starts_at", "ends_at")


class Change(StrEnum):
    """What became of one session in one calendar."""

    ADDED = "added"
    CHANGED = "changed"
    CANCELLED = "cancelled"


def change(told: Told | None, shown: Told, *, stands: bool, has_place: bool) -> Change | None:
    """Return what a calendar must be told of a session; `None` if it shows what it should.

    `told` is what it shows now, `None` if it shows nothing; `shown` what it would show. Whoever
    has a place gets every session; whoever is only invited gets none that they were not asked for.
    """
    if told is None:
        return Change.ADDED if stands and has_place else None
    if not stands:
        return Change.CANCELLED
    return Change.CHANGED if differs(told, shown) else None


def differs(told: Told, shown: Told) -> bool:
    """Tell whether a calendar was told something else than it should show.

    What is not known of an old entry counts as told.
    """
    return any(shown.get(name) != value for name, value in told.items())


def asks_anew(told: Told, shown: Told) -> bool:
    """Tell whether an answer no longer counts: somebody said yes or no to another time.

    A meeting at another time needs new answers, another room does not (RFC 6638, section 3.2.8,
    on what RFC 5546 calls rescheduling and updating).
    """
    return any(shown.get(name) != told.get(name) for name in TIMES)


def worth(entry: Mapping[str, Any]) -> tuple[bool, bool]:
    """Return which of two entries of one person stays: what a calendar shows, and was answered."""
    return not entry["is_withdrawn"], entry["answer"] is not None
