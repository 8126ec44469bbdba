"""Who gets a place: the rules of registration, without Flask or a database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rok_events.activities.rules import RegistrationState, State, registration_state
from rok_events.core.errors import ConflictError, InvalidError, NotFoundError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rok_events.activities.rules import Facts

CONSENT = "2026-11"
"""The version of the words above the button of the form, to which whoever presses it agrees."""

NEEDS_TERM = timedelta(days=30)
"""How long after an activity remarks and answers are kept: what people eat, or need to get in."""

LINK_TERM = timedelta(days=2 * 365)
"""How long after an activity the link to the personal page works."""

OVERVIEW_TERM = timedelta(hours=24)
"""How long the link to everything of one address works."""

MAIL_PAUSE = timedelta(minutes=10)
"""How long a letter that anybody can have sent is not sent again."""

LONGEST_REMARK = 2000
LONGEST_ANSWER = 500


class Status(StrEnum):
    """Where a registration stands."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """What somebody answered in a calendar (PARTSTAT, RFC 5545, section 3.2.12)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Deed(StrEnum):
    """What was done with a registration, as its history tells."""

    NOTED = "noted"
    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    PUT_BACK = "put_back"
    CANCELLED = "cancelled"
    SWAPPED = "swapped"
    GIVEN_AWAY = "given_away"
    TAKEN_OVER = "taken_over"


class Role(StrEnum):
    """In what role somebody takes part."""

    PROFESSIONAL = "professional"
    EXPERT_BY_EXPERIENCE = "expert_by_experience"
    PARENT = "parent"
    STUDENT = "student"
    RESEARCHER = "researcher"
    POLICY = "policy"


ROLES = {
    Role.PROFESSIONAL: N_("Professional"),
    Role.EXPERT_BY_EXPERIENCE: N_("Expert by experience"),
    Role.PARENT: N_("Parent"),
    Role.STUDENT: N_("Student"),
    Role.RESEARCHER: N_("Researcher"),
    Role.POLICY: N_("Policy officer or manager"),
}


