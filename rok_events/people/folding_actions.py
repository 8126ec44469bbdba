"""Making one row of two, with all that points at them, and two of one again.

Which tables point there is found in the metadata, so a new one is covered without a word. Where a
constraint allows only one of two rows, the one of less worth gives way: what points at it goes to
the one that stays, the row itself is kept in the record, and its links lead on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import (
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    true,
    tuple_,
    update,
)

from rok_events.core import clock
from rok_events.db import Base, db, in_parts
from rok_events.mail.models import OutgoingMail
from rok_events.people import frozen
from rok_events.people.merging_models import MergedLink
from rok_events.people.merging_queries import Reference, carried, references

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement

    Row: TypeAlias = Mapping[str, Any]
    Step: TypeAlias = dict[str, Any]

MAILS = Base.metadata.tables[OutgoingMail.__tablename__]
LINKS = Base.metadata.tables[MergedLink.__tablename__]


def redirect(step: Step) -> int:
    """Let the rows of a step that still point at `was` point at `to`; return how many those are."""
    table = Base.metadata.tables[step["table"]]
    column = table.c[step["column"]]
    keys = [table.c[name] for name in step["keys"]]
    pointing = update(table).where(column == step["was"]).values({column: step["to"]})
    return sum(
        db.session.execute(pointing.where(_among(keys, part))).rowcount  # type: ignore[attr-defined]
        for part in in_parts(step["rows"])
    )


class Fold:
    """A merge while it is done: `steps` tells all of it, in order, so that it can be taken back."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def follow(
        self, target: Table, into: Mapping[int, int], *, apart_from: Collection[Table] = ()
    ) -> None:
        """Let all that points at some rows of a table point at others; `into` says at which."""
        for table, column in references(target):
            if table not in apart_from:
                self._move(Reference(table, column), into)
        # What names rows by word: mails are about `registration:12`.
        abouts = {f"{target.name}:{gone}": f"{target.name}:{kept}" for gone, kept in into.items()}
        self._redirect(Reference(MAILS, MAILS.c.about), _held(MAILS, MAILS.c.about, abouts), abouts)

    def put(self, table: Table, id_: int, **values: object) -> None:
        """Give a row other values."""
        own = table.c.id == id_
        before = dict(db.session.execute(select(table).where(own)).mappings().one())
        db.session.execute(update(table).where(own).values(values))
        self.steps.append(
            {
                "do": "put",
                "table": table.name,
                "id": id_,
                "before": frozen.row(table, {name: before[name] for name in values}),
                "after": frozen.row(table, values),
            }
        )

    def add(self, table: Table, **values: object) -> None:
        """Add a row."""
        made = db.session.execute(insert(table).values(values).returning(table)).mappings().one()
        row = frozen.row(table, dict(made))
        self.steps.append({"do": "add", "table": table.name, "row": row})

    def take_out(self, table: Table, rows: Sequence[Row]) -> None:
        """Take rows away, and keep what stood in them."""
        keys = [*table.primary_key]
        identities = [[row[key.name] for key in keys] for row in rows]
        for part in in_parts(identities):
            db.session.execute(delete(table).where(_among(keys, part)))
        self.steps += [
            {"do": "take_out", "table": table.name, "row": frozen.row(table, row)} for row in rows
        ]

    def _move(self, reference: Reference, into: Mapping[int, int]) -> None:
        table, column = reference
        moving = _held(table, column, into)
        if not moving:
            return
        uniques = [()] if carried(table).is_alone else _uniques(table, column)
        staying = _held(table, column, {*into.values()}) if uniques else []
        pairs: list[tuple[Row, Row]] = []
        for others in uniques:
            pairs += _meeting(reference, others, _without(pairs, moving, staying), into)
        self._give_way(table, pairs)
        left, _ = _without(pairs, moving, staying)
        (key,) = column.foreign_keys
        self._redirect(reference, left, into, key.column.table.name)

    def _give_way(self, table: Table, pairs: Sequence[tuple[Row, Row]]) -> None:
        """Let the first row of each pair give way to the second."""
        if not pairs:
            return
        if "id" in table.c:
            self.follow(table, {loser["id"]: stays["id"] for loser, stays in pairs})
        secrets = [one.name for one in table.c if one.unique and isinstance(one.type, String)]
        for name in secrets:
            for loser, stays in pairs:
                link = {"token": loser[name], "leads_to": stays[name], "made_at": clock.now()}
                self.add(LINKS, kind=table.name, **link)
        self.take_out(table, [loser for loser, _stays in pairs])

    def _redirect(
        self, reference: Reference, rows: Sequence[Row], into: Mapping[Any, Any], of: str = ""
    ) -> None:
        """Let rows point elsewhere; `of` is the table that they point at."""
        table, column = reference
        keys = [key.name for key in table.primary_key if key is not column]
        by_target: dict[Any, list[list[Any]]] = defaultdict(list)
        for row in rows:
            by_target[row[column.name]].append([row[name] for name in keys])
        for was, moved in by_target.items():
            step: Step = {"do": "move", "table": table.name, "column": column.name, "of": of}
            step |= {"was": was, "to": into[was], "keys": keys, "rows": moved}
            redirect(step)
            self.steps.append(step)


def _held(table: Table, column: Column[Any], values: Collection[Any]) -> list[Row]:
    """Return the rows that point at some of `values`; nobody else changes them until the commit."""
    return [
        dict(row)
        for part in in_parts([*values])
        for row in db.session.execute(
            select(table)
            .where(column.in_(part))
            .order_by(*table.primary_key)
            .with_for_update(of=table)
        ).mappings()
    ]


def _uniques(table: Table, column: Column[Any]) -> list[tuple[str, ...]]:
    """Return with which other columns together a column may hold a value only once."""
    kinds = (UniqueConstraint, PrimaryKeyConstraint)
    constraints = [one.columns for one in table.constraints if isinstance(one, kinds)]
    indexes: list[Index] = [one for one in table.indexes if one.unique]
    together = [tuple(columns) for columns in (*constraints, *(one.columns for one in indexes))]
    return sorted(
        tuple(c.name for c in columns if c is not column)
        for columns in together
        if column in columns
    )


def _without(pairs: Sequence[tuple[Row, Row]], *groups: Sequence[Row]) -> tuple[list[Row], ...]:
    losers = {id(loser) for loser, _stays in pairs}
    return tuple([row for row in rows if id(row) not in losers] for rows in groups)


def _meeting(
    reference: Reference,
    others: Sequence[str],
    rows: tuple[list[Row], ...],
    into: Mapping[int, int],
) -> Iterator[tuple[Row, Row]]:
    """Yield the rows of which a constraint allows only one: first the one that gives way."""
    moving, staying = rows
    worth = carried(reference.table).worth
    column = reference.column.name
    there = {(row[column], *(row[name] for name in others)): row for row in staying}
    for row in moving:
        rest = [row[name] for name in others]
        other = there.get((into[row[column]], *rest))
        if other is not None and None not in rest:
            yield (other, row) if worth(row) > worth(other) else (row, other)


def _among(keys: Sequence[Column[Any]], rows: Sequence[Sequence[Any]]) -> ColumnElement[bool]:
    if not keys:
        return true()
    if len(keys) == 1:
        return keys[0].in_([row[0] for row in rows])
    return tuple_(*keys).in_([tuple(row) for row in rows])
