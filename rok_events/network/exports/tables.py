"""The graph as tables: CSV for any program, and a workbook that explains itself."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING

from flask_babel import gettext

from rok_events.network import method
from rok_events.network.exports import plain
from rok_events.network.exports.choices import choices
from rok_events.network.planned import Outcome
from rok_events.web.downloads import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from rok_events.network.graph import Graph
    from rok_events.network.insight import Insight
    from rok_events.network.rules import Filters

    Cell = str | float | date | None

_MADE_AT = datetime(2000, 1, 1)  # noqa: DTZ001 -- a workbook knows no zones
"""What the workbook says of itself: always the same, so that the same data give the same bytes."""

_WIDEST = 70


def as_csv(graph: Graph) -> str:
    """Return the ties as CSV, one per line, with the names of both organisations.

    A name that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    known = {organisation.id: organisation for organisation in graph.organisations}
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(("a", "sector_a", "b", "sector_b", *plain.TIE, "weight"))
    for tie in graph.ties:
        values = plain.values(tie._asdict())
        a, b = known[tie.a], known[tie.b]
        names = (harmless(t) for t in (a.name, a.sector or "", b.name, b.sector or ""))
        writer.writerow((*names, *(values[column] for column in (*plain.TIE, "weight"))))
    return target.getvalue()


def as_workbook(answer: Insight, filters: Filters) -> bytes:
    """Return organisations, ties, figures and the method as sheets of a workbook (XLSX)."""
    import xlsxwriter  # noqa: PLC0415 -- see web/downloads.py

    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _MADE_AT})
    formats = {
        str: book.add_format({"text_wrap": True, "valign": "top"}),
        int: book.add_format({"num_format": "#,##0", "valign": "top"}),
        float: book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        date: book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
    }
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for name, header, rows in (
        _organisations(answer.graph),
        _ties(answer.graph),
        _figures(answer),
        _method(answer, filters),
    ):
        _fill(book.add_worksheet(name), [(header, bold), *((row, None) for row in rows)], formats)
    book.close()
    return file.getvalue()


def _organisations(graph: Graph) -> tuple[str, list[Cell], list[list[Cell]]]:
    header: list[Cell] = [
        gettext("Organisation"),
        gettext("Sector"),
        gettext("Partners"),
        gettext("People"),
        gettext("Sessions"),
        gettext("Strength"),
        gettext("Bridge"),
    ]
    ranked = sorted(graph.organisations, key=lambda one: (-one.degree, one.name, one.id))
    return (
        gettext("Organisations"),
        header,
        [
            [o.name, o.sector, o.degree, o.people, o.sessions, o.strength, o.betweenness]
            for o in ranked
        ],
    )


def _ties(graph: Graph) -> tuple[str, list[Cell], list[list[Cell]]]:
    header: list[Cell] = [
        gettext("Organisation"),
        gettext("Organisation"),
        gettext("Sessions together"),
        gettext("Pairs of people"),
        gettext("Strength"),
        gettext("First time"),
        gettext("Last time"),
    ]
    name = {organisation.id: organisation.name for organisation in graph.organisations}
    ranked = sorted(graph.ties, key=lambda tie: (-tie.newman, tie.a, tie.b))
    return (
        gettext("Ties"),
        header,
        [
            [
                name[tie.a],
                name[tie.b],
                tie.sessions,
                tie.pairs_of_people,
                tie.newman,
                tie.first_met_on,
                tie.last_met_on,
            ]
            for tie in ranked
        ],
    )


def _figures(answer: Insight) -> tuple[str, list[Cell], list[list[Cell]]]:
    return (
        gettext("Figures"),
        [gettext("Figure"), gettext("Value"), gettext("Period before"), gettext("Explanation")],
        [
            [
                gettext(figure.meaning.label),
                figure.value,
                figure.before,
                gettext(figure.meaning.explanation),
            ]
            for figure in answer.figures.figures.values()
            # Most networks plan no tables.
            if figure.value is not None or figure.name not in Outcome._fields
        ],
    )


def _method(answer: Insight, filters: Filters) -> tuple[str, list[Cell], list[list[Cell]]]:
    return (
        gettext("Method"),
        [gettext("Subject"), gettext("Explanation")],
        [
            *([name, value] for name, value in choices(filters)),
            [gettext("Taken together because they are small"), answer.merged],
            *([gettext(name), gettext(words)] for name, words in method.METHOD),
            *([gettext("Source"), ". ".join(source)] for source in method.SOURCES),
        ],
    )


def _fill(
    sheet: Worksheet,
    rows: Sequence[tuple[Sequence[Cell], Format | None]],
    formats: dict[type, Format],
) -> None:
    widths = [0] * len(rows[0][0])
    for number, (cells, style) in enumerate(rows):
        for column, cell in enumerate(cells):
            kind = type(cell)
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, style or formats[str])
                widths[column] = max(widths[column], len(cell))
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, formats[date])
            elif cell is not None:
                sheet.write_number(number, column, cell, formats[kind])
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, 12), _WIDEST) + 2)
    sheet.freeze_panes(1, 0)
