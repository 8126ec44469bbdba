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
# How long a second factor is waited for, and how long somebody who proved it may change factors.
SECOND_LIFE = timedelta(minutes=10)
PROOF_LIFE = timedelta(minutes=10)


class Way(StrEnum):
    """How somebody came in first."""

    LINK = "link"
    PASSWORD = "password"  # noqa: S105 -- the name of a way
    PASSKEY = "passkey"
    PROVIDER = "provider"


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


class News(StrEnum):
    """What the holder of an account is mailed about it."""

    AUTHENTICATOR_ADDED = "authenticator_added"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    PASSWORD_SET = "password_set"  # noqa: S105 -- the name of a piece of news
    PASSWORD_REMOVED = "password_removed"  # noqa: S105 -- so is this
    RECOVERY_USED = "recovery_used"
    RECOVERY_RENEWED = "recovery_renewed"
    RESET = "reset"
    LOCKED = "locked"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PROVIDER_LINKED = "provider_linked"
    PROVIDER_UNLINKED = "provider_unlinked"


# Of each, the subject of the mail and what it tells.
NEWS: dict[News, tuple[str, str]] = {
    News.AUTHENTICATOR_ADDED: (
        N_("An authenticator app was added to the account"),
        N_("From now on you need a code from that app as well to sign in."),
    ),
    News.AUTHENTICATOR_REMOVED: (
        N_("The authenticator app was removed from the account"),
        N_("Its codes no longer sign you in."),
    ),
    News.PASSWORD_SET: (
        N_("The password of the account was changed"),
        N_("From now on you can sign in with your new password and your second step."),
    ),
    News.PASSWORD_REMOVED: (
        N_("The password of the account was removed"),
        N_("You sign in by a link in a mail from now on."),
    ),
    News.RECOVERY_USED: (
        N_("A recovery code of the account was used"),
        N_("It works no more. Recovery codes left: %(left)s."),
    ),
    News.RECOVERY_RENEWED: (
        N_("The account has new recovery codes"),
        N_("The codes of before work no more. Throw them away."),
    ),
    News.RESET: (
        N_("The second step of the account was reset"),
        N_(
            "An administrator did so, because you could not sign in any more. You are signed out"
            " everywhere; sign in by a link in a mail, and set up a second step again."
        ),
    ),
    News.LOCKED: (
        N_("Somebody tried to sign in to the account"),
        N_(
            "A wrong password or code was given many times, so that way is shut for a while."
            " You can still sign in by a link in a mail."
        ),
    ),
    News.PASSKEY_ADDED: (
        N_("A passkey was added to your account"),
        N_("It is called %(name)s. From now on it can sign in to your account."),
    ),
    News.PASSKEY_REMOVED: (
        N_("A passkey was removed from your account"),
        N_("It was called %(name)s. It no longer signs anybody in."),
    ),
    News.PROVIDER_LINKED: (
        N_("Your account was linked with %(provider)s"),
        N_("Whoever is signed in there as %(label)s can sign in to your account here."),
    ),
    News.PROVIDER_UNLINKED: (
        N_("A link of your account was removed"),
        N_("%(label)s no longer signs anybody in to your account."),
    ),
}


class SignInOverError(ConflictError):
    """Nobody waits for a second factor any more: it took too long, or it was done already."""

    def __init__(self) -> None:
        super().__init__(N_("This took too long. Sign in once more."))


class LinkSpentError(ConflictError):
    """The link was used before, is too old, or never existed: which of the three is not told."""

    def __init__(self) -> None:
        super().__init__(N_("This link to sign in no longer works."))


def is_good(used_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Tell whether a link may still sign somebody in."""
    return used_at is None and now < expires_at


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody proved who they are just now."""
    return proved_at is not None and now - proved_at < PROOF_LIFE


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
