"""Rows that each make sense must not contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rok_events.attendance.intake.columns import Column
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rok_events.attendance.intake.rows import Row, SessionKey, Who

Breach: TypeAlias = tuple[Column, InvalidError]


class Agreement:
    """Remembers what earlier rows said of a session and of a person at it.

    A row may stand there twice, and somebody who sat at a table in each round has a row for each.
    """

    def __init__(self) -> None:
        self._ends: dict[SessionKey, Row] = {}
        self._presences: dict[tuple[SessionKey, Who], Row] = {}
        self._seats: dict[tuple[SessionKey, Who, int], Row] = {}

    def breaches(self, row: Row) -> Iterator[Breach]:
        """Yield where a row contradicts an earlier one."""
        session, who = row.session, (row.session, row.person)
        if row.ends_at:
            other = self._ends.setdefault(session, row)
            if other.ends_at != row.ends_at:
                message = N_("Row %(row)d gives another end to this session.")
                yield Column.ENDS_AT, InvalidError(message, row=other.number)
        yield from _about_person(row, self._presences.setdefault(who, row))
        if row.table and row.present:
            other = self._seats.setdefault((*who, row.round), row)
            if other.table != row.table:
                message = N_("Row %(row)d puts this person at another table in the same round.")
                yield Column.TABLE, InvalidError(message, row=other.number)


def _about_person(row: Row, other: Row) -> Iterator[Breach]:
    """Yield how two rows about one person at one session differ."""
    if row.present != other.present:
        message = N_("Row %(row)d says otherwise of this person at this session.")
        yield Column.PRESENT, InvalidError(message, row=other.number)
    if row.name.casefold() != other.name.casefold():
        message = N_("Row %(row)d has the same address with another name: one address, one person.")
        yield Column.EMAIL, InvalidError(message, row=other.number)
    if row.employer != other.employer:
        message = N_("Row %(row)d gives this person another organisation at this session.")
        yield Column.ORGANISATION, InvalidError(message, row=other.number)
