"""Workbooks (XLSX) as their parts: what a spreadsheet program would read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZipFile, is_zipfile

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def unpacked(data: bytes) -> bytes:
    """Return a file as it is, or all parts of one that is packed."""
    file = io.BytesIO(data)
    if not is_zipfile(file):
        return data
    with ZipFile(file) as book:
        return b"".join(book.read(name) for name in book.namelist())


def sheets(data: bytes) -> dict[str, list[list[str | float | None]]]:
    """Return the rows of each sheet by its name; formulas are refused."""
    with ZipFile(io.BytesIO(data)) as book:
        words = ["".join(one.itertext()) for one in _root(book, "sharedStrings")]
        names = [str(one.get("name")) for one in _root(book, "workbook").iter(f"{_MAIN}sheet")]
        return {
            name: [*_rows(_root(book, f"worksheets/sheet{number}"), words)]
            for number, name in enumerate(names, 1)
        }


def _root(book: ZipFile, part: str) -> ET.Element:
    return ET.fromstring(book.read(f"xl/{part}.xml"))  # noqa: S314 -- our own


def _rows(sheet: ET.Element, words: list[str]) -> Iterator[list[str | float | None]]:
    assert sheet.find(f".//{_MAIN}f") is None, "a formula"
    for row in sheet.iter(f"{_MAIN}row"):
        yield [
            None
            if (value := cell.findtext(f"{_MAIN}v")) is None
            else words[int(value)]
            if cell.get("t") == "s"
            else float(value)
            for cell in row.iter(f"{_MAIN}c")
        ]
