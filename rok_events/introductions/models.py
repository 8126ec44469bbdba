"""Tables of who should meet."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.audit.rules import Trail
from rok_events.communities.models import Community
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.people.merging_rules import Carried
from rok_events.people.models import Organisation


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


class TableWish(Base):
    """Two organisations that should sit at one table some time, `one` the one with the lower id.

    After a merge they may stand the other way round, twice, or be one and the same: `queries`
    reads them as a set of pairs.
    """

    __tablename__ = "table_wish"
    __trail__: ClassVar = Trail(
        thing=N_("Wish for the table plan"),
        name="other_id",
        community="community_id",
        organisation="one_id",
        left_out=("wished_at",),
    )
    __carried__: ClassVar = Carried(N_("Wishes for the table plan"))
    __table_args__ = (UniqueConstraint("community_id", "one_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    one_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    wished_at: Mapped[datetime]

    community: Mapped[Community] = relationship()
    one: Mapped[Organisation] = relationship(foreign_keys=one_id)
    other: Mapped[Organisation] = relationship(foreign_keys=other_id)
