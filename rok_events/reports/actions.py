"""Changing what networks show to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rok_events.core import clock, tokens
from rok_events.db import db
from rok_events.reports import queries
from rok_events.reports.models import Publication

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rok_events.reports.rules import Shows


def publish(
    community_id: int, shows: Shows, year: int | None, as_of: date, content: Mapping[str, Any]
) -> Publication:
    """Show everybody this of a network, instead of what was shown before."""
    row = queries.publication(community_id) or Publication(community_id=community_id)
    row.shows, row.year, row.as_of = shows, year, as_of
    row.content, row.published_at = dict(content), clock.now()
    row.version = tokens.new()
    db.session.add(row)
    return row


def withdraw(community_id: int) -> None:
    """Show nothing of a network any more, from now on."""
    row = queries.publication(community_id)
    if row is not None:
        db.session.delete(row)
