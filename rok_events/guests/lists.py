"""Lists of people as they are pasted and filed: from any of their shapes to names and addresses.

What stands between two addresses belongs to the second, unless it stands in brackets or the line
began with an address: then it belongs to the first.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from rok_events.accounts import rules as accounts
from rok_events.core import sheets, text
from rok_events.core.errors import InvalidError
from rok_events.core.mistakes import Mistakes
from rok_events.core.sheets import Line
from rok_events.core.text import N_
from rok_events.people.rules import NAME_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST = 2000
"""How many people fit in one list."""

_ADDRESS = re.compile(r"""[^\s<>()\[\];,:"'|]+@[^\s<>()\[\];,:"'|]+""")
_PREFIX = re.compile(r"mailto:", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d{1,4}[.)])\s+")  # noqa: RUF001 -- dashes begin lines
_BRACKETED = re.compile(r"^[\s>]*\(([^()]*)\)")
_EDGES = " \t<>()[]{};,:|\"'`*•-–—"  # noqa: RUF001
_BRACKETS_APART = re.compile(r"[<>\[\]{}|\"`]+")
_CELLS = re.compile(r"[\t;]")


class Part(StrEnum):
    """What a column of a list may hold."""

    NAME = "name"
    FIRST = "first"
    INFIX = "infix"
    LAST = "last"
    EMAIL = "email"


COLUMNS: Mapping[str, Part] = {
    **dict.fromkeys(("e-mail", "email", "e-mailadres", "emailadres", "mail"), Part.EMAIL),
    **dict.fromkeys(("mailadres", "e-mail address", "email address", "adres"), Part.EMAIL),
    **dict.fromkeys(("naam", "name", "volledige naam", "full name", "deelnemer"), Part.NAME),
    **dict.fromkeys(("voornaam", "roepnaam", "first name", "given name"), Part.FIRST),
    **dict.fromkeys(("tussenvoegsel", "tussenvoegsels", "infix"), Part.INFIX),
    **dict.fromkeys(("achternaam", "familienaam", "last name", "surname"), Part.LAST),
}


@dataclass(frozen=True)
class Entry:
    """Somebody on a list; without a name where only the address was given."""

    email: str
    name: str = ""

    def __str__(self) -> str:
        """Return the entry as `pasted` reads it back."""
        name = self.name.translate(dict.fromkeys(map(ord, '"<>|`[]{}\t;@')))
        return f'"{name}" <{self.email}>' if name else self.email


@dataclass
class List:
    """Who stands on a list, each address once, and what in it could not be read."""

    entries: dict[str, Entry] = field(default_factory=dict)
    mistakes: Mistakes = field(default_factory=Mistakes)
    repeated: int = 0

    def add(self, row: int, column: str, email: str, name: str) -> None:
        """Take somebody in, or note what is wrong with the address."""
        try:
            email = accounts.address(_PREFIX.sub("", email).strip(_EDGES + "."))
        except InvalidError:
            message = N_("%(said)s is not an e-mail address.")
            self.mistakes.add(row, column, InvalidError(message, said=email[:80]))
            return
        entry = Entry(email, _name(name))
        known = self.entries.get(email)
        self.repeated += known is not None
        if known is None or not known.name:
            self.entries[email] = entry
        if len(self.entries) > MOST:
            raise InvalidError(
                N_("A list has at most %(most)s people. Split it into shorter ones."), most=MOST
            )

    def join(self, other: List) -> None:
        """Take in everybody of another list."""
        for entry in other.entries.values():
            self.add(0, "", entry.email, entry.name)


def pasted(words: str) -> List:
    """Return who stands on a pasted list: from a mail program, a document or a spreadsheet.

    Raises:
        InvalidError: it is longer than we take.
    """
    lines = [(n, line) for n, line in enumerate(text_lines(words), 1) if line.strip()]
    if lines and "@" not in lines[0][1] and Part.EMAIL in _header(_CELLS.split(lines[0][1])):
        return _table([Line(number, _CELLS.split(line)) for number, line in lines])
    found = List()
    for number, line in lines:
        _read_line(found, number, _BULLET.sub("", line))
    return found


def filed(data: bytes, filename: str) -> List:
    """Return who stands in a CSV or XLSX file, with or without a header.

    Raises:
        InvalidError: the file as a whole cannot be read.
    """
    lines = sheets.read(data, filename, COLUMNS)
    first = [_said(cell) for cell in lines[0].cells]
    if Part.EMAIL in _header(first):
        return _table(lines)
    if not any("@" in cell for cell in first):
        raise InvalidError(
            N_("The first row names no column with addresses. Call it e-mail, and the other naam.")
        )
    found = List()
    for line in lines:
        _read_line(found, line.number, "\t".join(map(_said, line.cells)))
    return found


