"""Reading the trail, and finding what its rows are about."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, false, func, or_, select
from sqlalchemy.orm import aliased

from rok_events.audit import chain
from rok_events.audit.chain import Link, Mark, Value
from rok_events.audit.models import TrailHead, TrailRow, TrailValue
from rok_events.audit.rules import SUBJECTS, Deed, Trail
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import Base, db

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement

LINK = ("hash", *chain.LINK)
STEP = 1000
"""How many rows are held at once while the chain is checked."""


@cache
def trails() -> Mapping[type[Base], Trail]:
    """Return every table that is told of, with what may be told."""
    return {
        mapper.class_: trail
        for mapper in Base.registry.mappers
        if isinstance(trail := getattr(mapper.class_, "__trail__", None), Trail)
    }


@cache
def subject_model(subject: str) -> type[Base] | None:
    """Return the table whose own rows are the activities, the persons, and so on."""
    return next((m for m, trail in trails().items() if trail.paths().get(subject) == "id"), None)


@cache
def subject_tables() -> Mapping[str, str]:
    """Return the name of each subject's table."""
    found = {subject: subject_model(subject) for subject in SUBJECTS}
    return {subject: model.__tablename__ for subject, model in found.items() if model}


@cache
def by_table() -> Mapping[str, type[Base]]:
    """Return every table that is told of, by its name."""
    return {model.__tablename__: model for model in trails()}


@cache
def references(table: str) -> Mapping[str, str]:
    """Return the columns of a table that point at another table that is told of, and at which."""
    found = Base.metadata.tables.get(table)
    return {
        key.parent.name: target
        for key in (found.foreign_keys if found is not None else ())
        if (target := key.target_fullname.partition(".")[0]) in by_table()
    }


@cache
def named_by(table: str) -> tuple[Any, Any]:
    """Return a model with the column that names its rows; no column where another row names them.

    Neither where rows have no number of their own.
    """
    model: Any = by_table().get(table)
    name = trails()[model].name if model else ""
    if not name or name in references(table) or not hasattr(model, "id"):
        return model, None
    column = getattr(model, name)
    # Who gave no name is called by their address.
    address = getattr(model, "email", None)
    return model, column if address is None else func.coalesce(func.nullif(column, ""), address)


def community_of(activity_id: int) -> int | None:
    """Return the community of an activity; mostly without asking, because it is being changed."""
    model = subject_model("activity")
    found: Any = model and db.session.get(model, activity_id)
    return found.community_id if found is not None else None


def end() -> tuple[Mark, int]:
    """Return where the chain says that it ends, and the number of the last row that there is.

    Raises:
        NotFoundError: it does not say.
    """
    last = select(func.max(TrailRow.number)).scalar_subquery()
    found = db.session.execute(select(TrailHead.number, TrailHead.hash, last)).one_or_none()
    if found is None:
        raise NotFoundError(N_("The row that says where the audit trail ends is gone."))
    return Mark(*found[:2]), found[2] or 0


def links(first: int, last: int) -> Iterator[Link]:
    """Return a part of the chain, in one statement and a little at a time.

    One statement sees one moment, however much is written meanwhile.
    """
    eraser, erased = aliased(TrailRow), aliased(TrailValue)
    forgotten = select(func.count()).where(erased.forgotten_in == TrailRow.number)
    columns = [getattr(TrailRow, name) for name in LINK]
    found = db.session.execute(
        select(
            TrailValue.field,
            TrailValue.salt,
            TrailValue.value,
            func.coalesce(eraser.deed == Deed.FORGOTTEN, false()).label("is_forgotten"),
            case((TrailRow.deed == Deed.FORGOTTEN, forgotten.scalar_subquery()), else_=0),
            *columns,
        )
        .outerjoin(TrailValue, TrailValue.number == TrailRow.number)
        .outerjoin(eraser, eraser.number == TrailValue.forgotten_in)
        .where(TrailRow.number.between(first, last))
        .order_by(TrailRow.number)
        .execution_options(yield_per=STEP)
    )
    for _number, group in groupby(found, key=lambda row: row.number):
        rows = [*group]
        values = [Value(*row[:4]) for row in rows if row.field is not None]
        yield Link(dict(zip(LINK, rows[0][5:], strict=True)), values, rows[0][4])


def about_person(person_id: int | None, account_id: int | None) -> Sequence[TrailRow]:
    """Return the rows about a person or their account, and what was done with it, as they went."""
    return db.session.scalars(
        select(TrailRow).where(_of(person_id, account_id)).order_by(TrailRow.number)
    ).all()


def values_about(person_id: int | None, account_id: int | None) -> Sequence[TrailValue]:
    """Return the personal values that are told of a person or their account."""
    numbers = select(TrailRow.number).where(_of(person_id, account_id))
    return db.session.scalars(
        select(TrailValue)
        .where(TrailValue.number.in_(numbers), TrailValue.salt != "")
        .order_by(TrailValue.number, TrailValue.field)
    ).all()


def _of(person_id: int | None, account_id: int | None) -> ColumnElement[bool]:
    return or_(
        TrailRow.person_id == (person_id or 0),
        TrailRow.account_id == (account_id or 0),
        TrailRow.actor_id == (account_id or 0),
    )
