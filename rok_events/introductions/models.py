"""Tables of who should meet."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.audit.rules import Trail
from rok_events.communities.models import Community
from rok_events.core.text import N_
from rok_events.db import Base


class SectorPair(Base):
    """Two sectors that should know each other in a community, the first one first by alphabet."""

    __tablename__ = "sector_pair"
    __trail__: ClassVar = Trail(
        thing=N_("Sectors that should know each other"), name="one", community="community_id"
    )
    __table_args__ = (UniqueConstraint("community_id", "one", "other"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    one: Mapped[str] = mapped_column(String(80))
    other: Mapped[str] = mapped_column(String(80))

    community: Mapped[Community] = relationship()
