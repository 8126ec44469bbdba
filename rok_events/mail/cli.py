"""Mail on the command line."""

from __future__ import annotations

import time

import click
from flask.cli import AppGroup

from rok_events.mail import delivery

group = AppGroup("mail", help="The outbox.")

PAUSE_SECONDS = 5


@group.command()
@click.option("--once", is_flag=True, help="Stop when nothing is due any more.")
def deliver(*, once: bool) -> None:
    """Send what is due, and go on doing so until interrupted."""
    unsent = 0
    while True:
        tally = delivery.deliver()
        unsent += tally.tried - tally.sent
        if tally.tried:
            click.echo(f"{tally.sent} of {tally.tried} mails sent.")
        if not tally.is_complete:
            continue
        if once:
            break
        time.sleep(PAUSE_SECONDS)
    if unsent:
        msg = f"{unsent} not sent: the page /beheer/mail says why."
        raise click.ClickException(msg)
