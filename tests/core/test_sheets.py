"""Files as people send them, whatever program wrote them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from rok_events.attendance.intake.columns import NAMES
from rok_events.core import sheets
from rok_events.core.errors import InvalidError
from tests.attendance import files

HEADER = ["activiteit", "begin", "naam"]
ROW = ["Casustafel", "16-5-2023", "Zoë Łuczak"]


def read(data: bytes, filename: str = "lijst.csv") -> list[list[sheets.Cell]]:
    return [[*line.cells] for line in sheets.read(data, filename, NAMES)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "mac"])
def test_csv_of_every_program_reads_the_same(delimiter: str, encoding: str, end: str) -> None:
    text = end.join([delimiter.join(HEADER), delimiter.join(ROW), ""])

    assert read(text.encode(encoding)) == [HEADER, ROW]


def test_windows_letters_are_read() -> None:
    name = "Zoë d\N{RIGHT SINGLE QUOTATION MARK}Hondt \N{EN DASH} Café €"

    assert read(f"naam;begin\n{name}\n".encode("cp1252"))[1] == [name]


def test_a_comma_in_a_name_does_not_mislead_the_choice_of_delimiter() -> None:
    assert read(b"naam;begin\nBerg, Jan van der, drs.;16-5-2023\n")[1] == [
        "Berg, Jan van der, drs.",
        "16-5-2023",
    ]


def test_rows_are_numbered_as_the_spreadsheet_program_does() -> None:
    data = b'sep=;\nnaam;begin\n\n  ;\n"Jan\nPiet";1-1-2023\nEls;2-1-2023\n'

    lines = sheets.read(data, "lijst.csv", NAMES)

    assert [line.number for line in lines] == [2, 5, 6]


def test_a_formula_is_text() -> None:
    assert read(b"naam;begin\n=cmd|' /C calc'!A0;1\n")[1][0] == "=cmd|' /C calc'!A0"
    assert read(files.workbook(["naam"], ["=cmd|' /C calc'!A0"]))[1][0] == "=cmd|' /C calc'!A0"


def test_a_workbook_gives_its_values_with_their_types() -> None:
    data = files.workbook(["a", "b"], [datetime(2023, 5, 16, 13, 30), 0.5], ["x", True])  # noqa: DTZ001

    assert read(data, "lijst.xlsx") == [
        ["a", "b"],
        [datetime(2023, 5, 16, 13, 30), 0.5],  # noqa: DTZ001 -- what the sheet says
        ["x", True],
    ]


def test_an_excel_day_is_a_day_and_hidden_sheets_stay_hidden() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("verborgen").write_row(0, 0, ["geheim"])
    shown = book.add_worksheet("lijst")
    shown.write_row(2, 1, ["begin"])
    shown.write_datetime(3, 1, datetime(2023, 5, 16), book.add_format({"num_format": "d-m-yyyy"}))  # noqa: DTZ001
    shown.activate()
    shown.set_first_sheet()
    book.worksheets()[0].hide()
    book.close()

    lines = sheets.read(buffer.getvalue(), "lijst.xlsx", NAMES)

    assert [(line.number, *line.cells) for line in lines] == [
        (3, "begin"),
        (4, date(2023, 5, 16)),
    ]


def bomb() -> bytes:
    """A few kilobytes that unpack to more than may be."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.MOST_UNPACKED + 1))
    return buffer.getvalue()


def locked() -> bytes:
    """A workbook of which a part asks for a password."""
    data = bytearray(files.workbook(["naam"]))
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def other() -> bytes:
    """An archive of something else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "x")
    return buffer.getvalue()


def far(row: int, column: int) -> bytes:
    """A workbook with one cell far away: to hold all cells up to it would take gigabytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "naam")
    sheet.write(row, column, "x")
    book.close()
    return buffer.getvalue()


def lying() -> bytes:
    """A workbook whose sheet is larger than the archive says."""
    data = bytearray(files.workbook(["naam"], ["Jan"]))
    size = zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/worksheets/sheet1.xml").file_size
    packed = size.to_bytes(4, "little")
    while (at := data.find(packed)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "filename", "words"),
    [
        (b"", "a.csv", "is empty"),
        (b"\n ; \n\n", "a.csv", "is empty"),
        (b"\xef\xbb\xbf", "a.csv", "is empty"),
        (files.workbook(), "a.xlsx", "is empty"),
        (b"naam;begin\n", "a.xlsx", "not an Excel workbook"),
        (b"PK\x03\x04 and no more", "a.xlsx", "not an Excel workbook"),
        (b"PK\x03\x04 and no more", "a.csv", "not an Excel workbook"),
        (files.workbook(["naam"])[:-200], "a.xlsx", "not an Excel workbook"),
        (other(), "a.docx", "not an Excel workbook"),
        (locked(), "a.xlsx", "has a password"),
        (lying(), "a.xlsx", "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "old Excel file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.csv", "letters in this file"),
        (b"naam\n\x81\x8d\x00\xff", "a.csv", "letters in this file"),
        (b'naam;begin\nJan;"16-5', "a.csv", "quotation mark"),
        (b'naam\n"Jan "Pietje" Jansen"\n', "a.csv", "Line 2"),
        (b"naam\n" + b"x" * 200_000, "a.csv", "Line 2"),
        (b"n\n" * (sheets.MOST_LINES + 1), "a.csv", "200,000 rows"),
        (b"x" * (sheets.MOST_BYTES + 1), "a.csv", "larger than 20 MB"),
        (bomb(), "a.xlsx", "too large once it is unpacked"),
        (far(1_048_575, 16_383), "a.xlsx", "at 1048576, far"),
        (far(300_000, 0), "a.xlsx", "far outside the table"),
        (far(1, 30), "a.xlsx", "AE2"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    data: bytes, filename: str, words: str
) -> None:
    with pytest.raises(InvalidError, match=words):
        sheets.read(data, filename, NAMES)


@given(data=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_bytes_do_anything_but_read_or_be_refused(data: bytes, name: str) -> None:
    try:
        lines = sheets.read(data, name, NAMES)
    except InvalidError:
        return
    assert lines


@given(
    rows=st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=3, max_size=3),
        max_size=6,
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_what_is_written_comes_back(rows: list[list[str]], encoding: str, delimiter: str) -> None:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    text = "\n".join(delimiter.join(line) for line in [HEADER, *quoted])

    found = sheets.read(text.encode(encoding), "lijst.csv", NAMES)

    assert [[*line.cells] for line in found[1:]] == [r for r in rows if any(c.strip() for c in r)]
