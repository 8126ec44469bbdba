"""Who is doing this: the account that signed in, a visitor, a command or a job."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

import click
from flask import has_request_context

from rok_events import jobs
from rok_events.audit.rules import Actor
from rok_events.web import access

if TYPE_CHECKING:
    from collections.abc import Iterator

_account: ContextVar[int | None] = ContextVar("account", default=None)


class Doer(NamedTuple):
    """Who does something; `id` is that of an account, `name` that of a command or job."""

    kind: Actor
    id: int | None = None
    name: str = ""


@contextmanager
def on_behalf_of(account_id: int | None) -> Iterator[None]:
    """Let what a job does be told of the account that asked for it.

    The block holds the whole transaction: `with on_behalf_of(account_id), transaction():`.
    """
    token = _account.set(account_id)
    try:
        yield
    finally:
        _account.reset(token)


def present() -> Doer:
    """Return who is doing what is done now."""
    if (account_id := _account.get()) is not None:
        return Doer(Actor.ACCOUNT, account_id)
    if has_request_context():
        visitor = access.visitor()
        kind = Actor.ACCOUNT if visitor.is_known else Actor.VISITOR
        return Doer(kind, visitor.account_id)
    if name := jobs.running.get():
        return Doer(Actor.JOB, name=name)
    if (context := click.get_current_context(silent=True)) is not None:
        return Doer(Actor.COMMAND, name=context.command_path[:100])
    return Doer(Actor.SYSTEM)
