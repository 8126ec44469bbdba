"""Tables of the network."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, String, Text
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


class NetworkEdition(Base):
    """The one row that says which edition of the network this is: another after every change of it.

    Whoever remembers an answer looks here whether it is still the latest.
    """

    __tablename__ = "network_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime]


class NetworkComparison(Base):
    """How the ties of one part of the network compare with chance, for one version of it.

    `key` is made of `scope`, which says what part that is. `digest` is of the cells that were
    compared, `content` what came of it. Of one that is asked for and not there yet, `asked_at` is
    set; whoever works it out has `claimed_at`.
    """

    __tablename__ = "network_comparison"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(90), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    asked_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
