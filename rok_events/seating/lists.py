"""A table plan in a spreadsheet: a row for each person in each round.

With one mistake in it nothing is changed, so every mistake is told at once, by row and column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rok_events.activities.table_actions import LONGEST_LABEL
from rok_events.core import sheets, text
from rok_events.core.columns import Columns
from rok_events.core.errors import InvalidError
from rok_events.core.mistakes import FaultyFileError, Mistakes
from rok_events.core.text import N_
from rok_events.registrations.lists import WHO
from rok_events.seating.rules import MOST_ROUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from rok_events.seating.rules import Chart, Guest

_WHOLE = re.compile(r"(\d+)\.0")
"""A whole number as a workbook keeps it."""


def written(guests: Iterable[Guest], chart: Chart, rounds: int) -> Iterator[Sequence[str]]:
    """Yield the rows of a plan, to be changed and brought back."""
    for guest in guests:
        about = guest.name, guest.email or "", guest.organisation or ""
        for round_ in range(1, rounds + 1):
            yield *about, str(round_), chart.get(guest.id, {}).get(round_, "")


def read(data: bytes, filename: str, guests: Sequence[Guest]) -> dict[int, dict[int, str]]:
    """Return the tables that a CSV or XLSX file gives to some guests, by their id and the round.

    Raises:
        InvalidError: the file as a whole cannot be read.
        FaultyFileError: something in it is wrong.
    """
    lines = sheets.read(data, filename, COLUMNS.known)
    mistakes, found = Mistakes(), defaultdict[int, dict[int, str]](dict)
    for row, header, values in COLUMNS.rows(lines, mistakes):
        try:
            _sit(found[_guest(values, guests).id], values)
        except InvalidError as error:
            field = error.field if error.field in header else "name"
            mistakes.add(row, header[field or "name"][1], error)
    if mistakes.total:
        raise FaultyFileError(mistakes)
    return dict(found)


def _sit(seats: dict[int, str], values: dict[str, Any]) -> None:
    label = values.get("table", "")
    if seats.setdefault(values.get("round", 1), label) != label:
        raise InvalidError(N_("This person has two tables in this round."), field="table")


def _guest(values: dict[str, Any], guests: Iterable[Guest]) -> Guest:
    if email := values.get("email"):
        same = [guest for guest in guests if (guest.email or "").casefold() == email.casefold()]
        unknown = InvalidError(N_("Nobody with this address has a place here."), field="email")
    else:
        name = text.folded(values["name"])
        same = [guest for guest in guests if text.folded(guest.name) == name]
        unknown = InvalidError(N_("Nobody with this name has a place here."), field="name")
    if not same:
        raise unknown
    if len(same) > 1:
        message = N_("More people have this name: fill in the e-mail address as well.")
        raise InvalidError(message, field="name")
    return same[0]


def _round(said: str) -> int:
    number = text.number(_plain(said))
    if number is None or not 1 <= number <= MOST_ROUNDS:
        message = N_("%(said)s is not a round: write a number from 1 to %(most)s.")
        raise InvalidError(message, said=said[:80], most=MOST_ROUNDS)
    return number


def _table(said: str) -> str:
    label = _plain(text.one_line(said))
    if len(label) > LONGEST_LABEL:
        message = N_("Give the table a name of at most %(most)s characters.")
        raise InvalidError(message, most=LONGEST_LABEL)
    return label


def _plain(said: str) -> str:
    """Return what somebody wrote, without what programs put around it."""
    whole = _WHOLE.fullmatch(said)
    # Our own file has an apostrophe before what a program would take for a formula.
    return whole[1] if whole else said[1:] if re.match(r"'[=+\-@]", said) else said


COLUMNS = Columns(
    names=WHO | {"round": ("ronde", "round"), "table": ("tafel", "table")},
    readers={
        "name": text.one_line,
        "email": text.one_line,
        "organisation": text.one_line,
        "round": _round,
        "table": _table,
    },
    required=("name",),
)
