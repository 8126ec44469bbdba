"""What we keep and how everybody can use the site, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask_babel import ngettext

from rok_events.accounts import rules as accounts
from rok_events.audit import rules as audit
from rok_events.certificates import rules as certificates
from rok_events.guests import rules as guests
from rok_events.mail import rules as mail
from rok_events.messages import rules as messages
from rok_events.people import merging_rules as merging
from rok_events.people import registers
from rok_events.people import rules as people
from rok_events.registrations import rules as registrations
from rok_events.web.access import public

if TYPE_CHECKING:
    from datetime import timedelta

    from flask.typing import ResponseReturnValue

bp = Blueprint("privacy", __name__)

YEAR = 365


@bp.get("/privacy")
@public
def statement() -> ResponseReturnValue:
    """Tell what is kept of people, why, how long, and who sees it."""
    return render_template(
        "privacy/statement.html",
        version=registrations.CONSENT,
        terms={
            "person": term(people.TERM),
            "register": term(registers.TERM),
            "certificate": term(certificates.KEEP),
            "merge": term(merging.TERM),
            "needs": term(registrations.NEEDS_TERM),
            "link": term(registrations.LINK_TERM),
            "guest": term(guests.TERM),
            "mail": term(mail.KEEP_ROW),
            "words": term(mail.KEEP_WORDS),
            "message": term(messages.KEEP_WORDS),
            "account": term(accounts.ACCOUNT_LIFE),
            "session": term(accounts.SESSION_LIFE),
            "trail": term(audit.TERM),
        },
    )


@bp.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """Tell for whom the site works, how that was tried, and what is not right yet."""
    return render_template("privacy/accessibility.html")


def term(kept: timedelta) -> str:
    """Return how long something is kept, in words."""
    years, days = divmod(kept.days, YEAR)
    if days:
        return str(ngettext("%(num)d day", "%(num)d days", kept.days))
    return str(ngettext("%(num)d year", "%(num)d years", years))
