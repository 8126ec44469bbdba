"""A list of people in a spreadsheet: who is to be registered, row by row.

With one mistake in it nobody goes in, so every mistake is told at once, by row and column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.accounts import rules as accounts
from rok_events.core import sheets
from rok_events.core.columns import Columns
from rok_events.core.errors import InvalidError
from rok_events.core.mistakes import FaultyFileError, Mistakes
from rok_events.core.text import N_
from rok_events.people import rules as people
from rok_events.registrations.rules import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

KIND = "registrations.enrol_list"
"""The kind of work that registers everybody on a list."""

MOST = 5000
"""How many rows fit in one list: far more people than one activity of ours ever had."""

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
    lines = sheets.read(data, filename, COLUMNS.known)
    if len(lines) > MOST + 1:
        raise InvalidError(
            N_("A list has at most %(most)s people. Split it into shorter ones."), most=MOST
        )
    mistakes, entries = Mistakes(), dict[str, Entry]()
    for row, header, values in COLUMNS.rows(lines, mistakes):
        entry = Entry(**values)
        if entries.setdefault(entry.email, entry) != entry:
            error = InvalidError(N_("This address is on the list twice, with something different."))
            mistakes.add(row, header["email"][1], error)
    if mistakes.total:
        raise FaultyFileError(mistakes)
    return [*entries.values()]


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
WHO = {
    "name": ("naam", "name", "deelnemer"),
    "email": ("e-mail", "email", "e-mailadres", "mail", "e-mail address"),
    "organisation": ("organisatie", "organisation", "werkgever"),
}
"""What the columns may be called that say who somebody is."""
COLUMNS = Columns(
    names=WHO | {"role": ("rol", "role")},
    readers={"name": people.name, "email": _email, "organisation": _organisation, "role": _role},
    required=("name", "email"),
)
