"""What invitations keep of people: which sessions their calendar was told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.core.personal import Personal, Subject
from rok_events.invitations import actions, queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the calendar entries of somebody."""
    return {
        "calendar_entry": [
            {
                "activity": entry.session.activity.title,
                "starts_at": entry.session.starts_at.isoformat(),
                "uid": entry.uid,
                "sequence": entry.sequence,
                "is_withdrawn": entry.is_withdrawn,
                "sent_at": entry.sent_at.isoformat(),
            }
            for entry in queries.entries_of(subject.person_id)
        ]
    }


def erase(subject: Subject) -> None:
    """Remove the calendar entries of somebody."""
    actions.forget(subject.person_id)


def purge(_now: datetime) -> int:
    """Leave it to the registrations: an entry names nobody, and goes with its registration."""
    return 0


PERSONAL = Personal("invitations", frozenset({"calendar_entry"}), export, erase, purge)
