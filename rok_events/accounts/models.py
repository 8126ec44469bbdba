"""Tables of accounts."""

from __future__ import annotations

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.rules import Role
from rok_events.communities.models import Community
from rok_events.db import Base


class Account(Base, UserMixin):
    """Somebody who signs in. Participants have none."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]


class Grant(Base):
    """A role of an account in one community, or in all where `community` is empty."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "community_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role]
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)

    account: Mapped[Account] = relationship()
    community: Mapped[Community | None] = relationship()
