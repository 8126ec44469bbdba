"""What each role may do, and what makes a sign-in link good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Collection
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
            Permission.MANAGE_PEOPLE,
            Permission.SEE_NEEDS,
            Permission.SEE_AUDIT,
        }
    ),
    Role.HOST: frozenset({Permission.CHECK_IN}),
    Role.LEAD: frozenset({Permission.SEE_NETWORK}),
}


ROLES = {
    Role.ADMINISTRATOR: N_("administrator"),
    Role.ORGANISER: N_("organiser"),
    Role.HOST: N_("host"),
    Role.LEAD: N_("project lead"),
}
DUTIES = {
    Role.ADMINISTRATOR: N_("May do everything, and decides who else may."),
    Role.ORGANISER: N_("Plans activities, and looks after registrations, mail and attendance."),
    Role.HOST: N_("Ticks off at the door who is there."),
    Role.LEAD: N_("Sees which organisations meet."),
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A role for somebody, in one community or everywhere."""

    email: str
    role: Role
    name: str = ""
    community_id: int | None = None


# The first that is found counts: most programs name those that they descend from as well.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "Chromebook",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


class LinkSpentError(ConflictError):
    """The link was used before, is too old, or never existed: which of the three is not told."""

    def __init__(self) -> None:
        super().__init__(N_("This link to sign in no longer works."))


def is_good(used_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Tell whether a link may still sign somebody in."""
    return used_at is None and now < expires_at


def device(user_agent: str) -> str:
    """Return what a browser says of itself in a word or two, such as "Firefox, Windows"."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system)))


def shares(managed: Collection[int] | None, where: Collection[int | None]) -> bool:
    """Tell whether an account has a role in what somebody manages; `None` is every community."""
    return managed is None or any(community_id in managed for community_id in where)


def looks_after(managed: Collection[int] | None, where: Collection[int | None]) -> bool:
    """Tell whether who manages some communities manages all in which an account has a role.

    `None` stands for every community. An account without a role is for those who manage them all.
    """
    if managed is None:
        return True
    return bool(where) and all(community_id in managed for community_id in where)


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
