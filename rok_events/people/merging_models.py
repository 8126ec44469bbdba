"""Tables of merges: what was merged, and where links lead whose row gave way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.models import Account
from rok_events.db import Base
from rok_events.people.merging_rules import MergeKind


class Merge(Base):
    """One person or organisation was merged into another.

    `kept_id` and `gone_id` are plain numbers of the table that `kind` names. `steps` is what was
    done, in order, so that it can be taken back: see `folding_actions`. It holds what people told,
    and is emptied when the merge is undone; the row goes when its term is over.
    """

    __tablename__ = "merge"
    __table_args__ = (Index(None, "kind", "kept_id"), Index(None, "kind", "gone_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MergeKind]
    kept_id: Mapped[int]
    gone_id: Mapped[int]
    merged_at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)

    account: Mapped[Account | None] = relationship()


class MergedLink(Base):
    """The secret of a link whose row gave way in a merge: `leads_to` is that of who stayed.

    `kind` is the table of both. Where the other link ends, so does this one.
    """

    __tablename__ = "merged_link"
    __table_args__ = (UniqueConstraint("kind", "token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    token: Mapped[str] = mapped_column(String(255))
    leads_to: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime]
