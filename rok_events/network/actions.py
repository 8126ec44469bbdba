"""Changing where organisations stand, and writing down what leaves the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.communities import queries as communities
from rok_events.core import clock, tokens
from rok_events.core.text import N_
from rok_events.db import before_commit, db, unless_known
from rok_events.network import queries
from rok_events.network.models import NetworkEdition, OrganisationPosition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.core.events import Event
    from rok_events.network.rules import Filters

# On the table and not on the model: each tick at a door renews the network.
_EDITIONS = update(NetworkEdition.metadata.tables[NetworkEdition.__tablename__])


def renew(_news: Event) -> None:
    """Let what was remembered of the network be asked anew once this is committed."""
    # The trail first: of two transactions that both change both, neither must wait for the other.
    audit.pending(db.session())
    before_commit(renew_edition)


def renew_edition() -> None:
    """Give the network another edition; no edition ever comes back."""
    edition = {"edition": tokens.new(), "changed_at": clock.now()}
    connection = db.session.connection()
    if not connection.execute(_EDITIONS, edition).rowcount:
        connection.execute(unless_known(NetworkEdition), {"id": 1} | edition)


def keep_places(places: Mapping[int, tuple[float, float]], *, moved: bool) -> None:
    """Keep where organisations stand; `moved` if those that had a place may have moved."""
    before_commit(renew_edition)
    known = {position.organisation_id: position for position in queries.positions()}
    now = clock.now()
    for id_, (x, y) in places.items():
        if id_ not in known:
            db.session.add(OrganisationPosition(organisation_id=id_, x=x, y=y, moved_at=now))
        elif moved:
            known[id_].x, known[id_].y = x, y
    if moved:
        for position in known.values():
            position.moved_at = now


def note_export(filters: Filters, file_format: str) -> None:
    """Write down that the network left the house: as what, and which part of it."""
    community = communities.find(filters.community) if filters.community else None
    audit.note(
        About(community=community.id if community else None),
        N_("The network was taken along."),
        after={"format": file_format, **filters.told()},
    )
