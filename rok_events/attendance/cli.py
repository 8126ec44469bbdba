"""Attendance on the command line."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from rok_events.attendance import import_actions
from rok_events.communities import queries as communities
from rok_events.core.errors import DomainError
from rok_events.core.mistakes import FaultyFileError
from rok_events.db import transaction

if TYPE_CHECKING:
    from rok_events.attendance.intake.report import Report
    from rok_events.core.mistakes import Mistakes

group = AppGroup("attendance", help="Who was really there.")

LARGEST = 64 * 1024 * 1024
"""More than any file that is taken in: what is larger need not be read to be refused."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", metavar="SLUG", help="For rows that name none.")
@click.option("--dry-run", is_flag=True, help="Check and count, and change nothing.")
def take_in(file: Path, community: str | None, *, dry_run: bool) -> None:
    """Take in attendance that was kept elsewhere, from a CSV or XLSX FILE: all of it or nothing.

    One row for each person at each session, with columns by name, in Dutch or English: activity,
    kind, starts_at, ends_at, community, organisation, sector, name, email, present, round, table.
    Taking in a file twice changes nothing.
    """
    try:
        report = _run(file, community, is_trial=dry_run)
    except FaultyFileError as error:
        _tell(error.mistakes)
        sys.exit(1)
    except (DomainError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(_summary(report))


def _tell(mistakes: Mistakes) -> None:
    for mistake in mistakes.told:
        place = f"Row {mistake.row}, {mistake.column}" if mistake.column else f"Row {mistake.row}"
        click.echo(f"{place}: {mistake}", err=True)
    if more := mistakes.total - len(mistakes.told):
        click.echo(f"And {more} more.", err=True)
    click.echo("Nothing was taken in.", err=True)


def _run(file: Path, slug: str | None, *, is_trial: bool) -> Report:
    with file.open("rb") as stream:
        data = stream.read(LARGEST)
    community_id = communities.get(slug).id if slug else None
    with click.progressbar(
        length=100, label=file.name, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def told(part: float) -> None:
            bar.update(int(100 * part) - bar.pos)

        found = import_actions.check(data, file.name, community_id, progress=told)
        with nullcontext() if is_trial else transaction():
            return import_actions.take_in(found, is_trial=is_trial, progress=told)


def _summary(report: Report) -> str:
    counts = (
        ("activities", report.activities),
        ("sessions", report.sessions),
        ("people", report.people),
        ("organisations", report.organisations),
        ("attendances", report.attendances),
    )
    new = ", ".join(f"{number} {words}" for words, number in counts)
    would = "would add" if report.is_trial else "added"
    return (
        f"{report.rows} rows, {report.first_on} to {report.last_on}: {would} {new}; "
        f"{report.known} attendances were known already."
    )
