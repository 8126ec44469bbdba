"""Forgetting people: one who asks for it, and everybody whose term is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock
from rok_events.core.text import N_
from rok_events.privacy import queries
from rok_events.privacy.rooms import ROOMS

if TYPE_CHECKING:
    from rok_events.core.personal import Subject
    from rok_events.privacy.queries import Kept


def erase(about: Subject) -> None:
    """Forget a person everywhere; what was counted stays counted.

    Raises:
        NotFoundError: nothing is kept of them.
    """
    queries.kept(about)
    for one in queries.every_address(about):
        for room in ROOMS:
            room.erase(one)
    audit.note(_of(about), N_("Somebody was forgotten, because they asked for it."))


def hand_out(about: Subject) -> dict[str, Kept]:
    """Return what each room keeps of a person, and tell in the trail that it left the house.

    Raises:
        NotFoundError: nothing is kept of them.
    """
    found = queries.kept(about)
    audit.note(_of(about), N_("Everything that is kept of somebody was handed out."))
    return found


def purge() -> dict[str, int]:
    """Forget everybody whose term is over, and return how many rows each room changed."""
    now = clock.now()
    changed = {room.room: room.purge(now) for room in ROOMS}
    if gone := {room: rows for room, rows in changed.items() if rows}:
        audit.note(About(), N_("What was kept for its whole term was cleaned away."), after=gone)
    return changed


def _of(about: Subject) -> About:
    return About(person=about.person_id, account=about.account_id)
