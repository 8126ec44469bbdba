"""Changing communities."""

from __future__ import annotations

from rok_events.communities import queries, rules
from rok_events.communities.models import Community
from rok_events.core import clock, text
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db


def found(
    slug: str, name: str, description: str, accent: str, *, is_discreet: bool = False
) -> Community:
    """Found a community. `slug` is its address, and the URL of its pages for ever.

    Raises:
        InvalidError: the address, name or colour does not work.
        ConflictError: the address is taken.
    """
    rules.refuse_mistakes(slug, name, accent)
    if queries.find(slug):
        raise ConflictError(N_("There is a network at %(slug)s already."), slug=slug)
    made = Community(
        slug=slug,
        name=text.one_line(name),
        description=text.lines(description),
        accent=accent.strip().lower(),
        is_discreet=is_discreet,
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def change(
    community: Community, name: str, description: str, accent: str, *, is_discreet: bool
) -> None:
    """Change what pages tell of a community; its address stays.

    Raises:
        InvalidError: the name or colour does not work.
    """
    rules.refuse_mistakes(community.slug, name, accent)
    community.name = text.one_line(name)
    community.description = text.lines(description)
    community.accent = accent.strip().lower()
    community.is_discreet = is_discreet
