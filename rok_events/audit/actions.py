"""Adding to the trail: what one transaction did goes to the end of the chain, just before it ends.

The head of the chain is the last lock that a transaction takes, so that nobody who holds it waits
for anybody else.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from rok_events.audit import actor, chain, queries, rules
from rok_events.audit.models import TrailHead, TrailRow, TrailValue
from rok_events.audit.rules import About, Change, Deed
from rok_events.core import clock, tokens
from rok_events.db import before_commit, db, in_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    Pending = dict[tuple[str, int | None], Change]

# Statements on the tables and not on the models: objects are of no use here.
TABLES = TrailRow.metadata.tables
ROWS, VALUES = (insert(TABLES[one.__tablename__]) for one in (TrailRow, TrailValue))
_HEAD = TABLES[TrailHead.__tablename__]
HEAD = select(_HEAD.c.number, _HEAD.c.hash).where(_HEAD.c.id == 1).with_for_update()
MOVE = update(_HEAD)
_notes = count(1)

FORGOTTEN = "audit_forgotten"
UNTOLD = 0
"""Stands in an erased value until the row that tells so has its number."""


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

    With a `thing_id` it comes to one with what is told of that row already. Whose activity it is
    about is known from the activity.
    """
    told = pending(db.session())
    if told is None:
        return
    about = change.about
    if about.community is None and about.activity is not None:
        community_id = queries.community_of(about.activity)
        change = replace(change, about=replace(about, community=community_id))
    key = (change.thing, change.thing_id or -next(_notes))
    known = told.pop(key, None)
    come_to = rules.both(known, change) if known else change
    if come_to:
        told[key] = come_to


def forget(subject: str, ids: Collection[int], words: Iterable[str] = ()) -> None:
    """Erase the personal values that are told of some persons or accounts; the chain stays whole.

    `words` are names and addresses: values that hold one go too, wherever they are told. What this
    very transaction tells of them gets no values at all.
    """
    told = pending(db.session())
    if told is None:
        return
    db.session().info.setdefault(FORGOTTEN, set()).update((subject, id_) for id_ in ids)
    holds = [TrailValue.value.icontains(chain.dumps(word)[1:-1], autoescape=True) for word in words]
    about = getattr(TrailRow, f"{subject}_id")
    wanted = [
        TrailValue.number.in_(select(TrailRow.number).where(about.in_(part)))
        for part in in_parts([*ids])
    ]
    blank = {"salt": "", "value": "", "forgotten_in": UNTOLD}
    gone = [
        db.session.execute(
            update(TrailValue)
            .where(TrailValue.salt != "", which)
            .values(blank)
            .execution_options(synchronize_session=False)
            .returning(TrailValue.number)
        ).all()
        for which in (*wanted, *holds)
    ]
    if any(gone):
        tell(Change(deed=Deed.FORGOTTEN, thing=TrailValue.__tablename__, thing_id=1))


def clean(before: datetime) -> int:
    """Remove the rows from before a moment, and tell up to where; return how many those were."""
    kept = db.session.scalar(
        select(func.min(TrailRow.number)).where(TrailRow.happened_at >= before)
    )
    old = select(TrailRow.number, TrailRow.hash).order_by(TrailRow.number.desc()).limit(1)
    last = db.session.execute(old if kept is None else old.where(TrailRow.number < kept)).first()
    if last is None:
        return 0
    gone = delete(TrailRow).where(TrailRow.number <= last.number)
    rows = db.session.execute(gone.returning(TrailRow.number)).all()
    told = {"number": (None, last.number), "hash": (None, last.hash)}
    tell(Change(deed=Deed.CLEANED, thing=TrailRow.__tablename__, told=told))
    return len(rows)


def pending(session: Session) -> Pending | None:
    """Return what the present transaction will tell; outside one nothing is told."""
    if "audit" not in session.info and before_commit(_write):
        session.info["audit"] = {}
    return session.info.get("audit")


def _write() -> None:
    session = db.session()
    told = pending(session)
    if told:
        gone = session.info.get(FORGOTTEN, set())
        changes = [rules.without_values(one, gone) for one in told.values()]
        _add(rules.counted(rules.in_one_community(changes)))
        told.clear()


def _add(changes: Sequence[Change]) -> None:
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
        if change.deed is Deed.FORGOTTEN:
            change = replace(change, told={chain.VALUES: (None, _claim(number))})  # noqa: PLW2901
        sealed = [_sealed(number, column, pair) for column, pair in change.personal.items()]
        row = {"number": number, "previous": previous, **common, **_columns(change, sealed)}
        row["hash"] = previous = chain.digest(row)
        rows.append(row)
        values += sealed
    db.session.execute(ROWS, rows)
    if values:
        db.session.execute(VALUES, values)
    db.session.execute(MOVE, {"number": number, "hash": previous})


def _claim(number: int) -> int:
    """Let the values that this transaction erased name the row that tells so; count them."""
    erased = update(TrailValue).where(TrailValue.forgotten_in == UNTOLD)
    claimed = erased.values(forgotten_in=number).returning(TrailValue.number)
    return len(db.session.execute(claimed.execution_options(synchronize_session=False)).all())


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
