"""Changing who should meet."""

from __future__ import annotations

from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_
from rok_events.db import db, unless_known
from rok_events.introductions.models import SectorPair


def introduce_sectors(community_id: int, one: str, other: str) -> None:
    """Say that two sectors should know each other; to say so twice is no mistake.

    Raises:
        InvalidError: one of them is missing.
    """
    if not (one and other):
        raise InvalidError(N_("Choose two sectors."))
    first, second = sorted((one, other))
    row = {"community_id": community_id, "one": first, "other": second}
    db.session.execute(unless_known(SectorPair), [row])
    what = N_("Two sectors should know each other.")
    audit.note(About(community=community_id), what, after={"sectors": f"{first}, {second}"})


def forget(row: SectorPair) -> None:
    """Take back that two sectors should meet."""
    db.session.delete(row)
