"""What mail announces: mail that came in and says something to a room."""

from __future__ import annotations

from dataclasses import dataclass

from rok_events.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarReceived(Event):
    """Somebody's calendar program wrote to us.

    `sender` is the address it came from, in lower case; `content` is the calendar object as it
    came. `is_robot`: it answers by itself, so nothing may answer it.
    """

    incoming_id: int
    sender: str
    content: str
    is_robot: bool = False


@dataclass(frozen=True, kw_only=True)
class MailBounced(Event):
    """A mail of ours came back.

    `email` is the address that we had sent it to, `reason` what the other server said of it.
    `is_permanent`: another mail to this address would come back too.
    """

    mail_id: int
    email: str
    is_permanent: bool
    reason: str
