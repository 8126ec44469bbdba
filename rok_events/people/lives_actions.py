"""Making one working life of two, and joining work for what turned out to be one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select

from rok_events.db import Base, db
from rok_events.people import frozen, merging_rules, rules
from rok_events.people.models import Affiliation
from rok_events.people.rules import Stint

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rok_events.people.folding_actions import Fold, Row, Step

WORK = Base.metadata.tables[Affiliation.__tablename__]


def lives(person_ids: Collection[int]) -> dict[int, list[Row]]:
    """Return the rows of each working life, which nobody else changes until the commit."""
    found: dict[int, list[Row]] = {id_: [] for id_ in person_ids}
    rows = db.session.execute(
        select(WORK)
        .where(WORK.c.person_id.in_(found))
        .order_by(WORK.c.person_id, WORK.c.starts_on)
        .with_for_update()
    )
    for row in rows.mappings():
        found[row["person_id"]].append(dict(row))
    return found


def told(found: Mapping[int, Sequence[Row]]) -> dict[str, list[Any]]:
    """Return working lives as JSON keeps them."""
    return {
        str(id_): [[frozen.row(WORK, row)[name] for name in Stint._fields] for row in rows]
        for id_, rows in found.items()
    }


def forget(person_ids: Collection[int]) -> None:
    """Take working lives away."""
    db.session.execute(delete(WORK).where(WORK.c.person_id.in_(person_ids)))


def live_as_one(fold: Fold, kept_id: int, gone_id: int) -> None:
    """Give one person the working life of two."""
    before = lives((kept_id, gone_id))
    kept, gone = (_stints(before[id_]) for id_ in (kept_id, gone_id))
    _live(fold, before, {kept_id: merging_rules.one_life(kept, gone), gone_id: []}, together=True)


def join_work(fold: Fold, organisation_id: int) -> None:
    """Let nobody work for an organisation twice in a row."""
    several = (
        select(WORK.c.person_id)
        .where(WORK.c.organisation_id == organisation_id)
        .group_by(WORK.c.person_id)
        .having(func.count() > 1)
    )
    before = lives(db.session.scalars(several).all())
    _live(fold, before, {id_: rules.joined(_stints(rows)) for id_, rows in before.items()})


def _stints(rows: Sequence[Row]) -> list[Stint]:
    return [Stint(**{name: row[name] for name in Stint._fields}) for row in rows]


def _live(
    fold: Fold,
    before: Mapping[int, Sequence[Row]],
    wanted: Mapping[int, Sequence[Stint]],
    *,
    together: bool = False,
) -> None:
    """Give people other working lives; those of `together` can only be taken back together."""
    changed = {id_: life for id_, life in wanted.items() if life != _stints(before[id_])}
    rows = [{"person_id": id_} | stint._asdict() for id_, life in changed.items() for stint in life]
    forget(changed)
    if rows:
        db.session.execute(insert(WORK), rows)
    after = told(lives(changed))
    kept = {str(id_): [frozen.row(WORK, row) for row in before[id_]] for id_ in changed}
    for ids in [[*kept]] if together else [[id_] for id_ in kept]:
        step: Step = {"do": "live", "table": WORK.name}
        step |= {"before": {id_: kept[id_] for id_ in ids}, "after": {i: after[i] for i in ids}}
        fold.steps.append(step)
