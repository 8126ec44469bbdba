"""Commands for accounts."""

from __future__ import annotations

import click

from rok_events.accounts import actions, factor_actions, queries, rules
from rok_events.communities import queries as communities
from rok_events.db import transaction
from rok_events.web.commands import Commands

group = Commands("accounts", help="Who may sign in.")


@group.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in rules.Role]), required=True)
@click.option("--community", "slug", metavar="SLUG", help="Only there; otherwise everywhere.")
@click.option("--name", default="", help="What the pages call them.")
def create(email: str, role: str, slug: str | None, name: str) -> None:
    """Give EMAIL a role, with an account if it has none, and print its sign-in link."""
    with transaction():
        community_id = communities.get(slug).id if slug else None
        account = actions.create(email, rules.Role(role), community_id, name)
        link = actions.sign_in_link(account.id)
    click.echo(link)


@group.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Take away the password, second step and sessions of EMAIL, and print a sign-in link."""
    with transaction():
        account = queries.get(email)
        factor_actions.reset(account)
        link = actions.sign_in_link(account.id)
    click.echo(link)


@group.command("shut")
@click.argument("email")
def shut(email: str) -> None:
    """Let EMAIL in no longer, and sign it out everywhere; `create` opens it again."""
    with transaction():
        actions.shut(email)
    click.echo(f"{email} is signed out, and cannot sign in any more.")
