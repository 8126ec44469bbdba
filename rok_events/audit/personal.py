"""What the trail keeps of people: what was changed about them, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.audit import actions, queries, rules
from rok_events.core.personal import Personal, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return what is told of a person and of their account, and what they did with it."""
    return {
        "trail_row": [
            {
                "happened_at": row.happened_at,
                "deed": row.deed.value,
                "thing": row.thing,
                "told": row.told,
                "by_themselves": row.actor_id is not None and row.actor_id == subject.account_id,
            }
            for row in queries.about_person(subject.person_id, subject.account_id)
        ],
        "trail_value": [
            {"column": value.field, "values": value.value}
            for value in queries.values_about(subject.person_id, subject.account_id)
        ],
    }


def erase(subject: Subject) -> None:
    """Erase every value with a name or address in it; that something was changed stays."""
    words = (subject.email, *subject.names)
    for name, id_ in (("person", subject.person_id), ("account", subject.account_id)):
        actions.forget(name, [id_] if id_ is not None else [], words)


def purge(now: datetime) -> int:
    """Remove the rows whose term is over, by whole days, so that one night does it once."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return actions.clean(day - rules.TERM)


PERSONAL = Personal("audit", frozenset({"trail_row", "trail_value"}), export, erase, purge)
