"""Rows: one person at one session each, read cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from rok_events.activities.kinds import Kind
from rok_events.attendance.intake import cells
from rok_events.attendance.intake.agreement import Agreement
from rok_events.attendance.intake.columns import REQUIRED, Column, header
from rok_events.core import text
from rok_events.core.errors import DomainError, InvalidError
from rok_events.core.mistakes import Mistakes
from rok_events.core.sheets import is_blank
from rok_events.core.text import N_
from rok_events.people import rules as people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from rok_events.attendance.intake.columns import Header
    from rok_events.core.sheets import Cell, Line


Who: TypeAlias = tuple[str, str]

_key = lru_cache(maxsize=10_000)(people.key)


class SessionKey(NamedTuple):
    """What makes two rows speak of one session; capitals in the title do not count."""

    community_id: int
    kind: Kind
    title: str
    starts_at: datetime


class Row(NamedTuple):
    """Somebody at a session; a `share` of 0 means that they were expected and did not come."""

    number: int
    community: int
    activity: str
    starts_at: datetime
    name: str
    kind: Kind = Kind.CASUSTAFEL
    ends_at: datetime | None = None
    email: str | None = None
    organisation: str = ""
    sector: str | None = None
    present: float = 1.0
    round: int = 1
    table: str = ""

    @property
    def session(self) -> SessionKey:
        """Which session it is."""
        return SessionKey(self.community, self.kind, self.activity.casefold(), self.starts_at)

    @property
    def employer(self) -> str:
        """The key of the organisation; empty without one."""
        return _key(self.organisation) if self.organisation else ""

    @property
    def person(self) -> Who:
        """Who it is within the file: an address, else a name and an organisation."""
        return (self.email, "@") if self.email else (self.name, self.employer)


@dataclass(frozen=True)
class Setting:
    """What is known beside the file.

    `communities` maps slugs to ids; `community_id` is the one for rows that name none.
    """

    now: datetime
    communities: Mapping[str, int]
    community_id: int | None = None


class Rows(NamedTuple):
    """The rows of a file without a mistake of their own, the columns, and every mistake."""

    rows: list[Row]
    columns: Header
    mistakes: Mistakes


def read(
    lines: Sequence[Line], setting: Setting, told: Callable[[int], None] = lambda _done: None
) -> Rows:
    """Return what stands below a header; `told` hears how many lines were read."""
    mistakes = Mistakes()
    columns = header(lines[0], mistakes, needs_community=setting.community_id is None)
    if len(lines) == 1:
        mistakes.add(lines[0].number, "", InvalidError(N_("There are no rows below the header.")))
    if mistakes.total:
        return Rows([], columns, mistakes)
    reader, agreement = _Reader(columns, setting, mistakes), Agreement()
    rows = []
    for done, line in enumerate(lines[1:], 1):
        if row := reader.row(line):
            rows.append(row)
            for column, error in agreement.breaches(row):
                mistakes.add(line.number, columns[column][1], error)
        told(done)
    return Rows(rows, columns, mistakes)


class _Reader:
    """Reads one line after another, and what it has read before only once."""

    def __init__(self, columns: Header, setting: Setting, mistakes: Mistakes) -> None:
        self.columns = columns
        self.positions = {position for position, _name in columns.values()}
        self.setting = setting
        self.mistakes = mistakes
        self.memory: dict[tuple[Column, type, Cell], Any] = {}
        self.readers: dict[Column, Callable[[Cell], Any]] = {
            Column.ACTIVITY: cells.name,
            Column.KIND: cells.kind,
            Column.STARTS_AT: self._starts_at,
            Column.ENDS_AT: cells.moment,
            Column.COMMUNITY: self._community,
            Column.NAME: cells.name,
            Column.EMAIL: cells.email,
            Column.ORGANISATION: cells.organisation,
            Column.SECTOR: lambda cell: cells.words(cell, 80),
            Column.PRESENT: cells.share,
            Column.ROUND: cells.round_number,
            Column.TABLE: lambda cell: cells.words(cell, 80),
        }

    def row(self, line: Line) -> Row | None:
        """Return what a line says, or nothing when there is a mistake in it."""
        said: dict[str, Any] = {"community": self.setting.community_id}
        before = self.mistakes.total
        for column, (position, name) in self.columns.items():
            cell = line.cells[position] if position < len(line.cells) else ""
            try:
                if not is_blank(cell):
                    said[column] = self._value(column, cell)
                elif column in REQUIRED or (column is Column.COMMUNITY and not said[column]):
                    raise InvalidError(N_("This cell must be filled in."))
                if column is Column.ENDS_AT and column in said and Column.STARTS_AT in said:
                    said[column] = cells.end(said[column], said[Column.STARTS_AT])
            except DomainError as error:
                self.mistakes.add(line.number, name, error)
        self._refuse_nameless(line)
        return Row(line.number, **said) if self.mistakes.total == before else None

    def _value(self, column: Column, cell: Cell) -> Any:  # noqa: ANN401 -- each column has its type
        key = column, type(cell), cell
        if key not in self.memory:
            try:
                self.memory[key] = self.readers[column](cell)
            except DomainError as error:
                self.memory[key] = error
        found = self.memory[key]
        if isinstance(found, DomainError):
            raise found
        return found

    def _refuse_nameless(self, line: Line) -> None:
        for position, cell in enumerate(line.cells):
            if position not in self.positions and not is_blank(cell):
                message = N_("This stands in a column without a name: %(cell)s.")
                error = InvalidError(message, cell=text.one_line(str(cell))[:40])
                self.mistakes.add(line.number, "", error)

    def _starts_at(self, cell: Cell) -> datetime:
        starts_at = cells.beginning(cell)
        if starts_at > self.setting.now:
            raise InvalidError(
                N_("%(said)s lies in the future: nobody can have been there yet."),
                said=cells.words(cell, 80),
            )
        return starts_at

    def _community(self, cell: Cell) -> int:
        slug = cells.words(cell, 80)
        if slug.casefold() not in self.setting.communities:
            raise InvalidError(
                N_("There is no network %(slug)s in which you may add attendance."), slug=slug
            )
        return self.setting.communities[slug.casefold()]
