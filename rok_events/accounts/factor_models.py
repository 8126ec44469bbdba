"""Tables of what proves who somebody is besides their mailbox, and of what roles demand."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rok_events.accounts.passkey_models import Passkey
from rok_events.accounts.provider_models import Identity
from rok_events.accounts.rules import Role
from rok_events.audit.rules import Trail
from rok_events.core.text import N_
from rok_events.db import Base


class Password(Base):
    """What is kept of a password; it counts only beside a second factor."""

    __tablename__ = "password"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class Authenticator(Base):
    """An app that shows a new code every half minute.

    `secret` is sealed with the key of the site. Codes up to `last_step` were used.
    """

    __tablename__ = "authenticator"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(255))
    last_step: Mapped[int]
    added_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code on paper for who has lost the rest; using it up takes the row away."""

    __tablename__ = "recovery_code"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)


class Demand(Base):
    """A role whose holders must have a second factor."""

    __tablename__ = "second_factor_demand"
    __trail__: ClassVar = Trail(thing=N_("Second step demanded"), name="role")

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(unique=True)


class Lock(Base):
    """How often somebody failed to sign in in one way under one address, known or not.

    `digest` stands for the way and the address; nobody gets in that way before `until`.
    """

    __tablename__ = "sign_in_lock"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime | None]


# What makes an account have a second factor.
SECOND_FACTORS: tuple[type[Base], ...] = (Authenticator, Passkey)
# What goes when somebody lost everything.
FACTORS: tuple[type[Base], ...] = (
    Password,
    Authenticator,
    Passkey,
    Identity,
    RecoveryCode,
)
