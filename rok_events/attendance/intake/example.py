"""A file to fill in: the columns, and one row as an example."""

from __future__ import annotations

from rok_events.attendance.intake.columns import Column, name

EXAMPLE = {
    Column.ACTIVITY: "Casustafel hechting",
    Column.KIND: "casustafel",
    Column.STARTS_AT: "16-5-2023 13:30",
    Column.ENDS_AT: "16-5-2023 15:30",
    Column.NAME: "Jan van der Berg",
    Column.EMAIL: "jan@example.org",
    Column.ORGANISATION: "GGD IJsselland",
    Column.SECTOR: "jeugdgezondheidszorg",
    Column.PRESENT: "ja",
    Column.ROUND: "1",
    Column.TABLE: "4",
}


def written(language: str) -> bytes:
    """Return the file as CSV that a Dutch Excel opens as a table: semicolons, and a BOM."""
    names = [name(column, language) for column in EXAMPLE]
    lines = (";".join(names), ";".join(EXAMPLE.values()), "")
    return "\r\n".join(lines).encode("utf-8-sig")
