"""What each role may do, and what makes a sign-in link good."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.web.access import Visitor

LINK_MINUTES = 30
LINK_LIFE = timedelta(minutes=LINK_MINUTES)
SESSION_IDLE = timedelta(hours=12)
SESSION_LIFE = timedelta(days=30)
ACCOUNT_LIFE = timedelta(days=2 * 365)


class Role(StrEnum):
    """What somebody is in a community, or in all of them."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    HOST = "host"
    LEAD = "lead"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.ORGANISER: frozenset(
        {
            Permission.PLAN_ACTIVITIES,
            Permission.MANAGE_REGISTRATIONS,
            Permission.WRITE_TO_PARTICIPANTS,
            Permission.CHECK_IN,
            Permission.SEE_PARTICIPANTS,
            Permission.IMPORT_ATTENDANCE,
            Permission.SEE_MAIL,
        }
    ),
    Role.HOST: frozenset({Permission.CHECK_IN}),
    Role.LEAD: frozenset({Permission.SEE_NETWORK}),
}


class LinkSpentError(ConflictError):
    """The link was used before, is too old, or never existed: which of the three is not told."""

    def __init__(self) -> None:
        super().__init__(N_("This link to sign in no longer works."))


def is_good(used_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Tell whether a link may still sign somebody in."""
    return used_at is None and now < expires_at


def address(email: str) -> str:
    """Return an e-mail address as accounts keep it: in lower case, the domain as it is sent.

    Raises:
        InvalidError: no mail can arrive at such an address.
    """
    try:
        found = validate_email(email.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        message = N_("Fill in an e-mail address such as name@example.org.")
        raise InvalidError(message, field="email") from None
    return str(found.ascii_email).lower()


def start_page(visitor: Visitor) -> str:
    """Return the path of the page where somebody's work begins."""
    return "/beheer" if visitor.may_somewhere(Permission.CHECK_IN) else "/inzicht"
