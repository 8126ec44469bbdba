"""Tables of passkeys."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.accounts.models import Account
from rok_events.accounts.passkey_rules import LONGEST_NAME
from rok_events.audit.rules import Trail
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import Base


class Passkey(Base):
    """A key pair that a phone, a laptop or a stick made for one account; its public half is here.

    `credential_id` is what the device calls it and `user_handle` what it calls the account, both in
    base64url; all passkeys of an account share the handle. `sign_count` stays 0 for devices that do
    not count. `is_backed_up` tells that it lives on in the keychain of a phone's or browser's maker
    when the device is lost.
    """

    __tablename__ = "passkey"
    __trail__: ClassVar = Trail(
        thing=N_("Passkey"),
        name="name",
        account="account_id",
        personal=("name",),
        left_out=(
            "account_id",
            "credential_id",
            "user_handle",
            "public_key",
            "sign_count",
            "transports",
            "created_at",
            "used_at",
        ),
        seen_with=Permission.MANAGE_ACCOUNTS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    user_handle: Mapped[str] = mapped_column(String(86))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]]
    is_backed_up: Mapped[bool]
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class SpentChallenge(Base):
    """A challenge that a passkey has answered: it counts for nothing a second time."""

    __tablename__ = "spent_challenge"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
