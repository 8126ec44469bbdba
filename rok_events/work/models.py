"""The table of long work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.models import Account
from rok_events.communities.models import Community
from rok_events.db import Base
from rok_events.work.rules import WorkState


class Work(Base):
    """Something that takes too long for a request, done by the worker in one or more steps.

    `title` is what it is about, as somebody named it: the name of a file. `arguments` and `payload`
    are what the task is given; the payload is dropped when the work ends. `steps` counts those that
    were committed, together with what came of them so far: `result`. Whoever holds it has `claim`.
    """

    __tablename__ = "work"
    __table_args__ = (Index(None, "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    arguments: Mapped[dict[str, Any]]
    payload: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    state: Mapped[WorkState] = mapped_column(default=WorkState.WAITING)
    claim: Mapped[str | None] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()
    community: Mapped[Community | None] = relationship()
