"""Who may be invited, what an answer means, and how long guests are remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rok_events.activities.rules import RegistrationState, State, registration_state
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.registrations.rules import Answer, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rok_events.activities.rules import Facts

REMINDER_PAUSE = timedelta(days=3)
"""How long somebody is left in peace before they are asked once more."""

TERM = timedelta(days=60)
"""How long after an activity it is kept who was invited, and whoever never answered."""

LONGEST_NOTE = 1000


class Owed(StrEnum):
    """The mail to a guest that must still be written."""

    INVITATION = "invitation"
    REMINDER = "reminder"


class Source(StrEnum):
    """Where the address of a guest comes from."""

    TOOK_PART = "took_part"
    GIVEN = "given"


class Standing(StrEnum):
    """How an invitation stands; `SILENT` and `OPENED` have no answer yet."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    OPENED = "opened"
    SILENT = "silent"
    TAKEN_BACK = "taken_back"


STANDINGS = {
    Standing.CONFIRMED: (N_("comes"), "ok"),
    Standing.WAITING: (N_("said yes, waits for a place"), "warning"),
    Standing.TENTATIVE: (N_("may come"), "info"),
    Standing.DECLINED: (N_("does not come"), "quiet"),
    Standing.OPENED: (N_("looked, no answer"), "quiet"),
    Standing.SILENT: (N_("no answer"), "quiet"),
    Standing.TAKEN_BACK: (N_("taken back"), "quiet"),
}
"""How an invitation stands in words, and their tone."""

UNANSWERED = frozenset({Standing.OPENED, Standing.SILENT})
OPEN = UNANSWERED | {Standing.TENTATIVE}
"""How invitations stand that can still be taken back."""


class Refusal(StrEnum):
    """Why somebody on a list is not invited."""

    REGISTERED = "registered"
    CANCELLED = "cancelled"
    INVITED = "invited"
    UNWANTED = "unwanted"
    BOUNCED = "bounced"


REFUSALS = {
    Refusal.REGISTERED: N_("is registered already"),
    Refusal.CANCELLED: N_("registered, and cancelled"),
    Refusal.INVITED: N_("was invited before"),
    Refusal.UNWANTED: N_("asked to get no more mail"),
    Refusal.BOUNCED: N_("mail to this address comes back"),
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of somebody on a list; `status` is that of their registration."""

    status: Status | None = None
    is_invited: bool = False
    is_unwanted: bool = False
    is_bounced: bool = False


def refusal(known: Known) -> Refusal | None:
    """Return why somebody is not invited; `None` if they are."""
    reasons = {
        Refusal.REGISTERED: known.status in {Status.CONFIRMED, Status.WAITING},
        Refusal.CANCELLED: known.status is Status.CANCELLED,
        Refusal.INVITED: known.is_invited,
        Refusal.UNWANTED: known.is_unwanted,
        Refusal.BOUNCED: known.is_bounced,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def standing(
    answer: Answer | None, status: Status | None, *, is_opened: bool, is_taken_back: bool
) -> Standing:
    """Return how an invitation stands: what became of a registration counts before any answer."""
    if status is Status.CANCELLED:
        return Standing.DECLINED
    if status is not None:
        return Standing(status.value)
    if is_taken_back:
        return Standing.TAKEN_BACK
    if answer in {Answer.TENTATIVE, Answer.DECLINED}:
        return Standing(answer.value)
    return Standing.OPENED if is_opened else Standing.SILENT


def state(activity: Facts, now: datetime) -> RegistrationState:
    """Tell whether a guest can register at `now`."""
    return registration_state(activity, now, is_invited=True)


def refuse_inviting(activity: Facts, now: datetime) -> None:
    """Refuse to invite to what nobody can register for.

    Raises:
        ConflictError: it is a draft, cancelled, over, or closed for registration.
    """
    reason = NOT_NOW.get(state(activity, now))
    if reason is not None:
        raise ConflictError(reason)


NOT_NOW = {
    RegistrationState.DRAFT: N_("Publish this activity first: then you can invite people."),
    RegistrationState.CANCELLED: N_("This activity was cancelled. Nobody can be invited any more."),
    RegistrationState.PAST: N_("This activity is over. Nobody can be invited any more."),
    RegistrationState.CLOSED: N_(
        "Registration has closed, so whoever you invite cannot say yes. Let it close later first."
    ),
}


def refuse_answering(activity: Facts, now: datetime, *, is_taken_back: bool) -> None:
    """Refuse an answer that comes too late.

    Raises:
        ConflictError: the invitation was taken back, or the activity is cancelled or over.
    """
    if is_taken_back:
        raise ConflictError(N_("This invitation was taken back."))
    if activity.state is State.CANCELLED:
        raise ConflictError(N_("This activity was cancelled. You need not answer any more."))
    if now >= activity.ends_at:
        raise ConflictError(N_("This activity is over. You need not answer any more."))


def may_remind(invited_at: datetime, reminded_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody without an answer may be asked once more."""
    return now - max(invited_at, reminded_at or invited_at) >= REMINDER_PAUSE


def is_wanted(owed: Owed, stands: Standing, known: Known) -> bool:
    """Tell whether the mail that is owed still makes sense: something may have come between."""
    is_awaited = stands in (UNANSWERED if owed is Owed.REMINDER else OPEN)
    return is_awaited and not known.is_unwanted and not known.is_bounced


def is_on(activity: Facts, now: datetime) -> bool:
    """Tell whether guests can still say yes."""
    return state(activity, now) not in NOT_NOW


def refuse_taking_back(stands: Standing) -> None:
    """Refuse to take an invitation back that was answered for good.

    Raises:
        ConflictError: the guest has registered, or said no.
    """
    if stands in {Standing.CONFIRMED, Standing.WAITING}:
        raise ConflictError(
            N_("This guest has registered. Cancel the registration instead, under Registrations.")
        )
    if stands is Standing.DECLINED:
        raise ConflictError(N_("This guest said no, so there is nothing to take back."))


def worth(guest: Mapping[str, Any]) -> tuple[bool, bool, bool]:
    """Return which of two invitations of one person stays: that which stands, and was answered."""
    return guest["taken_back_at"] is None, guest["answer"] is not None, guest["owed"] is None
