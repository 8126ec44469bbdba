"""The network on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup
from flask_babel import force_locale, gettext

from rok_events.activities.kinds import Kind
from rok_events.core.errors import DomainError
from rok_events.db import transaction
from rok_events.network import actions, backbone, folded, insight
from rok_events.network.exports import graph_json
from rok_events.network.exports.formats import FORMATS
from rok_events.network.rules import Employer, Filters, Groups, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from enum import StrEnum

    from rok_events.network.backbone import Cells, Chance
    from rok_events.network.insight import Comparison, Insight

group = AppGroup("network", help="Which organisations were present together.")

LANGUAGE = "nl"
_DAY = click.DateTime(["%Y-%m-%d"])


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> str | None:
    return value.date().isoformat() if value else None


def _one_of(choices: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([choice.value for choice in choices])


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the filters, which all commands share."""
    for option in (
        click.option("--publishable", is_flag=True, help="Put small organisations together."),
        click.option(
            "--groups",
            type=_one_of(Groups),
            help="Which contacts count.",
        ),
        click.option(
            "--weight",
            type=_one_of(Weight),
            help="What makes a tie strong.",
        ),
        click.option("--minimum", metavar="N", help="Leave weaker ties out."),
        click.option("--sector", metavar="NAME", help="Only its organisations."),
        click.option(
            "--employer",
            type=_one_of(Employer),
            help="Where people worked on that day, or where they do now.",
        ),
        click.option("--community", metavar="SLUG", help="Only there."),
        click.option(
            "--kind",
            type=_one_of(Kind),
            help="Only this kind of activity.",
        ),
        click.option("--until", type=_DAY, callback=_day, help="Up to, but not including, it."),
        click.option("--since", type=_DAY, callback=_day, help="From this day on."),
    ):
        command = option(command)
    return command


@group.command()
@click.option(
    "--format",
    "file_format",
    type=click.Choice([*FORMATS]),
    default="json",
    show_default=True,
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@_options
def export(file_format: str, output: Path | None, **given: str | bool | None) -> None:
    """Write the whole graph, to FILE or to standard output."""
    wanted = FORMATS[file_format]
    filters, answer = _ask(given, _compare if wanted.tells_of_chance else None)
    with force_locale(LANGUAGE):
        made = wanted.made(answer, filters, folded.fold(answer.graph))
    with transaction():
        actions.note_export(filters, file_format)
    if output is None:
        sys.stdout.buffer.write(made)
        return
    try:
        output.write_bytes(made)
    except OSError as error:
        msg = f"{output} cannot be written: {error.strerror}."
        raise click.ClickException(msg) from None


@group.command()
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["json", "table"]),
    default="table",
    show_default=True,
)
@_options
def measures(file_format: str, **given: str | bool | None) -> None:
    """Print the figures."""
    _, answer = _ask(given)
    at_tables = answer.window.at_tables
    if file_format == "json":
        click.echo(graph_json.measures_as_json(answer.graph, at_tables), nl=False)
        return
    for name, value in graph_json.figures(answer.graph, at_tables).items():
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        click.echo(f"{name.replace('_', ' '):<16} {shown:>10}")


def _ask(
    given: Mapping[str, str | bool | None], compare: Comparison | None = None
) -> tuple[Filters, Insight]:
    try:
        filters = Filters.read({name: v for name, v in given.items() if isinstance(v, str)})
        asked = insight.within(filters, None)
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    if not given["publishable"]:
        return filters, insight.ask(filters, asked, compare)
    with force_locale(LANGUAGE):
        others = gettext(insight.OTHERS_NAME)
    return filters, insight.ask_publishable(filters, asked, others, compare)


def _compare(cells: Cells) -> Chance | None:
    """Compare with chance, and show how far that is on a terminal."""
    with click.progressbar(
        length=backbone.steps(cells),
        label="Comparing with chance",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        return backbone.compare(cells, progress=lambda _done: bar.update(1))
