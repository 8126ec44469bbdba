"""Asking for a comparison with chance, and keeping what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, update

from rok_events import jobs
from rok_events.core import clock
from rok_events.db import db, unless_known
from rok_events.network.models import NetworkComparison
from rok_events.network.scopes import KEEP, LEASE, QUIET, Scope

if TYPE_CHECKING:
    from rok_events.network.comparison_queries import State

COMPARE = "network.compare"


def ask(scope: Scope) -> None:
    """Ask the worker for a comparison, unless that was done just now."""
    noted = jobs.note(_note(scope.key))
    if noted is None or datetime.fromisoformat(noted.split(" ")[2]) < clock.now() - QUIET:
        tell_progress(scope.key, 0, 1)
        jobs.later(COMPARE, scope.written())


def tell_progress(key: str, done: int, total: int) -> None:
    """Tell beside the database how much of a comparison is done."""
    jobs.keep_note(_note(key), f"{done} {total} {clock.now().isoformat()}")


def progress(scope: Scope) -> float:
    """Return how much of a comparison is done, from 0 to 1."""
    noted = jobs.note(_note(scope.key))
    if noted is None:
        return 0.0
    done, total, _moment = noted.split(" ")
    return int(done) / int(total)


def want(scope: Scope) -> None:
    """Write down that a comparison is asked for; forget those that nobody asks for any more."""
    old = func.coalesce(NetworkComparison.made_at, NetworkComparison.asked_at)
    db.session.execute(delete(NetworkComparison).where(old < clock.now() - KEEP))
    row = {"key": scope.key, "scope": scope.written(), "version": "", "digest": ""}
    db.session.execute(unless_known(NetworkComparison).values(row))
    _change(scope.key, asked_at=clock.now())


def claim(key: str) -> bool:
    """Take a comparison to work it out; tell whether nobody else has it."""
    now = clock.now()
    free = or_(NetworkComparison.claimed_at.is_(None), NetworkComparison.claimed_at < now - LEASE)
    taken = (
        update(NetworkComparison)
        .where(NetworkComparison.key == key, free)
        .values(claimed_at=now)
        .returning(NetworkComparison.key)
    )
    return db.session.scalar(taken) is not None


def put_back(key: str) -> None:
    """Let another worker take a comparison."""
    _change(key, claimed_at=None)


def keep(key: str, state: State, digest: str, content: bytes | None) -> None:
    """Keep what came of the comparison of these cells, for the version in which they were read."""
    _change(
        key,
        version=state.version,
        digest=digest,
        content=content,
        asked_at=None,
        claimed_at=None,
        made_at=clock.now(),
    )
    jobs.drop_note(_note(key))


def _change(key: str, **values: object) -> None:
    db.session.execute(update(NetworkComparison).where(NetworkComparison.key == key).values(values))


def _note(key: str) -> str:
    return f"compare:{key}"
