"""Tables of identities that other providers vouch for."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.models import Account
from rok_events.audit.rules import Trail
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import Base


class Identity(Base):
    """Somebody at a provider, who is an account here.

    `subject` is what the provider calls them and never calls anybody else; `label` is what they
    know themselves by there, as it was at the last time.
    """

    __tablename__ = "provider_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    __trail__: ClassVar = Trail(
        thing=N_("Account elsewhere"),
        name="label",
        account="account_id",
        personal=("subject", "label"),
        left_out=("account_id", "created_at", "used_at"),
        seen_with=Permission.MANAGE_ACCOUNTS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    label: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]

    account: Mapped[Account] = relationship()
