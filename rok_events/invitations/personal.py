"""What invitations keep of people: what their calendar was told and what it said back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.core.personal import Personal, Subject
from rok_events.invitations import actions, queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the calendar entries of somebody, and since when their calendar may be subscribed to.

    Not the address of that: whoever holds an export must not be able to look on.
    """
    feed = queries.find_feed(subject.person_id)
    return {
        "calendar_entry": [
            {
                "activity": entry.session.activity.title,
                "starts_at": entry.session.starts_at,
                "uid": entry.uid,
                "sequence": entry.sequence,
                "is_withdrawn": entry.is_withdrawn,
                "sent_at": entry.sent_at,
                "told": entry.told,
                "language": entry.locale,
                "answer": entry.answer and entry.answer.value,
                "answered_at": entry.answered_at,
            }
            for entry in queries.entries_of(subject.person_id)
        ],
        "personal_feed": [{"made_at": feed.made_at}] if feed else [],
    }


def erase(subject: Subject) -> None:
    """Remove the calendar entries of somebody, and the address of their calendar."""
    actions.forget(subject.person_id)


def purge(_now: datetime) -> int:
    """Leave it to the registrations: an entry names nobody, and its page ends with its link."""
    return 0


PERSONAL = Personal(
    "invitations", frozenset({"calendar_entry", "personal_feed"}), export, erase, purge
)