def text_lines(words: str) -> list[str]:
    """Return the lines of what was pasted, tabs and all."""
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")


def guessed_name(email: str) -> str:
    """Return what somebody may be called whose address is all that is known.

    `noor.de.wit@example.org` makes Noor de Wit; an address of one word stays that word.
    """
    words = [word for word in re.split(r"[._+-]+", email.partition("@")[0]) if word]
    small = {"de", "den", "der", "van", "het", "ten", "ter", "op", "te", "el", "von", "in"}
    named = [w if n and w in small else w.capitalize() for n, w in enumerate(words)]
    return " ".join(named) or email


def _table(lines: Sequence[Line]) -> List:
    found = List()
    titles = [_said(cell) for cell in lines[0].cells]
    header = _header(titles)
    for line in lines[1:]:
        cells = [_said(cell) for cell in line.cells]
        said = {part: cells[at] for part, at in header.items() if at < len(cells)}
        parts = (said.get(part, "") for part in (Part.FIRST, Part.INFIX, Part.LAST))
        name = said.get(Part.NAME) or " ".join(filter(None, parts))
        column = titles[header[Part.EMAIL]]
        if email := said.get(Part.EMAIL):
            found.add(line.number, column, email, name)
        else:
            error = InvalidError(N_("This cell must be filled in."))
            found.mistakes.add(line.number, column, error)
    return found


def _header(cells: Iterable[str]) -> dict[Part, int]:
    found: dict[Part, int] = {}
    for position, cell in enumerate(cells):
        part = COLUMNS.get(text.one_line(cell).casefold().strip("\"' ").replace("_", " "))
        if part is not None:
            found.setdefault(part, position)
    return found


def _read_line(found: List, number: int, line: str) -> None:
    """Take in a line, or a part of one between semicolons."""
    pieces = [piece for piece in line.split(";") if piece.strip()]
    if len(pieces) > 1 and all("@" in piece for piece in pieces):
        for piece in pieces:
            _read_line(found, number, piece)
        return
    matches = _distinct(line)
    if not matches:
        said = text.one_line(line)[:80]
        message = N_("There is no e-mail address in “%(said)s”.")
        found.mistakes.add(number, "", InvalidError(message, said=said))
        return
    gaps = _gaps(line, matches)
    for (_start, _end, email), name in zip(matches, _names(gaps), strict=True):
        found.add(number, "", email, name)
    if broken := next((gap for gap in gaps if "@" in gap), None):
        error = InvalidError(N_("%(said)s is not an e-mail address."), said=_name(broken)[:80])
        found.mistakes.add(number, "", error)


def _distinct(line: str) -> list[tuple[int, int, str]]:
    """Return where addresses stand; one that is repeated as a link (`a@b.nl <mailto:…>`) is one."""
    matches: list[tuple[int, int, str]] = []
    for match in _ADDRESS.finditer(line):
        email = match[0].lower()
        if matches and matches[-1][2].lower() == email:
            matches[-1] = matches[-1][0], match.end(), matches[-1][2]
        else:
            matches.append((match.start(), match.end(), match[0]))
    return matches


def _gaps(line: str, matches: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return what stands before, between and after the addresses."""
    starts = [0, *(end for _start, end, _email in matches)]
    ends = [*(start for start, _end, _email in matches), len(line)]
    return [_PREFIX.sub("", line[a:b]) for a, b in zip(starts, ends, strict=True)]


def _names(gaps: Sequence[str]) -> list[str]:
    """Return the name that goes with each address; `gaps` are one more than the addresses."""
    follow = not _name(gaps[0])
    names = []
    for before, after in itertools.pairwise(gaps):
        bracketed = _BRACKETED.match(after)
        if bracketed:
            names.append(bracketed[1])
        elif follow:
            # Of a row of cells only the first is a name; the next may be an organisation.
            cells = [c for c in re.split(r"[\t;,]", after.strip(_EDGES)) if c.strip()]
            names.append(cells[0] if cells else "")
        else:
            names.append(_BRACKETED.sub("", before))
    return names


def _name(said: str) -> str:
    """Return a name as people read it: no signs around it, first name first."""
    inner = text.one_line(_BRACKETS_APART.sub(" ", re.sub(r"[\t;]", " ", said))).strip(_EDGES)
    last, comma, first = inner.partition(",")
    if comma and "," not in first:
        inner = f"{first.strip()} {last.strip()}"
    name = text.one_line(inner.replace("@", " "))[:NAME_LENGTH].strip()
    return name if any(char.isalpha() for char in name) else ""


def _said(cell: object) -> str:
    return text.one_line(str(cell))
