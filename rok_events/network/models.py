"""Tables of the network."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.db import Base


class OrganisationPosition(Base):
    """Where an organisation stands in every picture, in the units of `layout`."""

    __tablename__ = "organisation_position"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    x: Mapped[float]
    y: Mapped[float]
    moved_at: Mapped[datetime]
