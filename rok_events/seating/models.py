"""Tables of seating."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.activities.models import Table
from rok_events.audit.rules import Trail
from rok_events.communities.models import Community
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.people.merging_rules import Carried
from rok_events.people.models import Organisation
from rok_events.registrations.models import Registration


class PlannedSeat(Base):
    """At which table somebody with a place is to sit; one table per round of a session.

    Where they really sat is `attendance.Seat`, so that the one can be laid beside the other.
    """

    __tablename__ = "planned_seat"
    __carried__: ClassVar = Carried(N_("Planned places at tables"), is_alone=True)

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    table_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_table.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    registration: Mapped[Registration] = relationship()
    table: Mapped[Table] = relationship()


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
