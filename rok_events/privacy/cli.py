"""What the law asks, on the command line."""

from __future__ import annotations

import json

import click

from rok_events.db import transaction
from rok_events.privacy import actions, queries
from rok_events.web.commands import Commands

group = Commands("privacy", help="Show, forget and clean up what is kept of people.")


@group.command()
@click.argument("email")
def export(email: str) -> None:
    """Print everything that is kept of EMAIL, as JSON."""
    with transaction():
        about = queries.subject(email)
        found = {"email": about.email, **actions.hand_out(about)}
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))


@group.command()
@click.argument("email")
def erase(email: str) -> None:
    """Forget EMAIL everywhere; figures of attendance stay as they are."""
    with transaction():
        about = queries.subject(email)
        actions.erase(about)
    click.echo(f"Nothing is kept of {about.email} any more.")


@group.command()
def purge() -> None:
    """Forget everybody whose term is over; the worker does the same each night."""
    with transaction():
        changed = actions.purge()
    for room, rows in changed.items():
        click.echo(f"{room}: {rows}")
