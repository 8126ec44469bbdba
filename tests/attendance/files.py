"""Attendance files: `files.csv("activiteit;begin;naam", "Casustafel;16-5-2023;Jan")`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = "activiteit;begin;naam;organisatie;e-mail;aanwezig"


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    """Return lines as a file."""
    return "\n".join([*lines, ""]).encode(encoding)


def people(*lines: str) -> bytes:
    """Return a file of people at one casustafel: name, organisation, address, present."""
    return csv(HEADER, *(f"Casustafel hechting;16-5-2023 13:30;{line}" for line in lines))


def workbook(*rows: Iterable[object]) -> bytes:
    """Return rows as a workbook, dates as dates."""
    buffer = io.BytesIO()
    options = {"default_date_format": "d-m-yyyy hh:mm", "strings_to_formulas": False}
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()
