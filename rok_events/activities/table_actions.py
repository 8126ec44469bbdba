"""Setting tables for the rounds of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.activities import queries
from rok_events.activities.models import Table
from rok_events.core import text
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.activities.models import Session

LONGEST_LABEL = 80


def add(session_id: int, round_number: int, label: str) -> Table:
    """Set a table in one round of a session.

    Raises:
        InvalidError: the round or the label makes no sense.
        ConflictError: that round has this table already.
    """
    words = text.one_line(label)
    if round_number < 1:
        raise InvalidError(N_("Rounds are counted from 1."), field="round")
    if not 1 <= len(words) <= LONGEST_LABEL:
        raise InvalidError(
            N_("Give the table a name of at most %(most)s characters."),
            field="label",
            most=LONGEST_LABEL,
        )
    if queries.find_table(session_id, round_number, words):
        raise ConflictError(N_("Round %(round)s has this table already."), round=round_number)
    table = Table(session_id=session_id, round=round_number, label=words)
    db.session.add(table)
    db.session.flush()
    return table


def copy(originals: Sequence[Session], copies: Sequence[Session]) -> None:
    """Set the tables of some sessions for others, which stand in the same order."""
    places = {original.id: copied.id for original, copied in zip(originals, copies, strict=True)}
    db.session.add_all(
        Table(session_id=places[table.session_id], round=table.round, label=table.label)
        for table in queries.tables(list(places))
    )
    db.session.flush()


def remove_all(sessions: Sequence[Session]) -> None:
    """Take away the tables of some sessions."""
    remove(queries.tables([session.id for session in sessions]))


def remove(tables: Sequence[Table]) -> None:
    """Take some tables away."""
    for table in tables:
        db.session.delete(table)
    db.session.flush()
