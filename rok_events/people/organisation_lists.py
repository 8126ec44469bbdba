"""The list of organisations as a file: to take along, and to bring.

A file goes in wholly or not at all, so every mistake is told at once, by row and column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rok_events.core import sheets, text
from rok_events.core.columns import Columns
from rok_events.core.errors import InvalidError
from rok_events.core.mistakes import FaultyFileError, Mistakes
from rok_events.core.text import N_
from rok_events.people import rules
from rok_events.people.rules import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rok_events.core.columns import Header
    from rok_events.people.organisation_queries import Found

MOST = 500
SEPARATOR = "; "


class Listed(NamedTuple):
    """An organisation in a file, with the row and the header that it stands under."""

    row: int
    header: Header
    entry: Entry


def read(data: bytes, filename: str) -> Sequence[Listed]:
    """Return the organisations in a CSV or XLSX file with a header.

    Raises:
        FaultyFileError: there are mistakes in it.
        InvalidError: the file as a whole cannot be read, or it is too long.
    """
    lines = sheets.read(data, filename, COLUMNS.known)
    if len(lines) > MOST + 1:
        message = N_("A list has at most %(most)s organisations. Split it into shorter ones.")
        raise InvalidError(message, most=MOST)
    mistakes, found = Mistakes(), dict[str, Listed]()
    for row, header, values in COLUMNS.rows(lines, mistakes):
        values.pop("people", None)
        listed = Listed(row, header, Entry(**values))
        first = found.setdefault(rules.key(listed.entry.name), listed)
        if first is not listed:
            error = InvalidError(N_("This name stands in row %(row)s too."), row=first.row)
            mistakes.add(row, header["name"][1], error)
    if mistakes.total:
        raise FaultyFileError(mistakes)
    return list(found.values())


def written(found: Found) -> list[list[str]]:
    """Return the lines of a file, without its header."""
    return [
        [
            row.name,
            row.sector or "",
            row.place or "",
            SEPARATOR.join(found.aliases.get(row.id, ())),
            SEPARATOR.join(found.domains.get(row.id, ())),
            row.website or "",
            str(row.people),
        ]
        for row in found.rows
    ]


def _each(rule: Callable[[str], str]) -> Callable[[str], list[str]]:
    def read_all(said: str) -> list[str]:
        parts = said.replace("\n", ";").split(";")
        return [rule(part) for part in parts if part.strip()]

    return read_all


def _place(said: str) -> str:
    clean = text.one_line(said)
    if len(clean) > rules.PLACE_LENGTH:
        raise InvalidError(N_("A town has at most %(most)s characters."), most=rules.PLACE_LENGTH)
    return clean


READERS: Mapping[str, Callable[[str], object]] = {
    "name": rules.name,
    "sector": rules.sector,
    "place": _place,
    "aliases": _each(rules.name),
    "domains": _each(rules.domain),
    "website": rules.website,
    "people": str,
}
COLUMNS = Columns(
    names={
        "name": ("naam", "name", "organisatie", "organisation"),
        "sector": ("sector",),
        "place": ("plaats", "place", "town"),
        "aliases": ("aliassen", "aliases", "alias", "andere namen"),
        "domains": ("domeinen", "domains", "domein", "domain"),
        "website": ("website",),
        "people": ("mensen", "people"),
    },
    readers=READERS,
    required=("name",),
)
