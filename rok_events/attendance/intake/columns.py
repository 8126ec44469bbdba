"""The columns of an attendance file, by their English and Dutch names."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from rok_events.core import text
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from rok_events.core.mistakes import Mistakes
    from rok_events.core.sheets import Line


class Column(StrEnum):
    """What a column holds. The order is the one in which a row is read."""

    ACTIVITY = "activity"
    KIND = "kind"
    STARTS_AT = "starts_at"
    ENDS_AT = "ends_at"
    COMMUNITY = "community"
    NAME = "name"
    EMAIL = "email"
    ORGANISATION = "organisation"
    SECTOR = "sector"
    PRESENT = "present"
    ROUND = "round"
    TABLE = "table"


DUTCH = {
    Column.ACTIVITY: "activiteit",
    Column.KIND: "soort",
    Column.STARTS_AT: "begin",
    Column.ENDS_AT: "einde",
    Column.COMMUNITY: "netwerk",
    Column.NAME: "naam",
    Column.EMAIL: "e-mail",
    Column.ORGANISATION: "organisatie",
    Column.SECTOR: "sector",
    Column.PRESENT: "aanwezig",
    Column.ROUND: "ronde",
    Column.TABLE: "tafel",
}
ABOUT = {
    Column.ACTIVITY: N_("The name of the activity. Must be filled in."),
    Column.KIND: N_("werkconferentie, training or casustafel; casustafel if left out."),
    Column.STARTS_AT: N_("Day and time, such as 16-5-2023 13:30. Must be filled in."),
    Column.ENDS_AT: N_("Day and time; two hours after the start if left out."),
    Column.COMMUNITY: N_("The short name of the network, as in its web address."),
    Column.NAME: N_("The name of the person. Must be filled in."),
    Column.EMAIL: N_("Tells people of one name apart, and finds them again."),
    Column.ORGANISATION: N_("Whoever has none takes part, but makes no connection."),
    Column.SECTOR: N_("The field of an organisation that is new here."),
    Column.PRESENT: N_("ja, nee, or a part such as 0,5; ja if left out."),
    Column.ROUND: N_("The number of the round in which people sat at tables."),
    Column.TABLE: N_("The number or name of the table. One row for each round."),
}
REQUIRED = (Column.ACTIVITY, Column.STARTS_AT, Column.NAME)
NAMES = {column.value: column for column in Column} | {v: k for k, v in DUTCH.items()}


def name(column: Column, language: str) -> str:
    """Return what a column is called in a language."""
    return DUTCH[column] if language == "nl" else column.value


Header: TypeAlias = "dict[Column, tuple[int, str]]"
"""Where each column stands, from 0, and what it is called in the file."""


def header(line: Line, mistakes: Mistakes, *, needs_community: bool) -> Header:
    """Return the header that a line holds, in the order of `Column`."""
    found: Header = {}
    for position, cell in enumerate(line.cells):
        name = text.one_line(str(cell))
        if not name:
            continue
        column = NAMES.get(name.casefold().replace(" ", "_"))
        if column is None:
            message = N_("There is no column named %(name)s. The columns are: %(known)s.")
            known = ", ".join(DUTCH.values())
            mistakes.add(line.number, name, InvalidError(message, name=name[:80], known=known))
        elif column in found:
            message = N_("The column %(name)s is there twice.")
            mistakes.add(line.number, name, InvalidError(message, name=name))
        else:
            found[column] = position, name
    for column in REQUIRED:
        if column not in found:
            message = N_("The column %(dutch)s (%(english)s) is missing.")
            error = InvalidError(message, dutch=DUTCH[column], english=column.value)
            mistakes.add(line.number, DUTCH[column], error)
    if needs_community and Column.COMMUNITY not in found:
        message = N_("Choose a network, or name one in each row in the column netwerk (community).")
        mistakes.add(line.number, DUTCH[Column.COMMUNITY], InvalidError(message))
    return {column: found[column] for column in Column if column in found}
