"""The audit trail: rows in a chain, the personal values beside them, and where the chain ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.audit import chain
from rok_events.audit.rules import Actor, Deed
from rok_events.db import Base


def _few(column: str) -> Index:
    """Return an index of the rows that have something in a column, in the order of the chain."""
    told = text(f"{column} IS NOT NULL")
    return Index(None, column, "number", sqlite_where=told, postgresql_where=told)


class TrailRow(Base):
    """One thing that somebody did: a row made, changed or removed, or what was noted.

    `number` counts without gaps; `hash` is made as `chain` says, over `previous` and the rest.
    `thing` names the table, or holds the sentence of what was noted, as a message id. `told` is
    JSON: values before and after by column. What it is about are plain numbers: the row outlives
    what it tells of.
    """

    __tablename__ = "trail_row"
    __table_args__ = (
        Index(None, "community_id", "number"),
        _few("activity_id"),
        _few("organisation_id"),
        _few("person_id"),
        _few("account_id"),
        _few("actor_id"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    happened_at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[Actor]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(100), default="")
    deed: Mapped[Deed]
    thing: Mapped[str] = mapped_column(String(200))
    thing_id: Mapped[int | None]
    community_id: Mapped[int | None]
    activity_id: Mapped[int | None]
    organisation_id: Mapped[int | None]
    person_id: Mapped[int | None]
    account_id: Mapped[int | None]
    told: Mapped[str] = mapped_column(Text)


class TrailValue(Base):
    """A personal value before and after, as JSON, with the salt of its seal.

    Erasing empties both, and `forgotten_in` is the number of the row that tells so.
    """

    __tablename__ = "trail_value"

    number: Mapped[int] = mapped_column(
        ForeignKey("trail_row.number", ondelete="CASCADE"), primary_key=True
    )
    field: Mapped[str] = mapped_column(String(60), primary_key=True)
    salt: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text)
    forgotten_in: Mapped[int | None] = mapped_column(index=True)


class TrailHead(Base):
    """Where the chain ends: one row, which whoever adds to the chain holds until the commit."""

    __tablename__ = "trail_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


BEGIN = f"INSERT INTO trail_head (id, number, hash) VALUES (1, 0, '{chain.ORIGIN}')"  # noqa: S608
# Where tables are made without migrations the chain begins too.
event.listen(
    TrailHead.__table__,
    "after_create",
    DDL(BEGIN),  # type: ignore[no-untyped-call]  # theirs
)
