"""Who signs in, and how; the long work they start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rok_events.accounts.models import Account, Grant, SignIn
from rok_events.accounts.passkey_models import Passkey
from rok_events.accounts.provider_models import Identity
from rok_events.accounts.rules import Role, Way
from rok_events.core import clock
from rok_events.work.models import Work
from tests.make.rows import LONG_AGO, next_number, saved

if TYPE_CHECKING:
    from rok_events.communities.models import Community


def account(
    role: Role | None = Role.ORGANISER, in_: Community | None = None, **given: Any
) -> Account:
    """Make an account with a role in one community, or everywhere; without one if it is None."""
    n = next_number()
    defaults = {
        "email": f"medewerker{n}@example.org",
        "name": f"Medewerker {n}",
        "fs_uniquifier": f"uniquifier-{n}",
    }
    made = Account(**{"created_at": LONG_AGO} | defaults | given)
    if role is not None:
        made.grants.append(Grant(role=role, community_id=in_.id if in_ else None))
    return saved(made)


def session(account: Account, **given: Any) -> SignIn:
    """Make a session of an account."""
    now = clock.now()
    times = {"began_at": now, "proved_at": now}
    defaults = {"way": Way.LINK, "device": "", "is_strong": False}
    return saved(SignIn(account_id=account.id, **times | defaults | given))


def passkey(account: Account, **given: Any) -> Passkey:
    """Make a passkey of an account, of which the device is nowhere."""
    n = next_number()
    defaults = {
        "credential_id": f"passkey-{n}",
        "user_handle": f"handle-{account.id}",
        "public_key": b"",
        "sign_count": 0,
        "transports": [],
        "is_backed_up": False,
        "name": f"Telefoon {n}",
        "created_at": LONG_AGO,
    }
    return saved(Passkey(account_id=account.id, **defaults | given))


def identity(account: Account, **given: Any) -> Identity:
    """Make who somebody is at a provider."""
    defaults = {
        "issuer": "https://inlog.example.org",
        "subject": f"iemand-{next_number()}",
        "label": account.email,
        "created_at": LONG_AGO,
        "used_at": LONG_AGO,
    }
    return saved(Identity(account_id=account.id, **defaults | given))


def work(**given: Any) -> Work:
    """Make long work that waits: a file of attendance."""
    asked = {"filename": "lijst.csv", "community_id": None, "communities": None, "is_trial": False}
    defaults = {"kind": "attendance.import", "title": "lijst.csv", "arguments": asked}
    return saved(Work(**{"made_at": clock.now()} | defaults | given))
