"""Reading communities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from rok_events.communities.models import Community
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence

# Made once: to put a statement together takes as long as to run it.
EVERYONE = select(Community).order_by(Community.name, Community.id)
BY_SLUG = select(Community).where(Community.slug == bindparam("slug"))


def find(slug: str) -> Community | None:
    """Return the community with this slug, if there is one."""
    return db.session.scalar(BY_SLUG, {"slug": slug})


def get(slug: str) -> Community:
    """Return the community with this slug.

    Raises:
        NotFoundError: there is none.
    """
    found = find(slug)
    if found is None:
        raise NotFoundError(N_("There is no network at this address."))
    return found


def everyone() -> Sequence[Community]:
    """Return all communities by name."""
    return db.session.scalars(EVERYONE).all()
