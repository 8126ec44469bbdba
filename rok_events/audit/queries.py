"""Reading the trail, and finding what its rows are about."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rok_events.audit.rules import Trail
from rok_events.db import Base, db

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def trails() -> Mapping[type[Base], Trail]:
    """Return every table that is told of, with what may be told."""
    return {
        mapper.class_: trail
        for mapper in Base.registry.mappers
        if isinstance(trail := getattr(mapper.class_, "__trail__", None), Trail)
    }


@cache
def subject_model(subject: str) -> type[Base] | None:
    """Return the table whose own rows are the activities, the persons, and so on."""
    return next((m for m, trail in trails().items() if trail.paths().get(subject) == "id"), None)


def community_of(activity_id: int) -> int | None:
    """Return the community of an activity; mostly without asking, because it is being changed."""
    model = subject_model("activity")
    found: Any = model and db.session.get(model, activity_id)
    return found.community_id if found is not None else None
