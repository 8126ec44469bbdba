"""The command that plays the demo."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

import click

from rok_events.accounts import actions as accounts
from rok_events.accounts import queries as accounts_queries
from rok_events.accounts.rules import Role
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.demo import (
    closed,
    deventer,
    inviting,
    moerdijk,
    names,
    publishing,
    slips,
    tables,
    utrecht,
    zwolle,
)
from rok_events.demo.play import Player
from rok_events.mail import actions as mail
from rok_events.mail import lease_actions as leases
from rok_events.web.commands import Commands
from rok_events.work import actions as work

if TYPE_CHECKING:
    from rok_events.demo.story import Network

group = Commands("demo", help="A played-through example of four networks.")

NETWORKS = (deventer.NETWORK, utrecht.NETWORK, moerdijk.NETWORK, *zwolle.NETWORKS)
ROLES = (
    (Role.ADMINISTRATOR, None),
    (Role.ORGANISER, deventer.NETWORK.slug),
    (Role.HOST, deventer.NETWORK.slug),
    (Role.LEAD, deventer.NETWORK.slug),
)
WORKDAY_BEGINS = 7


@group.command("load")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which the demo plays; today if left out.",
)
def load(as_of: datetime | None) -> None:
    """Play the four networks in an empty database, all or nothing."""
    moment = as_of.replace(hour=WORKDAY_BEGINS, tzinfo=UTC) if as_of else clock.now()
    with transaction():
        if communities.everyone():
            msg = "This database holds data already: the demo wants an empty one."
            raise click.ClickException(msg)
        _play(moment)
    with transaction():
        links = [_sign_in_link(role, slug) for role, slug in ROLES]
    click.echo("\n".join(links))


@group.command("links")
def links() -> None:
    """Print a new sign-in link for each role of the demo that was loaded."""
    with transaction():
        for role, _slug in ROLES:
            account = accounts_queries.find(_address(role))
            if account is None:
                msg = "The demo was not loaded into this database."
                raise click.ClickException(msg)
            click.echo(_line(role, account.id))


def _play(moment: datetime) -> None:
    """Play every network; shows progress on a terminal."""
    invented = names.people()
    players = [Player(network, moment, _chance(network, moment), invented) for network in NETWORKS]
    steps = [(player, meeting) for player in players for meeting in player.meetings()]
    for player in players:
        player.begin()
    with click.progressbar(
        steps, label="Playing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        for player, meeting in bar:
            player.play(meeting)
    for player in players:
        inviting.play(player.network.slug, moment)
    tables.wish(deventer.NETWORK.slug)
    closed.play(deventer.NETWORK.slug, moment)
    slips.play(deventer.NETWORK.slug, moment)
    publishing.play(deventer.NETWORK.slug)
    # What the worker did all those years, and the nightly clearing after it.
    leases.tidy(moment)
    mail.purge(moment)
    work.purge(moment)


def _chance(network: Network, moment: datetime) -> Random:
    """Return the chance of one network on one day: what happens elsewhere does not move it."""
    return Random(f"{network.slug} {moment.date()}")  # noqa: S311 -- a story


def _sign_in_link(role: Role, slug: str | None) -> str:
    community = communities.get(slug) if slug else None
    account = accounts.create(
        _address(role), role=role, community_id=community.id if community else None
    )
    return _line(role, account.id)


def _address(role: Role) -> str:
    return f"{role.value}@example.org"


def _line(role: Role, account_id: int) -> str:
    return f"{role.value:<14} {accounts.sign_in_link(account_id)}"
