"""The columns of a list that somebody brought: which there are, and what stands in each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rok_events.core import text
from rok_events.core.errors import DomainError, InvalidError
from rok_events.core.sheets import is_blank
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rok_events.core.mistakes import Mistakes
    from rok_events.core.sheets import Line

LONGEST = 5000

Header = dict[str, tuple[int, str]]
"""Where each column stands, from 0, and what it is called in the file."""


@dataclass(frozen=True)
class Columns:
    """The columns that a list may have.

    `names` has all names of each in lower case, the Dutch one first; `readers` makes a value of
    what stands in a cell, or says what is wrong with it.
    """

    names: Mapping[str, Sequence[str]]
    readers: Mapping[str, Callable[[str], object]]
    required: Sequence[str]

    @property
    def titles(self) -> Sequence[str]:
        """What the columns are called in a file that we write."""
        return [first for first, *_others in self.names.values()]

    @property
    def known(self) -> Sequence[str]:
        """Every name of every column."""
        return [name for names in self.names.values() for name in names]

    def rows(
        self, lines: Sequence[Line], mistakes: Mistakes
    ) -> Iterator[tuple[int, Header, dict[str, Any]]]:
        """Yield what stands in the rows without a mistake, with their number and the header."""
        header = self._header(lines[0], mistakes)
        if len(lines) == 1:
            error = InvalidError(N_("There are no rows below the header."))
            mistakes.add(lines[0].number, "", error)
        for line in lines[1:] if not mistakes.total else []:
            values = self._values(line, header, mistakes)
            if values is not None:
                yield line.number, header, values

    def _header(self, line: Line, mistakes: Mistakes) -> Header:
        by_name = {name: column for column, names in self.names.items() for name in names}
        found: Header = {}
        for position, cell in enumerate(line.cells):
            title = text.one_line(str(cell))[:LONGEST]
            if not title:
                continue
            column = by_name.get(title.casefold())
            if column is None:
                message = N_("There is no column named %(name)s. The columns are: %(known)s.")
                known = ", ".join(names[0] for names in self.names.values())
                mistakes.add(
                    line.number, title, InvalidError(message, name=title[:80], known=known)
                )
            elif column in found:
                message = N_("The column %(name)s is there twice.")
                mistakes.add(line.number, title, InvalidError(message, name=title))
            else:
                found[column] = position, title
        for column in self.required:
            if column not in found:
                message = N_("The column %(dutch)s (%(english)s) is missing.")
                dutch = self.names[column][0]
                error = InvalidError(message, dutch=dutch, english=column)
                mistakes.add(line.number, dutch, error)
        return found

    def _values(self, line: Line, header: Header, mistakes: Mistakes) -> dict[str, Any] | None:
        before = mistakes.total
        values: dict[str, Any] = {}
        for column, (position, title) in header.items():
            cell = line.cells[position] if position < len(line.cells) else ""
            try:
                if not is_blank(cell):
                    values[column] = self.readers[column](text.lines(str(cell)[:LONGEST]))
                elif column in self.required:
                    raise InvalidError(N_("This cell must be filled in."))
            except DomainError as error:
                mistakes.add(line.number, title, error)
        return values if mistakes.total == before else None
