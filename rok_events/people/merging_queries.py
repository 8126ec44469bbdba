"""Reading merges, and who or what somebody or something is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Table, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import Base, db
from rok_events.people.merging_models import Merge, MergedLink
from rok_events.people.merging_rules import Carried, MergeKind
from rok_events.people.models import Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Column, CompoundSelect, Select

_LINK = select(MergedLink.leads_to).where(
    MergedLink.kind == bindparam("kind"), MergedLink.token == bindparam("token")
)
PLAIN = Carried(N_("Other data"))


class Reference(NamedTuple):
    """A column that points at a table of which rows are merged."""

    table: Table
    column: Column[Any]


def references(target: Table) -> list[Reference]:
    """Return every column that points at the rows of a table, from the metadata."""
    return [
        Reference(table, key.parent)
        for table in Base.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is target
    ]


def carried(table: Table) -> Carried:
    """Return what a table says of its rows to whoever merges."""
    models = [one.class_ for one in Base.registry.mappers if one.local_table is table]
    return getattr(models[0], "__carried__", PLAIN) if models else PLAIN


def words(table_name: str) -> str:
    """Return what a table calls its rows, as a message id."""
    return carried(Base.metadata.tables[table_name]).words


def table(kind: MergeKind) -> Table:
    """Return the table of what is merged."""
    return Base.metadata.tables[kind.value]


def get(merge_id: int) -> Merge:
    """Return a merge, which nobody else changes until the commit.

    Raises:
        NotFoundError: there is none, or its term is over.
    """
    found = db.session.scalar(
        select(Merge)
        .where(Merge.id == merge_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(N_("There is no such merge, or it is too long ago."))
    return found


def find(kind: MergeKind, gone_id: int) -> Merge | None:
    """Return the merge that took somebody or something away, unless its term is over."""
    return db.session.scalar(
        select(Merge).where(Merge.kind == kind, Merge.gone_id == gone_id, Merge.undone_at.is_(None))
    )


def late(kind: MergeKind) -> set[int]:
    """Return what was merged away and is pointed at all the same."""
    own = table(kind)
    gone = select(own.c.id).where(own.c.merged_into_id.is_not(None))
    return {
        id_
        for reference in references(own)
        for id_ in db.session.scalars(
            select(reference.column).where(reference.column.in_(gone)).distinct()
        )
    }


def has_late() -> bool:
    """Tell whether anything that was merged away is pointed at all the same."""
    return any(late(kind) for kind in MergeKind)


def names(merges: Collection[Merge]) -> Mapping[tuple[MergeKind, int], str]:
    """Return what is called how of what was merged, by kind and number."""
    found: dict[tuple[MergeKind, int], str] = {}
    for kind in MergeKind:
        own = table(kind)
        ids = {id_ for one in merges if one.kind is kind for id_ in (one.kept_id, one.gone_id)}
        rows = db.session.execute(select(own.c.id, own.c.name).where(own.c.id.in_(ids)))
        found |= {(kind, id_): name for id_, name in rows}
    return found


def latest(people: Select[int] | CompoundSelect[int] | None, most: int) -> Sequence[Merge]:
    """Return merges, the latest first; of people only those that `people` selects, if it does."""
    chosen = select(Merge).order_by(Merge.id.desc()).limit(most).options(joinedload(Merge.account))
    if people is not None:
        chosen = chosen.where(or_(Merge.kind != MergeKind.PERSON, Merge.kept_id.in_(people)))
    return db.session.scalars(chosen).all()


def of(kind: MergeKind, id_: int) -> Sequence[Merge]:
    """Return the merges of which a person or an organisation is what was kept, latest first."""
    return db.session.scalars(
        select(Merge)
        .where(Merge.kind == kind, Merge.kept_id == id_)
        .order_by(Merge.id.desc())
        .options(joinedload(Merge.account))
    ).all()


def counts(kind: MergeKind, id_: int) -> Mapping[str, int]:
    """Count what points at somebody or something, by what its tables call it."""
    counted: dict[str, int] = {}
    for reference in references(table(kind)):
        words = carried(reference.table).words
        number = db.session.scalar(
            select(func.count()).select_from(reference.table).where(reference.column == id_)
        )
        if number:
            counted[words] = counted.get(words, 0) + number
    return counted


def addresses(person_id: int) -> Sequence[str]:
    """Return all addresses of somebody: those of who was merged into them are theirs too."""
    mine = or_(Person.id == person_id, Person.merged_into_id == person_id)
    return [
        email
        for email in db.session.scalars(select(Person.email).where(mine).order_by(Person.id))
        if email
    ]


def names_of(person_id: int) -> Sequence[str]:
    """Return the names of somebody, and of whoever was merged into them."""
    mine = or_(Person.id == person_id, Person.merged_into_id == person_id)
    return db.session.scalars(select(Person.name).where(mine).order_by(Person.id)).all()


def present_id(model: type[Person | Organisation], id_: int) -> int:
    """Return the number of what a row was merged into; its own if it was not."""
    found = db.session.scalar(
        select(func.coalesce(model.merged_into_id, model.id)).where(model.id == id_)
    )
    return found or id_


def leads_to(kind: str, token: str) -> str | None:
    """Return the secret of the row that stayed, if a link is that of one that gave way."""
    found = None
    while step := db.session.scalar(_LINK, {"kind": kind, "token": found or token}):
        found = step
    return found
