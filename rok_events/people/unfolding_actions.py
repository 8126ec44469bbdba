"""Making two of one again: what was done is taken back, the last step first.

What was changed since stays as it is: it is counted, so that somebody can be told.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from rok_events.db import Base, db
from rok_events.people import frozen, lives_actions
from rok_events.people.folding_actions import redirect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table, Update

    from rok_events.people.folding_actions import Step


class Unfold:
    """A merge while it is taken back; `left` counts by table what could not go back."""

    def __init__(self) -> None:
        self.left: Counter[str] = Counter()
        # SQLite gives the highest number out again once its row is gone.
        self._renumbered: dict[str, int] = {}

    def undo(self, steps: Sequence[Step]) -> None:
        """Take steps back."""
        deeds = {
            "move": self._move_back,
            "put": self._put_back,
            "add": self._remove,
            "take_out": self._bring_back,
            "live": self._live_apart,
        }
        for step in reversed(steps):
            self.left[step["table"]] += deeds[step["do"]](step)

    def _move_back(self, step: Step) -> int:
        was, table = step["was"], step["table"]
        if isinstance(was, str):
            kind, _, number = was.partition(":")
            was = f"{kind}:{self._now(kind, int(number))}"
        else:
            was = self._now(step["of"], was)
        rows = step["rows"]
        if step["keys"] == ["id"]:
            rows = [[self._now(table, id_)] for [id_] in rows]
        return len(rows) - redirect(step | {"was": step["to"], "to": was, "rows": rows})

    def _put_back(self, step: Step) -> int:
        table = _table(step)
        before = frozen.thawed(table, step["before"])
        after = frozen.thawed(table, step["after"])
        own = update(table).where(table.c.id == step["id"])
        return sum(
            _refused(own.where(table.c[name].is_not_distinct_from(value)), {name: before[name]})
            for name, value in after.items()
        )

    def _remove(self, step: Step) -> int:
        table = _table(step)
        row = frozen.thawed(table, step["row"])
        same = [table.c[name].is_not_distinct_from(value) for name, value in row.items()]
        return not db.session.scalars(
            delete(table).where(*same).returning(*table.primary_key)
        ).all()

    def _bring_back(self, step: Step) -> int:
        return self._insert(_table(step), step["row"])

    def _live_apart(self, step: Step) -> int:
        """Give people the working lives they had, unless these were changed since."""
        people = [int(id_) for id_ in step["before"]]
        now = lives_actions.lives(people)
        is_same = lives_actions.told(now) == step["after"]
        if is_same:
            lives_actions.forget(people)
        for id_ in people:
            if is_same or not now[id_]:
                for row in step["before"][str(id_)]:
                    self._insert(_table(step), row)
        return 0 if is_same else 1

    def _insert(self, table: Table, kept: dict[str, Any]) -> int:
        row = frozen.thawed(table, kept)
        for key in table.foreign_keys:
            name = key.parent.name
            row[name] = self._now(key.column.table.name, row[name])
        id_ = row.get("id")
        taken = id_ is not None and db.session.scalar(select(table.c.id).where(table.c.id == id_))
        if taken:
            del row["id"]
        try:
            with db.session.begin_nested():
                own = insert(table).values(row).returning(*table.primary_key)
                made = db.session.scalars(own).one()
        except IntegrityError:
            return 1
        if taken:
            self._renumbered[f"{table.name}:{id_}"] = made
        return 0

    def _now(self, table: str, id_: Any) -> Any:  # noqa: ANN401 -- a number, or none
        return self._renumbered.get(f"{table}:{id_}", id_)


def _table(step: Step) -> Table:
    return Base.metadata.tables[step["table"]]


def _refused(own: Update, values: dict[str, Any]) -> bool:
    """Change a row; tell whether it was changed since, or a constraint says no."""
    table = own.table
    try:
        with db.session.begin_nested():
            changed = db.session.scalars(own.values(values).returning(table.c.id)).all()
    except IntegrityError:
        return True
    return not changed
