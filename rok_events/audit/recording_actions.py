"""Seeing what changes: one listener compares old and new values of every row that is flushed.

What one transaction does with a row is told once, as it was before and as it is after, however
often it was flushed; what a savepoint took back is not told.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import event, inspect
from sqlalchemy.orm.base import NEVER_SET, NO_VALUE

from rok_events.audit import actions, queries, rules
from rok_events.audit.rules import About, Change, Deed
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Flask
    from sqlalchemy.orm import InstanceState, Session, SessionTransaction, UOWTransaction

    from rok_events.audit.rules import Trail

    Values = Mapping[str, tuple[Any, Any]]

_UNKNOWN = (NO_VALUE, NEVER_SET)


class _Watch(NamedTuple):
    """What to look at in the rows of a table."""

    trail: Trail
    columns: frozenset[str]


def init_app(_app: Flask) -> None:
    """Listen to the session, once for all applications of a process."""
    if event.contains(db.session, "after_flush", _flushed):
        return
    event.listen(db.session, "after_flush", _flushed)
    event.listen(db.session, "after_transaction_create", _begun)
    event.listen(db.session, "after_soft_rollback", _rolled_back)
    for model in queries.trails():
        if watch := _watch(model):
            for column in watch.columns:
                # What a column held before it was set, also where it had not been read.
                getattr(model, column).impl.active_history = True


@cache
def _watch(model: type[Any]) -> _Watch | None:
    trail = queries.trails().get(model)
    if trail is None:
        return None
    mapper = inspect(model)
    keys = {mapper.get_property_by_column(column).key for column in mapper.primary_key}
    return _Watch(trail, frozenset(mapper.column_attrs.keys()) - keys - {*trail.left_out})


def _flushed(session: Session, context: UOWTransaction) -> None:
    if actions.pending(session) is None:
        return
    new = session.new
    # Not `session.deleted`: what its owner let go of goes too, and does not stand there.
    for state, (is_gone, is_only_listed) in context.states.items():
        watch = None if is_only_listed else _watch(state.class_)
        if watch:
            tell = _removed if is_gone else _made if state.object in new else _changed
            if change := tell(state, watch):
                actions.tell(change)


def _made(state: InstanceState[Any], watch: _Watch) -> Change | None:
    """Tell what a row began with; a person's own values are in the row itself."""
    told = {
        column: (None, value)
        for column, value in _values(state, watch)
        if column not in watch.trail.personal and value not in (None, "", [], {}, False)
    }
    return _change(Deed.MADE, state, watch, told)


def _changed(state: InstanceState[Any], watch: _Watch) -> Change | None:
    before, after = state.committed_state, state.dict
    touched = watch.columns & before.keys() & after.keys()
    changed = {
        column: (None if before[column] in _UNKNOWN else before[column], after[column])
        for column in touched
    }
    different = {
        column: (rules.plain(old), rules.plain(new))
        for column, (old, new) in changed.items()
        if old != new
    }
    return _change(Deed.CHANGED, state, watch, different) if different else None


def _removed(state: InstanceState[Any], watch: _Watch) -> Change | None:
    before = state.committed_state
    told = {
        column: (rules.plain(before.get(column, value)), None)
        for column, value in _values(state, watch)
        if value not in (None, "", [], {}, False)
    }
    return _change(Deed.REMOVED, state, watch, told)


def _values(state: InstanceState[Any], watch: _Watch) -> Iterator[tuple[str, Any]]:
    """Return what stands in the columns that are told; one that was not read is passed over."""
    for column in watch.columns:
        if column in state.dict:
            yield column, rules.plain(state.dict[column])


def _change(deed: Deed, state: InstanceState[Any], watch: _Watch, values: Values) -> Change:
    trail = watch.trail
    identity = state.mapper.primary_key_from_instance(state.object)[0]
    return Change(
        deed=deed,
        thing=state.class_.__tablename__,
        thing_id=identity if isinstance(identity, int) else None,
        about=_about(state.object, trail),
        told={
            column: None if column in trail.unquoted else pair
            for column, pair in values.items()
            if column not in trail.personal
        },
        personal={column: pair for column, pair in values.items() if column in trail.personal},
    )


def _about(row: Any, trail: Trail) -> About:  # noqa: ANN401 -- a row of any table
    found: dict[str, int | None] = {}
    for subject, path in trail.paths().items():
        value = row
        for name in path.split("."):
            value = getattr(value, name, None)
        found[subject] = value
    return About(**found)


def _begun(session: Session, transaction: SessionTransaction) -> None:
    """Remember what was told before a savepoint."""
    if transaction.nested and (pending := actions.pending(session)) is not None:
        session.info.setdefault("audit_savepoints", {})[transaction] = dict(pending)


def _rolled_back(session: Session, transaction: SessionTransaction) -> None:
    before = session.info.get("audit_savepoints", {}).pop(transaction, None)
    pending = actions.pending(session)
    if pending is not None and before is not None:
        pending.clear()
        pending.update(before)
