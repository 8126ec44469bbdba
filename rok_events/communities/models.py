"""Tables of communities."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.audit.rules import Trail
from rok_events.core.text import N_
from rok_events.db import Base


class Community(Base):
    """A network or learning community, such as ROK Deventer.

    `accent` is its colour as `#rrggbb`. In a discreet community everybody who registers sees the
    same neutral receipt, so that nobody learns who else takes part.
    """

    __tablename__ = "community"
    __trail__: ClassVar = Trail(
        thing=N_("Network"), name="name", community="id", left_out=("created_at",)
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    accent: Mapped[str] = mapped_column(String(7))
    is_discreet: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
