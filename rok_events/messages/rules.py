"""Rules of messages: to whom one can write, how far a message is, and what became of its mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.mail.rules import MailState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LONGEST_SUBJECT = 150
LONGEST_BODY = 20_000
MOST_CHOSEN = 200

KEEP_RECIPIENTS = timedelta(days=90)
"""How long it is kept to whom a message went: as long as the outbox keeps the mails."""

KEEP_WORDS = timedelta(days=2 * 365)
"""How long a message is kept after its activity."""

KEEP_REMINDERS = timedelta(days=30)
"""How long after a session it is kept who was reminded of it."""


class Group(StrEnum):
    """To whom around an activity one writes."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    PRESENT = "present"
    ABSENT = "absent"
    UNANSWERED = "unanswered"
    CHOSEN = "chosen"


GROUPS = {
    Group.CONFIRMED: N_("Everybody with a place"),
    Group.WAITING: N_("Everybody on the waiting list"),
    Group.PRESENT: N_("Who was present"),
    Group.ABSENT: N_("Who had a place and was not present"),
    Group.UNANSWERED: N_("Who was invited and has not answered"),
    Group.CHOSEN: N_("Whom you ticked in the table"),
}


class MessageState(StrEnum):
    """How far a message is."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"


class Reason(StrEnum):
    """Why somebody in the group gets no mail."""

    NO_ADDRESS = "no_address"
    BOUNCED = "bounced"
    DECLINED = "declined"


REASONS = {
    Reason.NO_ADDRESS: N_("We have no e-mail address"),
    Reason.BOUNCED: N_("Mail to this address comes back"),
    Reason.DECLINED: N_("Asked for no more mail"),
}

# What became of mails, as people tell it apart: the state in the outbox, in fewer words.
ON_ITS_WAY = frozenset({MailState.WAITING, MailState.SENDING})
URGENCY = (
    MailState.FAILED,
    MailState.BOUNCED,
    MailState.WAITING,
    MailState.SENDING,
    MailState.USELESS,
    MailState.SENT,
)
"""In which order an organiser wants to see mails: first those that ask for something."""


@dataclass(frozen=True)
class Tally:
    """What became of a number of mails."""

    sent: int = 0
    under_way: int = 0
    failed: int = 0
    bounced: int = 0
    dropped: int = 0


def tally(counts: Mapping[MailState, int]) -> Tally:
    """Return what became of mails, from how many are in each state."""
    return Tally(
        sent=counts.get(MailState.SENT, 0),
        under_way=sum(counts.get(state, 0) for state in ON_ITS_WAY),
        failed=counts.get(MailState.FAILED, 0),
        bounced=counts.get(MailState.BOUNCED, 0),
        dropped=counts.get(MailState.USELESS, 0),
    )


@dataclass(frozen=True)
class Sort:
    """A sort of letter that sends itself: its name as a message id, and the purposes in it."""

    words: str
    purposes: frozenset[str] = frozenset()


# By what stands in the address of the page that lists them. What is not named here is the rest.
REST = "overig"
AUTOMATIC = {
    "uitnodiging": Sort(N_("Invitation"), frozenset({"guest_invited"})),
    "uitnodiging-herinnering": Sort(N_("Reminder of an invitation"), frozenset({"guest_reminded"})),
    "bevestiging": Sort(
        N_("Confirmation of a place"), frozenset({"place_confirmed", "further_session"})
    ),
    "wachtlijst": Sort(N_("A place on the waiting list"), frozenset({"waiting"})),
    "opgeschoven": Sort(N_("A place after waiting"), frozenset({"place_moved_up"})),
    "wijziging": Sort(
        N_("A changed session"),
        frozenset({"schedule_changed", "session_changed", "session_taken_out"}),
    ),
    "herinnering": Sort(N_("Reminder"), frozenset({"reminder"})),
    "afmelding": Sort(N_("Confirmation of cancelling"), frozenset({"place_given_up"})),
    "vervallen": Sort(N_("The activity is cancelled"), frozenset({"activity_cancelled"})),
    REST: Sort(N_("Other mails")),
}
WRITTEN = frozenset({"message", "message_test"})
NAMED = frozenset(purpose for sort in AUTOMATIC.values() for purpose in sort.purposes)


def sort_of(purpose: str) -> str:
    """Return the sort that a letter belongs to."""
    found = (name for name, sort in AUTOMATIC.items() if purpose in sort.purposes)
    return next(found, REST)


def belongs_to_registration(*, is_registered: bool, ends_at: datetime, now: datetime) -> bool:
    """Tell whether a message is about the reader's own registration.

    Then it also goes to who asked for no more mail. Whoever was only invited has no registration,
    nor has who cancelled it, and after the activity a message is no longer about it.
    """
    return is_registered and now < ends_at


def refuse_changing(state: MessageState) -> None:
    """Refuse to change or send what is no draft any more.

    Raises:
        ConflictError: it was sent already.
    """
    if state is not MessageState.DRAFT:
        raise ConflictError(N_("This message was sent already."))


def refuse_stopping(state: MessageState) -> None:
    """Refuse to stop what was never sent off.

    Raises:
        ConflictError: it is a draft still, or was stopped already.
    """
    if state in {MessageState.DRAFT, MessageState.STOPPED}:
        raise ConflictError(N_("This message is not being sent."))


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What an organiser wants to send; without an organisation to the whole group.

    `chosen` are the registrations that were ticked, for that group.
    """

    group: Group
    subject: str
    body: str
    reply_to: str
    organisation_id: int | None = None
    chosen: tuple[int, ...] = ()


def worth(recipient: Mapping[str, Any]) -> tuple[bool, bool]:
    """Return which of two recipients who are one stays: whoever has the mail, or was dealt with."""
    return recipient["mail_id"] is not None, recipient["is_written"]
