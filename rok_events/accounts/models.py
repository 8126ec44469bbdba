"""Tables of accounts."""

from __future__ import annotations

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.rules import Role
from rok_events.communities.models import Community
from rok_events.db import Base


class Account(Base, UserMixin):
    """Somebody who signs in. Participants have none.

    `email` is in lower case. A new `fs_uniquifier` ends every session of the account.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]

    grants: Mapped[list[Grant]] = relationship(
        back_populates="account", order_by="Grant.id", cascade="all, delete-orphan"
    )


class Grant(Base):
    """A role of an account in one community, or in all where `community` is empty."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("account_id", "role", "community_id"),
        # Of two empty values neither database says that they are the same.
        Index(
            "uq_role_grant_everywhere",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("community_id IS NULL"),
            postgresql_where=text("community_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role]
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)

    account: Mapped[Account] = relationship(back_populates="grants")
    community: Mapped[Community | None] = relationship()


class SignInLink(Base):
    """A link in a mail that signs somebody in once; afterwards, the session that it began.

    `digest` is all that is kept of the secret in the link. `used_at` is when the session began and
    `ended_at` when it was ended by signing out. Without this row there is no session, so none is
    older than the row is kept. A link without an account was asked for with an address that nobody
    has: it opens nothing, and is there so that asking takes as long. `device` is what it was used
    with, in a word or two.
    """

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(60), default="", server_default="")
