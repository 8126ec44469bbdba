"""Files to take along: papers, and tables as CSV or a workbook, where what was typed stays text."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from flask import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KINDS = ("csv", "xlsx")
WIDEST = 60
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(kind: str, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Answer with a table as a file of one of the `KINDS`, named `name`."""
    data = _xlsx(header, rows) if kind == "xlsx" else _csv(header, rows)
    return _file(data, f"{name}.{kind}", _XLSX if kind == "xlsx" else "text/csv")


def pdf(data: bytes, name: str) -> Response:
    """Answer with a paper as a file named `name`."""
    return _file(data, f"{name}.pdf", "application/pdf")


def _file(data: bytes, name: str, kind: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV that spreadsheet programs in the Netherlands open in columns, accents and all."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no program takes for a formula."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell


def _xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 -- 3 MB, for those who take a workbook along

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    widths = [len(title) for title in header]
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
            widths[column] = max(widths[column], len(cell))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, sheet.dim_rowmax or 0, len(header) - 1)
    book.close()
    return file.getvalue()
