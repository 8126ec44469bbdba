"""Changing long work: starting it, taking it, going on step by step, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, update

from rok_events import jobs
from rok_events.core import clock, text, tokens
from rok_events.core.mistakes import FaultyFileError
from rok_events.db import after_commit, db
from rok_events.work import progress, queries, rules
from rok_events.work.kinds import Order
from rok_events.work.models import Work
from rok_events.work.rules import WorkState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rok_events.core.errors import DomainError
    from rok_events.work.kinds import Step

DO = "work.do"


class LostError(Exception):
    """Another worker has taken this work meanwhile."""


def start(
    kind: str,
    title: str,
    arguments: Mapping[str, Any],
    *,
    account_id: int | None,
    community_id: int | None = None,
    payload: bytes | None = None,
) -> Work:
    """Let the worker do something as soon as this is committed, and return where it is followed.

    `arguments` are plain values, as JSON has them. Besides `account_id` the administrators of the
    community see it.
    """
    work = Work(
        kind=kind,
        title=text.one_line(title)[:200],
        arguments=dict(arguments),
        payload=payload,
        account_id=account_id,
        community_id=community_id,
        made_at=clock.now(),
    )
    db.session.add(work)
    db.session.flush()
    after_commit(jobs.later, DO)
    return work


def claim(work_id: int, last: str | None) -> Order | None:
    """Take a work that waits, or that the holder of the `last` claim left lying.

    Nothing is returned for one that took too many workers down with it: it has failed.

    Raises:
        LostError: another was quicker.
    """
    work = _held(work_id, last)
    if work.tries >= rules.MOST_TRIES:
        _end(work, WorkState.FAILED)
        return None
    work.state, work.claim, work.claimed_at = WorkState.RUNNING, tokens.new(), clock.now()
    work.tries += 1
    return Order(
        work_id=work.id,
        claim=work.claim,
        kind=work.kind,
        title=work.title,
        arguments=work.arguments,
        payload=work.payload or b"",
        account_id=work.account_id,
        community_id=work.community_id,
        steps=work.steps,
    )


def take_step(order: Order, step: Step, *, is_last: bool) -> None:
    """Take one step, and keep what came of it: both or neither.

    The work is held meanwhile, so that of two workers who believe that it is theirs one does it.

    Raises:
        LostError: another has taken it meanwhile.
    """
    work = _held(order.work_id, order.claim)
    work.result = dict(step(work.result))
    work.steps += 1
    if is_last:
        _end(work, WorkState.DONE)


def end(order: Order, state: WorkState, **told: object) -> None:
    """End a work, and keep what is told of it beside what came of it so far.

    Raises:
        LostError: another has taken it meanwhile.
    """
    work = _held(order.work_id, order.claim)
    work.result = {**work.result, **told}
    _end(work, state)


def refuse(order: Order, error: DomainError) -> None:
    """End a work that a rule of the domain forbids, and keep why.

    Raises:
        LostError: another has taken it meanwhile.
    """
    told: dict[str, object] = {"refusal": _plain(error.message, error.values)}
    if isinstance(error, FaultyFileError):
        told["mistakes"] = [
            [one.row, one.column, *_plain(one.message, one.values)] for one in error.mistakes.told
        ]
        told["mistakes_in_all"] = error.mistakes.total
    end(order, WorkState.REFUSED, **told)


def put_back(order: Order) -> None:
    """Let another worker go on.

    Raises:
        LostError: another has taken it meanwhile.
    """
    work = _held(order.work_id, order.claim)
    work.state, work.claim = WorkState.WAITING, None
    work.tries -= 1


def purge(now: datetime) -> int:
    """Forget what ended long ago, and give up what waits for a worker that never came."""
    old = delete(Work).where(Work.made_at <= now - rules.KEEP).returning(Work.id)
    given_up = (
        update(Work)
        .where(Work.state.in_(rules.OPEN), Work.made_at <= now - rules.KEEP_WAITING)
        .values(state=WorkState.FAILED, claim=None, payload=None, ended_at=now)
        .returning(Work.id)
    )
    ended = [*db.session.scalars(old), *db.session.scalars(given_up)]
    for work_id in ended:
        after_commit(progress.forget, work_id)
    return len(ended)


def _held(work_id: int, claim: str | None) -> Work:
    work = queries.find_held(work_id, claim)
    if work is None:
        raise LostError
    return work


def _end(work: Work, state: WorkState) -> None:
    work.state, work.ended_at = state, clock.now()
    work.payload = work.claim = None
    after_commit(progress.forget, work.id)


def _plain(message: str, values: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Return a sentence with what fills its gaps, as JSON can keep it."""
    plain: dict[str, object] = {
        k: v if isinstance(v, int | float) else str(v) for k, v in values.items()
    }
    return message, plain
