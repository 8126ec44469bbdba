"""Tables of accounts."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from flask_security import UserMixin
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.rules import Role, Way
from rok_events.audit.rules import Trail
from rok_events.communities.models import Community
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import Base


class Account(Base, UserMixin):
    """Somebody who signs in. Participants have none.

    `email` is in lower case. A new `fs_uniquifier` ends every session of the account.
    """

    __tablename__ = "account"
    __trail__: ClassVar = Trail(
        thing=N_("Account"),
        name="name",
        account="id",
        personal=("name", "email"),
        left_out=("fs_uniquifier", "created_at", "signed_in_at"),
        seen_with=Permission.MANAGE_ACCOUNTS,
    )

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
    """A role of an account in one community, or in all where `community` is empty.

    `given_by` is the issuer of the provider that says so at each sign-in; empty when given by hand.
    """

    __tablename__ = "role_grant"
    __trail__: ClassVar = Trail(
        thing=N_("Role"),
        name="role",
        account="account_id",
        community="community_id",
        left_out=("account_id",),
    )
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
    given_by: Mapped[str] = mapped_column(String(255), default="", server_default="")

    account: Mapped[Account] = relationship(back_populates="grants")
    community: Mapped[Community | None] = relationship()


class SignInLink(Base):
    """A link in a mail that signs somebody in once.

    `digest` is all that is kept of the secret in the link. A link without an account was asked for
    with an address that nobody has: it opens nothing, and is there so that asking takes as long.
    """

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignIn(Base):
    """Somebody who is signed in with some program; without this row there is no session.

    `proved_at` is when they last proved who they are, empty while the second factor is waited for:
    until then it opens nothing. `is_strong` says that two factors were proved. `device` is the
    program in a word or two.
    """

    __tablename__ = "sign_in"
    # A number that was taken once never comes back: old cookies name it.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    way: Mapped[Way]
    device: Mapped[str] = mapped_column(String(60))
    began_at: Mapped[datetime] = mapped_column(index=True)
    proved_at: Mapped[datetime | None]
    is_strong: Mapped[bool]
