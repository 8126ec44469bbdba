"""A spreadsheet file as people send it: bytes to lines of cells, whatever program wrote it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from python_calamine import CalamineError, load_workbook
from python_calamine import SheetVisibleEnum as Visibility

from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Cell: TypeAlias = str | float | bool | date | time | timedelta

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_LINES = 200_000

_DELIMITERS = (",", ";", "\t")
_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ATTRIBUTES = rb"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*"""
_FAR = re.compile(
    rb"""\sr\s*=\s*["']([A-Za-z]{2,}\d+|[A-Za-z]*(?:[2-9]\d{5}|\d{7,}))["']"""
    + _ATTRIBUTES
    + rb"(?<!/)>(?!\s*</)"
)
"""A row or cell that holds something beyond column Z or row 199,999."""


@dataclass(frozen=True)
class Line:
    """One row that is not empty; `number` is what a spreadsheet program calls it, from 1."""

    number: int
    cells: Sequence[Cell]


def read(data: bytes, filename: str, known: Collection[str]) -> list[Line]:
    """Return the lines of a CSV or XLSX file, the header first.

    CSV may be in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs: of these the one
    that shows most of the `known` names of columns, in lower case, in the header.

    Raises:
        InvalidError: the file as a whole cannot be read.
    """
    if len(data) > MOST_BYTES:
        raise InvalidError(N_("The file is larger than 20 MB. Split it into smaller files."))
    cells = _workbook(data) if _is_packed(data, filename) else _text(data, known)
    lines = []
    for number, line in enumerate(cells, 1):
        if number > MOST_LINES:
            raise InvalidError(
                N_("The file has more than 200,000 rows. Split it into smaller files.")
            )
        if not all(is_blank(cell) for cell in line):
            lines.append(Line(number, line))
    if not lines:
        raise InvalidError(N_("The file is empty."))
    return lines


def is_blank(cell: Cell) -> bool:
    """Tell whether there is nothing to read in a cell."""
    return isinstance(cell, str) and (not cell or cell.isspace())


def _is_packed(data: bytes, filename: str) -> bool:
    if data.startswith(b"PK"):
        return True
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidError(
            N_(
                "This is an old Excel file, or one with a password. "
                "Save it as an Excel workbook (.xlsx) without a password."
            )
        )
    if filename.lower().endswith((".xlsx", ".xlsm")):
        raise _not_excel()
    return False


def _not_excel() -> InvalidError:
    return InvalidError(
        N_(
            "This is not an Excel workbook (.xlsx), or it is damaged. "
            "Save it once more, or save it as CSV."
        )
    )


def _workbook(data: bytes) -> Iterable[Sequence[Cell]]:
    """Return the rows of the first visible sheet."""
    try:
        _weigh(data)
        workbook = load_workbook(io.BytesIO(data))
        names = [s.name for s in workbook.sheets_metadata if s.visible is Visibility.Visible]
        return workbook.get_sheet_by_name(names[0]).iter_rows() if names else []
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _not_excel() from error


def _weigh(data: bytes) -> None:
    """Refuse a workbook that unpacks to more than we can hold.

    The reader makes room for every cell up to the last one, so that one cell at XFD1048576 in a
    file of 5 KB would kill the process. Reading to the end also checks the sizes that the archive
    states of itself.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if not {"xl/workbook.xml", "[Content_Types].xml"} <= {part.filename for part in parts}:
            raise _not_excel()
        if any(part.flag_bits & 1 for part in parts):
            raise InvalidError(N_("This workbook has a password. Save it without one."))
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise InvalidError(
                N_("This workbook is too large once it is unpacked. Split it into smaller files.")
            )
        for part in parts:
            if far := _FAR.search(archive.read(part)):
                raise InvalidError(
                    N_(
                        "The sheet has something at %(place)s, far outside the table. "
                        "Delete it, and save the workbook once more."
                    ),
                    place=far[1].decode(),
                )


def _text(data: bytes, known: Collection[str]) -> Iterator[list[str]]:
    text = _decoded(data)
    delimiters: tuple[str, ...] = _DELIMITERS
    if hint := _HINT.match(text):
        yield []  # Excel's own line that names the delimiter counts as a row
        text, delimiters = text[hint.end() :], (hint[1],)
    delimiter = max(delimiters, key=lambda sign: _names_shown(text, sign, known))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from rows
    except csv.Error as error:
        raise InvalidError(
            N_(
                "Line %(number)d of the file cannot be read: "
                "perhaps a quotation mark was opened and never closed."
            ),
            number=rows.line_num,
        ) from error


def _names_shown(text: str, delimiter: str, known: Collection[str]) -> tuple[int, int]:
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    names = [name.strip().strip('"').strip().casefold() for name in first.split(delimiter)]
    return sum(name in known for name in names), len(names)


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidError(
        N_("The letters in this file cannot be read. Save it as CSV in UTF-8, or as .xlsx.")
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = data[:200]
    if b"\0" in head[1::2]:
        return ("utf-16-le",)
    if b"\0" in head[::2]:
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")
