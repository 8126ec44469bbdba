"""Attendance on the command line."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from rok_events.attendance import actions
from rok_events.communities import queries as communities
from rok_events.core.errors import DomainError
from rok_events.db import transaction

if TYPE_CHECKING:
    from rok_events.attendance.intake.report import Report

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
        report = _run(file, community, dry_run=dry_run)
    except (DomainError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for mistake in report.mistakes:
        place = f"Row {mistake.row}, {mistake.column}" if mistake.column else f"Row {mistake.row}"
        click.echo(f"{place}: {mistake}", err=True)
    if report.more_mistakes:
        click.echo(f"And {report.more_mistakes} more.", err=True)
    if report.mistakes:
        click.echo("Nothing was taken in.", err=True)
        sys.exit(1)
    click.echo(_summary(report, dry_run=dry_run))


def _run(file: Path, slug: str | None, *, dry_run: bool) -> Report:
    with file.open("rb") as stream:
        data = stream.read(LARGEST)
    with (
        click.progressbar(
            length=100, label=file.name, file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar,
        nullcontext() if dry_run else transaction(),
    ):
        return actions.take_in(
            data,
            file.name,
            communities.get(slug).id if slug else None,
            dry_run=dry_run,
            progress=lambda part: bar.update(int(100 * part) - bar.pos),
        )


def _summary(report: Report, *, dry_run: bool) -> str:
    counts = (
        ("activities", report.activities),
        ("sessions", report.sessions),
        ("people", report.people),
        ("organisations", report.organisations),
        ("attendances", report.attendances),
    )
    new = ", ".join(f"{number} {words}" for words, number in counts)
    would = "would add" if dry_run else "added"
    return (
        f"{report.rows} rows, {report.first_on} to {report.last_on}: {would} {new}; "
        f"{report.known} attendances were known already."
    )
