"""Reading which organisations should sit at one table some time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.seating.models import TableWish
from rok_events.seating.rules import pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.seating.rules import Pair


def wishes(community_id: int) -> Mapping[Pair, TableWish]:
    """Return which organisations should sit at one table in a community, since the longest first.

    Who met since then is not taken out.
    """
    rows = db.session.scalars(
        select(TableWish)
        .where(TableWish.community_id == community_id, TableWish.one_id != TableWish.other_id)
        .options(joinedload(TableWish.one), joinedload(TableWish.other))
        .order_by(TableWish.wished_at, TableWish.id)
    )
    found: dict[Pair, TableWish] = {}
    for row in rows:
        found.setdefault(pair(row.one_id, row.other_id), row)
    return found


def get(id_: int) -> TableWish:
    """Return a wish for the table plan.

    Raises:
        NotFoundError: there is none by this number.
    """
    found = db.session.get(TableWish, id_)
    if found is None:
        raise NotFoundError(N_("This is not there any more."))
    return found
