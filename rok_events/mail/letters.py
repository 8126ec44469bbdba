"""Letters: what a room wants to have sent, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message to one recipient, ready for the outbox.

    `purpose` names the kind of letter, `about` the thing it tells of, such as `registration:12`.
    `calendar` is an iTIP object, `calendar_method` its METHOD. After `useless_at` it is no longer
    worth sending.
    """

    purpose: str
    about: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    reply_to: str = ""
    calendar: str = ""
    calendar_method: str = ""
    useless_at: datetime | None = None
