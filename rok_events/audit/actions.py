"""Adding to the trail: what one transaction did goes to the end of the chain, just before it ends.

The head of the chain is the last lock that a transaction takes, so that nobody who holds it waits
for anybody else.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from rok_events.audit import actor, chain, rules
from rok_events.audit.models import TrailHead, TrailRow, TrailValue
from rok_events.audit.rules import About, Change, Deed
from rok_events.core import clock, tokens
from rok_events.db import before_commit, db

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    Pending = dict[tuple[str, int | None], Change]

HEAD = select(TrailHead.number, TrailHead.hash).where(TrailHead.id == 1).with_for_update()
# Statements on the tables and not on the models: objects are of no use here.
TABLES = TrailRow.metadata.tables
ROWS, VALUES = (insert(TABLES[one.__tablename__]) for one in (TrailRow, TrailValue))
_notes = count(1)


def note(
    about: About,
    what: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Tell what no row shows: a file that left the house, a merge, a statement over many rows.

    `what` is a whole sentence as a message id, marked with `N_`; `before` and `after` are values by
    name, none of which may be about a person.
    """
    before, after = before or {}, after or {}
    told = {
        name: (rules.plain(before.get(name)), rules.plain(after.get(name)))
        for name in {**before, **after}
    }
    tell(Change(deed=Deed.NOTED, thing=what, about=about, told=told))


def tell(change: Change) -> None:
    """Let a change be told: the listener does, and whoever runs a bare statement over a few rows.

    With a `thing_id` it comes to one with what is told of that row already.
    """
    told = pending(db.session())
    if told is None:
        return
    key = (change.thing, change.thing_id or -next(_notes))
    known = told.pop(key, None)
    come_to = rules.both(known, change) if known else change
    if come_to:
        told[key] = come_to


def pending(session: Session) -> Pending | None:
    """Return what the present transaction will tell; outside one nothing is told."""
    if "audit" not in session.info and before_commit(_write):
        session.info["audit"] = {}
    return session.info.get("audit")


def _write() -> None:
    told = pending(db.session())
    if told:
        _add(rules.counted(rules.in_one_community([*told.values()])))
        told.clear()


def _add(changes: Sequence[Change]) -> int:
    """Put changes at the end of the chain; return the number of the last."""
    doer = actor.present()
    values: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    number, previous = db.session.execute(HEAD).one()
    common = {
        "happened_at": clock.now(),
        "actor": doer.kind,
        "actor_id": doer.id,
        "actor_name": doer.name,
    }
    for change in changes:
        number += 1
        sealed = [_sealed(number, column, pair) for column, pair in change.personal.items()]
        row = {"number": number, "previous": previous, **common, **_columns(change, sealed)}
        row["hash"] = previous = chain.digest(row)
        rows.append(row)
        values += sealed
    db.session.execute(ROWS, rows)
    if values:
        db.session.execute(VALUES, values)
    db.session.execute(update(TrailHead).values(number=number, hash=previous))
    return number


def _sealed(number: int, column: str, pair: tuple[Any, Any]) -> dict[str, Any]:
    return {"number": number, "field": column, "salt": tokens.new(), "value": chain.dumps(pair)}


def _columns(change: Change, sealed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    seals = {one["field"]: {chain.SEAL: chain.seal(one["salt"], one["value"])} for one in sealed}
    about = {f"{subject}_id": getattr(change.about, subject) for subject in rules.SUBJECTS}
    return {
        "deed": change.deed,
        "thing": change.thing,
        "thing_id": change.thing_id,
        "told": chain.dumps({**change.told, **seals}),
        **about,
    }
