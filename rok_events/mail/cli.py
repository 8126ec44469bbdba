"""Mail on the command line."""

from __future__ import annotations

import time
from typing import BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup

from rok_events.mail import delivery, inbox
from rok_events.mail.incoming import MOST_BYTES

group = AppGroup("mail", help="The outbox and the inbox.")

PAUSE_SECONDS = 5


@group.command()
@click.option("--once", is_flag=True, help="Stop when nothing is due any more.")
def deliver(*, once: bool) -> None:
    """Send what is due, and go on doing so until interrupted; no faster than the rates allow."""
    unsent = 0
    while True:
        tally = delivery.sweep()
        unsent += tally.tried - tally.sent
        if tally.tried:
            click.echo(f"{tally.sent} of {tally.tried} mails sent.")
        if not tally.is_complete:
            continue
        if once and not tally.is_held:
            break
        time.sleep(PAUSE_SECONDS)
    if unsent:
        msg = f"{unsent} not sent: the page /beheer/mail says why."
        raise click.ClickException(msg)


@group.command()
def fetch() -> None:
    """Take in what lies in the mailbox of INBOX_URL; the worker does so each minute."""
    if not current_app.config["INBOX_URL"].startswith("imap"):
        msg = "INBOX_URL names no mailbox to fetch mail from."
        raise click.ClickException(msg)
    try:
        taken = inbox.fetch()
    except inbox.MailboxError as error:
        msg = f"The mailbox could not be read: {error}"
        raise click.ClickException(msg) from None
    click.echo(f"{taken} new mails taken in.")


@group.command("take-reply")
@click.argument("file", type=click.File("rb"))
def take_reply(file: BinaryIO) -> None:
    """Take in one mail from FILE, or from standard input if that is a dash."""
    kept = inbox.take(file.read(MOST_BYTES + 1))
    click.echo(kept.reason if kept else "This mail was taken in before.")
