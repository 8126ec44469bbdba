"""Reading the trail as people may: a page at a time, with the names of all that it speaks of."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, or_, select, true

from rok_events.audit import queries
from rok_events.audit.models import TrailRow, TrailValue
from rok_events.audit.rules import Actor, Deed
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    Names = Mapping[tuple[str, int], str]

PAGE = 50


class Reader(NamedTuple):
    """Who reads: their account, and the communities whose rows, and whose accounts, they may see.

    `None` stands for all communities.
    """

    account_id: int | None
    communities: frozenset[int] | None
    accounts: frozenset[int] | None


@dataclass(frozen=True, kw_only=True)
class Search:
    """What somebody looks for; `thing` is a table, or empty for all that was noted."""

    subject: str = ""
    subject_id: int | None = None
    actor: Actor | None = None
    actor_id: int | None = None
    thing: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Page:
    """Some rows, the newest first, with their personal values and the names that go with numbers.

    `older` and `newer` are the numbers to go on from, where there is more.
    """

    rows: Sequence[TrailRow]
    values: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    older: int | None = None
    newer: int | None = None


def page(reader: Reader, search: Search, *, before: int | None, after: int | None) -> Page:
    """Return the rows before a number, or after one, or the newest."""
    found = select(TrailRow).where(_may_see(reader), *_wanted(search)).limit(PAGE + 1)
    if after is not None:
        rows = db.session.scalars(
            found.where(TrailRow.number > after).order_by(TrailRow.number)
        ).all()[::-1]
        more, rows = len(rows) > PAGE, rows[-PAGE:]
        older, newer = bool(rows), more
    else:
        if before is not None:
            found = found.where(TrailRow.number < before)
        rows = db.session.scalars(found.order_by(TrailRow.number.desc())).all()
        older, rows = len(rows) > PAGE, rows[:PAGE]
        newer = before is not None and bool(rows)
    return _complete(
        rows,
        older=rows[-1].number if older else None,
        newer=rows[0].number if newer else None,
    )


def everything(reader: Reader, search: Search, most: int) -> Page:
    """Return the newest rows, up to as many as fit in a file."""
    newest = select(TrailRow).where(_may_see(reader), *_wanted(search))
    return _complete(db.session.scalars(newest.order_by(TrailRow.number.desc()).limit(most)).all())


def activity(activity_id: int) -> Any:  # noqa: ANN401 -- a row of a room above
    """Return an activity.

    Raises:
        NotFoundError: there is none.
    """
    model: Any = queries.subject_model("activity")
    found = db.session.get(model, activity_id)
    if found is None:
        raise NotFoundError(N_("There is no activity at this address."))
    return found


def _may_see(reader: Reader) -> ColumnElement[bool]:
    """Return which rows somebody may see.

    Those of their communities, what they did themselves, and the list of organisations, which all
    communities share; and of accounts only those that they look after.
    """
    if reader.communities is None and reader.accounts is None:
        return true()
    rows: list[ColumnElement[bool]] = [true()]
    if reader.communities is not None:
        shared = and_(
            TrailRow.community_id.is_(None),
            TrailRow.organisation_id.is_not(None),
            TrailRow.person_id.is_(None),
        )
        own = TrailRow.actor_id == reader.account_id
        rows.append(or_(TrailRow.community_id.in_(reader.communities), own, shared))
    if reader.accounts is not None:
        looked_after = TrailRow.community_id.in_(reader.accounts)
        rows.append(or_(TrailRow.account_id.is_(None), looked_after))
    return and_(*rows)


def _wanted(search: Search) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if search.subject and search.subject_id is not None:
        column = getattr(TrailRow, f"{search.subject}_id")
        wanted.append(column.in_(_with_merged(search.subject, search.subject_id)))
    if search.actor_id is not None:
        wanted.append(TrailRow.actor_id == search.actor_id)
    if search.actor is not None:
        wanted.append(TrailRow.actor == search.actor)
    if search.thing is not None:
        is_noted = TrailRow.deed.in_((Deed.NOTED, Deed.FORGOTTEN, Deed.CLEANED))
        wanted.append(TrailRow.thing == search.thing if search.thing else is_noted)
    if search.since is not None:
        wanted.append(TrailRow.happened_at >= search.since)
    if search.until is not None:
        wanted.append(TrailRow.happened_at < search.until)
    return wanted


def _with_merged(subject: str, id_: int) -> list[int]:
    """Return a number with those of the rows that were merged into it: their history is its own."""
    model: Any = queries.subject_model(subject)
    if model is None or not hasattr(model, "merged_into_id"):
        return [id_]
    return [id_, *db.session.scalars(select(model.id).where(model.merged_into_id == id_))]


def _complete(
    rows: Sequence[TrailRow], *, older: int | None = None, newer: int | None = None
) -> Page:
    numbers = [row.number for row in rows]
    values: dict[int, dict[str, Any]] = defaultdict(dict)
    if numbers:
        kept = TrailValue.number.in_(numbers) & (TrailValue.salt != "")
        for value in db.session.scalars(select(TrailValue).where(kept)):
            values[value.number][value.field] = json.loads(value.value)
    return Page(rows, values, _names(_spoken_of(rows)), older, newer)


def _spoken_of(rows: Iterable[TrailRow]) -> Mapping[str, set[int]]:
    """Return the rows, by table, that some rows of the trail speak of by their number."""
    found: dict[str, set[int]] = {table: set() for table in queries.subject_tables().values()}
    for row in rows:
        for subject, table in queries.subject_tables().items():
            found[table].add(getattr(row, f"{subject}_id"))
        found[queries.subject_tables()["account"]].add(row.actor_id or 0)
        if row.thing_id is not None:
            found.setdefault(row.thing, set()).add(row.thing_id)
        told = json.loads(row.told)
        for column, table in queries.references(row.thing).items():
            found.setdefault(table, set()).update(told.get(column) or ())
    return {table: {id_ for id_ in ids if id_} for table, ids in found.items()}


def _names(wanted: Mapping[str, Collection[int]]) -> Names:
    """Return what rows are called by their own words, in one query for each table."""
    names: dict[tuple[str, int], str] = {}
    for table, ids in wanted.items():
        model, column = queries.named_by(table)
        if column is None:
            continue
        rows = db.session.execute(select(model.id, column).where(model.id.in_(ids)))
        names.update({(table, id_): str(name) for id_, name in rows if name})
    return names
