"""A list of people in a spreadsheet: who is to be registered, row by row.

With one mistake in it nobody goes in, so every mistake is told at once, by row and column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rok_events.accounts import rules as accounts
from rok_events.core import sheets, text
from rok_events.core.errors import DomainError, InvalidError
from rok_events.core.mistakes import FaultyFileError, Mistakes
from rok_events.core.sheets import is_blank
from rok_events.core.text import N_
from rok_events.people import rules as people
from rok_events.registrations.rules import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rok_events.core.sheets import Cell, Line

KIND = "registrations.enrol_list"
"""The kind of work that registers everybody on a list."""

MOST = 5000
"""How many rows fit in one list: far more people than one activity of ours ever had."""

NAMES = {
    **dict.fromkeys(("naam", "name", "deelnemer"), "name"),
    **dict.fromkeys(("e-mail", "email", "e-mailadres", "mail", "e-mail address"), "email"),
    **dict.fromkeys(("organisatie", "organisation", "werkgever"), "organisation"),
    **dict.fromkeys(("rol", "role"), "role"),
}
DUTCH = {"name": "naam", "email": "e-mail", "organisation": "organisatie", "role": "rol"}
REQUIRED = ("name", "email")
NO_ORGANISATION = {"-", "n.v.t.", "nvt", "geen", "none"}
_ROLES = {words.casefold(): role for role, words in ROLES.items()} | {
    "professional": Role.PROFESSIONAL,
    "ervaringsdeskundige": Role.EXPERT_BY_EXPERIENCE,
    "ouder": Role.PARENT,
    "student": Role.STUDENT,
    "onderzoeker": Role.RESEARCHER,
    "beleid": Role.POLICY,
    "beleidsmedewerker": Role.POLICY,
    "beleidsmedewerker of manager": Role.POLICY,
    "manager": Role.POLICY,
}


@dataclass(frozen=True)
class Entry:
    """Somebody on a list."""

    name: str
    email: str
    organisation: str = ""
    role: Role | None = None


def read(data: bytes, filename: str) -> Sequence[Entry]:
    """Return who stands in a CSV or XLSX file with a header, each address once.

    Raises:
        InvalidError: the file as a whole cannot be read, or it is too long.
        FaultyFileError: something in it is wrong.
    """
    lines = sheets.read(data, filename, NAMES)
    if len(lines) > MOST + 1:
        raise InvalidError(
            N_("A list has at most %(most)s people. Split it into shorter ones."), most=MOST
        )
    mistakes = Mistakes()
    columns = _header(lines[0], mistakes)
    if len(lines) == 1:
        mistakes.add(lines[0].number, "", InvalidError(N_("There are no rows below the header.")))
    if mistakes.total:
        raise FaultyFileError(mistakes)
    entries: dict[str, Entry] = {}
    for line in lines[1:]:
        entry = _entry(line, columns, mistakes)
        if entry is None:
            continue
        if entries.setdefault(entry.email, entry) != entry:
            error = InvalidError(N_("This address is on the list twice, with something different."))
            mistakes.add(line.number, columns["email"][1], error)
    if mistakes.total:
        raise FaultyFileError(mistakes)
    return [*entries.values()]


def _header(line: Line, mistakes: Mistakes) -> dict[str, tuple[int, str]]:
    """Return where each column stands, from 0, and what it is called in the file."""
    found: dict[str, tuple[int, str]] = {}
    for position, cell in enumerate(line.cells):
        title = text.one_line(str(cell))
        if not title:
            continue
        column = NAMES.get(title.casefold())
        if column is None:
            message = N_("There is no column named %(name)s. The columns are: %(known)s.")
            known = ", ".join(DUTCH.values())
            mistakes.add(line.number, title, InvalidError(message, name=title[:80], known=known))
        elif column in found:
            message = N_("The column %(name)s is there twice.")
            mistakes.add(line.number, title, InvalidError(message, name=title))
        else:
            found[column] = position, title
    for column in REQUIRED:
        if column not in found:
            message = N_("The column %(dutch)s (%(english)s) is missing.")
            error = InvalidError(message, dutch=DUTCH[column], english=column)
            mistakes.add(line.number, DUTCH[column], error)
    return found


def _entry(line: Line, columns: Mapping[str, tuple[int, str]], mistakes: Mistakes) -> Entry | None:
    """Return who stands on a line, or nothing when there is a mistake in it."""
    before = mistakes.total
    said: dict[str, Any] = {}
    for column, (position, title) in columns.items():
        cell = line.cells[position] if position < len(line.cells) else ""
        try:
            if not is_blank(cell):
                said[column] = _READERS[column](_words(cell))
            elif column in REQUIRED:
                raise InvalidError(N_("This cell must be filled in."))
        except DomainError as error:
            mistakes.add(line.number, title, error)
    return Entry(**said) if mistakes.total == before else None


def _words(cell: Cell) -> str:
    return text.one_line(str(cell))[:1000]


def _email(said: str) -> str:
    try:
        return accounts.address(said)
    except InvalidError:
        message = N_("%(said)s is not an e-mail address.")
        raise InvalidError(message, said=said[:80]) from None


def _organisation(said: str) -> str:
    return "" if said.casefold() in NO_ORGANISATION else people.name(said)


def _role(said: str) -> Role:
    role = _ROLES.get(said.casefold())
    if role is None:
        known = ", ".join(DUTCH_ROLES)
        message = N_("%(said)s is not a role: write one of %(known)s.")
        raise InvalidError(message, said=said[:80], known=known)
    return role


DUTCH_ROLES = ("professional", "ervaringsdeskundige", "ouder", "student", "onderzoeker", "beleid")
_READERS: Mapping[str, Callable[[str], object]] = {
    "name": people.name,
    "email": _email,
    "organisation": _organisation,
    "role": _role,
}
