"""Changing which organisations should sit at one table some time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock
from rok_events.core.text import N_
from rok_events.db import db, unless_known
from rok_events.seating.models import TableWish

if TYPE_CHECKING:
    from collections.abc import Collection

    from rok_events.seating.rules import Pair


def wish(community_id: int, pairs: Collection[Pair]) -> None:
    """Keep as wishes for the table plan that these should meet; what is wished already stays so."""
    rows = [
        {
            "community_id": community_id,
            "one_id": pair.one,
            "other_id": pair.other,
            "wished_at": clock.now(),
        }
        for pair in pairs
    ]
    db.session.execute(unless_known(TableWish), rows)
    what = N_("Wishes for the table plan were noted.")
    audit.note(About(community=community_id), what, after={"rows": len(rows)})


def take_back(row: TableWish) -> None:
    """Take back that two organisations should meet."""
    db.session.delete(row)