@dataclass(frozen=True, kw_only=True)
class Details:
    """What somebody tells about taking part; `organisation` is empty for taking part without one.

    `answers` maps the id of a question, as text, to the answer.
    """

    organisation: str = ""
    role: Role | None = None
    remarks: str = ""
    answers: Mapping[str, str | bool | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Applicant(Details):
    """Somebody who registers, as the form tells it.

    `form_key` is the secret of one opened form: sending that form twice is no repetition.
    Who is registered by somebody else has a `referrer_id`, a person, or an `organiser_id`, an
    account; they agreed to no words, so `consent` is empty. `numbers` are those in registers, by
    the name of the register.
    """

    name: str
    email: str
    locale: str = "nl"
    consent: str = CONSENT
    form_key: str = ""
    referrer_id: int | None = None
    organiser_id: int | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What an organiser decides about somebody's registration, by which account, and why."""

    account_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Places:
    """The places of one activity: `taken` counts who has one, `waiting` who is on the list."""

    capacity: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """Places left to give; 0 if overbooked."""
        return max(self.capacity - self.taken, 0)


def first_status(places: Places) -> Status:
    """Decide whether a new registration gets a place or waits.

    Whoever waits goes first, so a newcomer waits while anyone waits, even if a place is free.
    """
    return Status.CONFIRMED if places.free and not places.waiting else Status.WAITING


def with_one_more(places: Places, status: Status) -> Places:
    """Return the places once one more registration has this status."""
    if status is Status.CONFIRMED:
        return replace(places, taken=places.taken + 1)
    return replace(places, waiting=places.waiting + 1)


def promoted(places: Places, waiting_ids: Sequence[int]) -> Sequence[int]:
    """Return the ids that move up, oldest first; at most as many as there are free places."""
    return waiting_ids[: places.free]


def refuse_registering(activity: Facts, now: datetime, *, is_invited: bool = False) -> None:
    """Refuse whoever registers for what takes no registrations, or none of theirs.

    Raises:
        NotFoundError: it is a draft: nobody knows of it yet.
        ConflictError: it is cancelled, over, closed, or only for who is invited.
    """
    state = registration_state(activity, now, is_invited=is_invited)
    if state is RegistrationState.DRAFT:
        raise NotFoundError(N_("There is no activity at this address."))
    if state in REFUSALS:
        raise ConflictError(REFUSALS[state])


REFUSALS = {
    RegistrationState.CANCELLED: N_("This activity was cancelled. You cannot register any more."),
    RegistrationState.PAST: N_("This activity is over. You cannot register any more."),
    RegistrationState.CLOSED: N_("Registration for this activity has closed."),
    RegistrationState.BY_INVITATION: N_(
        "Only who is invited can register for this activity. Use the link in your invitation, or "
        "ask the organiser to invite you."
    ),
}


def refuse_changing(activity: Facts, now: datetime) -> None:
    """Refuse whoever changes or cancels a registration for what is over or cancelled.

    Until the end one can: who falls ill after the first session gives up the rest.

    Raises:
        ConflictError: it is cancelled or over.
    """
    if activity.state is State.CANCELLED:
        raise ConflictError(N_("This activity was cancelled. There is nothing to change any more."))
    if now >= activity.ends_at:
        raise ConflictError(N_("This activity is over. There is nothing to change any more."))


def refuse_giving_away(status: Status, *, is_discreet: bool) -> None:
    """Refuse to hand over by oneself what is not there, or where it would tell who takes part.

    Raises:
        ConflictError: one of these is so.
    """
    if status is Status.CANCELLED:
        raise ConflictError(N_("This registration was cancelled: there is no place to hand over."))
    if is_discreet:
        raise ConflictError(
            N_("In this network nobody sees who takes part. Ask the organisers to do this for you.")
        )


def refuse_transfer(giver: Status, taker: Status, *, is_own: bool) -> None:
    """Refuse to hand a place to somebody who has one, or by somebody who has none.

    Raises:
        ConflictError: one of these is so.
    """
    if giver is Status.CANCELLED:
        raise ConflictError(N_("This registration was cancelled: there is no place to hand over."))
    if is_own:
        raise ConflictError(N_("This is the address that the place is registered with already."))
    if taker is not Status.CANCELLED:
        raise ConflictError(
            N_("Your colleague is registered for this activity already, and needs no other place.")
        )


def refuse_enrolling(activity: Facts, now: datetime) -> None:
    """Refuse an organiser who registers somebody; after the closing date they still may.

    Raises:
        ConflictError: the activity is a draft, cancelled, or over.
    """
    if activity.state is State.DRAFT:
        raise ConflictError(N_("Publish the activity first: this is a draft."))
    refuse_changing(activity, now)


def is_in_turn(places: Places, place: int | None) -> bool:
    """Tell whether somebody may get a place without passing others or making the room too full.

    `place` is theirs on the waiting list, from 1; `None` for whoever would come after all others.
    """
    return (places.waiting + 1 if place is None else place) <= places.free


def refuse_confirming(places: Places, place: int | None, reason: str) -> None:
    """Refuse to let somebody go before their turn without saying why.

    Raises:
        InvalidError: they would, and there is no reason.
    """
    if not reason and not is_in_turn(places, place):
        raise InvalidError(
            N_("Say why somebody goes before their turn, or gets a place that is not there."),
            field="reason",
        )


def refuse_putting_back(status: Status, places: Places, *, moves: bool) -> None:
    """Refuse to put on the list who has no place, or who would get it straight back.

    Raises:
        ConflictError: one of these is so.
    """
    if status is not Status.CONFIRMED:
        raise ConflictError(N_("Only somebody who has a place can go back to the waiting list."))
    if moves and places.capacity - places.taken + 1 > places.waiting:
        raise ConflictError(
            N_("Nobody else waits for this place, so it would be given straight back.")
        )


def refuse_swapping(giver: Status, taker: Status) -> None:
    """Refuse to swap any but somebody with a place and somebody who waits.

    Raises:
        ConflictError: they are not.
    """
    if (giver, taker) != (Status.CONFIRMED, Status.WAITING):
        raise ConflictError(
            N_("Only somebody with a place and somebody on the waiting list can swap.")
        )


def moves_up(activity: Facts, now: datetime) -> bool:
    """Tell whether the waiting list still moves: until the start, also after the closing date."""
    return activity.state is State.PUBLISHED and now < activity.starts_at


def worth(registration: Mapping[str, Any]) -> int:
    """Return which of two registrations of one person stays: the one with the better chances."""
    return (Status.CANCELLED, Status.WAITING, Status.CONFIRMED).index(registration["status"])
