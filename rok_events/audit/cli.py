"""The command that checks the trail."""

from __future__ import annotations

import re
import sys
from itertools import islice

import click

from rok_events.audit import chain, queries
from rok_events.audit.chain import Mark
from rok_events.web.commands import Commands

group = Commands("audit", help="Check that nobody tampered with the audit trail.")

MOST_FAULTS = 20
_MARK = re.compile(r"(\d+):([0-9a-f]{64})")


class _MarkType(click.ParamType[Mark, str]):
    """A mark as `verify` prints it."""

    name = "number:hash"

    def convert(
        self, value: str | Mark, param: click.Parameter | None, ctx: click.Context | None
    ) -> Mark:
        """Read a mark."""
        if isinstance(value, Mark):
            return value
        found = _MARK.fullmatch(value.strip())
        if found is None:
            self.fail("Give it as verify printed it: a number, a colon, a hash.", param, ctx)
        return Mark(int(found[1]), found[2])


@group.command()
@click.option(
    "--since",
    type=_MarkType(),
    help="A mark that was printed before and kept elsewhere: check from there on.",
)
def verify(since: Mark | None) -> None:
    """Check every row of the trail; print the mark at its end, or what is wrong."""
    head, last = queries.end()
    first = since.number if since else 1
    is_hidden = not sys.stderr.isatty()
    with click.progressbar(
        queries.links(first, last),
        max(last - first, 0),
        "Checking",
        file=sys.stderr,
        hidden=is_hidden,
    ) as links:
        found = [*islice(chain.faults(links, head, since), MOST_FAULTS + 1)]
    for fault in found[:MOST_FAULTS]:
        click.echo(fault, err=True)
    if found:
        more = " There is more." if len(found) > MOST_FAULTS else ""
        msg = f"Somebody tampered with the audit trail.{more}"
        raise click.ClickException(msg)
    click.echo(f"All is well up to {head}")
