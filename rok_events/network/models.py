"""Tables of the network."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.people.merging_rules import Carried


class OrganisationPosition(Base):
    """Where an organisation stands in every picture, in the units of `layout`."""

    __tablename__ = "organisation_position"
    __carried__: ClassVar = Carried(N_("Places in the picture"))

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    x: Mapped[float]
    y: Mapped[float]
    moved_at: Mapped[datetime]
