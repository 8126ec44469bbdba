"""The mails to somebody who said something in a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.invitations import mails
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from rok_events.invitations.models import CalendarEntry
    from rok_events.mail.letters import Letter
    from rok_events.registrations.models import Registration

QUESTION = "decline_question"


def decline_question(registration: Registration) -> Letter:
    """Return the letter that asks whoever declined in a calendar whether the place comes free."""
    return mails.compose(
        QUESTION,
        mails.registered(registration),
        status=registration.status,
        cancel_url=public_url("registrations.confirm_cancel", token=registration.token),
        come_url=public_url("replies.ask", token=registration.token),
        useless_at=registration.activity.ends_at,
    )


def other_time_refused(registration: Registration | None, entry: CalendarEntry) -> Letter:
    """Return the letter that a session cannot be moved from a calendar, and whom to ask."""
    holder = mails.registered(registration) if registration else mails.invited(entry)
    return mails.compose(
        "other_time_refused", holder, session=entry.session, useless_at=entry.session.ends_at
    )
