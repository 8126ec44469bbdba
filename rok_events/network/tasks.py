"""Jobs of the network."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rok_events import jobs
from rok_events.core import clock
from rok_events.db import db, transaction
from rok_events.network import actions, backbone, comparison_actions, insight, queries, rules
from rok_events.network import comparison_queries as comparisons
from rok_events.network.scopes import QUIET, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_SECONDS = 0.25
"""How often it is told how far a comparison is."""


class StoppingError(Exception):
    """The worker must end: another works it out."""


@jobs.job("network.place_organisations", every_minute=True)
def place_organisations() -> None:
    """Give newcomers a place; once a quarter, let everybody move a little to a better one.

    Until then a picture finds them one by itself. So nobody who ticks people off has to ask.
    """
    moved_at = queries.moved_at()
    move = rules.may_move(moved_at, clock.now())
    # Where nobody stands nobody can move.
    if not (moved_at and move) and not queries.has_newcomers():
        return
    # Thought out before the transaction, so that nobody waits for it.
    places = insight.new_places(move=move)
    with transaction():
        actions.keep_places(places, moved=move)


@jobs.job(comparison_actions.COMPARE)
def compare(written: str) -> None:
    """Compare a part of the network with chance, at once or as soon as it is quiet there."""
    with transaction():
        comparison_actions.want(Scope.read(written))
    compare_waiting()


@jobs.job("network.compare_waiting", every_minute=True)
def compare_waiting() -> None:
    """Compare with chance what was asked for."""
    for written in comparisons.waiting(clock.now()):
        _compare(Scope.read(written))
        db.session.rollback()


def _compare(scope: Scope) -> None:
    state = comparisons.state(scope)
    cells = insight.cells(scope)
    content = comparisons.content(scope.key, cells.digest)
    if content is None:
        is_noisy = state.changed_at is not None and clock.now() - state.changed_at < QUIET
        if is_noisy or not _claim(scope):
            return
        try:
            chance = backbone.compare(cells, progress=_telling(scope, backbone.steps(cells)))
        except StoppingError:
            with transaction():
                comparison_actions.put_back(scope.key)
            return
        content = chance.packed() if chance else None
    with transaction():
        comparison_actions.keep(scope.key, state, cells.digest, content)


def _claim(scope: Scope) -> bool:
    with transaction():
        return comparison_actions.claim(scope.key)


def _telling(scope: Scope, total: int) -> Callable[[int], None]:
    """Return what tells how much is done, and ends the work where the worker must end."""
    due = 0.0

    def tell(done: int) -> None:
        nonlocal due
        if jobs.is_stopping():
            raise StoppingError
        if time.monotonic() >= due:
            comparison_actions.tell_progress(scope.key, done, total)
            due = time.monotonic() + PAUSE_SECONDS

    return tell
