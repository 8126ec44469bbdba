"""Reading what networks show to everybody."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from rok_events.db import db
from rok_events.reports.models import Publication

_OF = select(Publication).where(Publication.community_id == bindparam("community_id"))


def publication(community_id: int) -> Publication | None:
    """Return what a community shows everybody, if it shows anything."""
    return db.session.scalar(_OF, {"community_id": community_id})
