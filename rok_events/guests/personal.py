"""What this room keeps of people: that they were invited, and what they answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.core.personal import Personal, Subject
from rok_events.guests import forgetting_actions, queries, rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the invitations of somebody, with who invited them and what they answered."""
    return {
        "guest": [
            {
                "activity": guest.activity.title,
                "invited_at": guest.invited_at,
                "invited_by": guest.invited_by.name if guest.invited_by else None,
                "source": guest.source.value,
                "note": guest.note,
                "language": guest.locale,
                "reminded_at": guest.reminded_at,
                "opened_at": guest.opened_at,
                "answer": guest.answer.value if guest.answer else None,
                "answered_at": guest.answered_at,
                "taken_back_at": guest.taken_back_at,
            }
            for guest in queries.of_person(subject.person_id)
        ]
    }


def erase(subject: Subject) -> None:
    """Remove the invitations of somebody; the notes they may have been named in go with them."""
    forgetting_actions.forget(subject.person_id)


def purge(now: datetime) -> int:
    """Remove invitations to what is long over; forget who is known from nothing else."""
    return forgetting_actions.purge(now - rules.TERM)


PERSONAL = Personal("guests", frozenset({"guest"}), export, erase, purge)
