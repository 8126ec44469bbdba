"""Tables of what networks show to everybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.audit.rules import Trail
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.reports.rules import Shows


class Publication(Base):
    """What a community shows everybody of its network, as it was on the day of publishing.

    `year` is the year that it is about, or nothing for all years; `as_of` the last day on which
    somebody was present then. `content` is what `published.freeze` makes: nothing in it is of
    persons. Each time it is published it gets another `version`. A community without a row shows
    nothing.
    """

    __tablename__ = "publication"
    __trail__: ClassVar = Trail(
        thing=N_("Network for everybody"),
        name="shows",
        community="community_id",
        left_out=("content", "version"),
    )

    community_id: Mapped[int] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), primary_key=True
    )
    shows: Mapped[Shows]
    year: Mapped[int | None]
    as_of: Mapped[date]
    published_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    version: Mapped[str] = mapped_column(String(43))
