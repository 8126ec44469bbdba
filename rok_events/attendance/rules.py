"""Rules of attendance: when people can be ticked off, how long they were there, who may import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rok_events.activities.rules import State
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime


class Source(StrEnum):
    """How it became known that somebody was there."""

    LIST = "list"
    WALK_IN = "walk_in"
    IMPORT = "import"
    SELF = "self"


MARGIN = timedelta(minutes=30)
"""How long before and after a session people in the room can check themselves in."""

LEAST = 0.01
"""The share of whoever was seen at the door, but not during the session."""


class Outcome(StrEnum):
    """What came of a mark that was made at the door."""

    IN = "in"
    ALREADY = "already"
    OUT = "out"
    UNDONE = "undone"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    WRONG_ACTIVITY = "wrong_activity"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True)
class Newcomer:
    """Somebody at the door who is not on the list: the least that must be known.

    Without `has_agreed` nobody who is new may be kept.
    """

    name: str
    organisation: str = ""
    email: str = ""
    has_agreed: bool = True


@dataclass(frozen=True)
class Importer:
    """Who takes in a file, and for which communities; without any it is for every one."""

    account_id: int | None = None
    communities: frozenset[int] | None = None

    def may_add_to(self, community_id: int) -> bool:
        """Tell whether they may add attendance to a community."""
        return self.communities is None or community_id in self.communities


KEPT_AFTER = timedelta(hours=4)
"""How long after the end a phone at the door may still read what it keeps."""

OPERATOR = Importer()
"""Whoever has the command line may do everything."""


def refuse_listing(state: State, *, is_cancelled: bool, is_closed: bool) -> None:
    """Refuse to change a list that there is none of, or that was said to be right.

    Raises:
        ConflictError: one of these is so.
    """
    if state is State.DRAFT:
        raise ConflictError(N_("This activity is a draft: there is no list to tick off yet."))
    if state is State.CANCELLED or is_cancelled:
        raise ConflictError(N_("This session was cancelled: nobody can have been there."))
    if is_closed:
        raise ConflictError(N_("The list is closed. An organiser can still correct it."))


def refuse_too_early(on: date, today: date) -> None:
    """Refuse to tick people off before the day of the session.

    Afterwards it stays possible: a list on paper is typed over the next morning.

    Raises:
        ConflictError: it is too early.
    """
    if today < on:
        raise ConflictError(N_("You can tick people off from the day of the session on."))


def refuse_closing(ends_at: datetime, now: datetime) -> None:
    """Refuse to close a list to which people can still be added.

    Raises:
        ConflictError: the session is not over.
    """
    if now < ends_at:
        raise ConflictError(N_("The list can be closed when the session is over."))


def is_on(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Tell whether people in the room can check themselves in."""
    return starts_at - MARGIN <= now <= ends_at + MARGIN


def refuse_arriving(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refuse whoever checks in long before or after a session.

    Raises:
        ConflictError: they do.
    """
    if not is_on(starts_at, ends_at, now):
        raise ConflictError(
            N_("You can check in from half an hour before until half an hour after.")
        )


def at_the_door(status: Status | None, *, is_elsewhere: bool, anyway: bool) -> Outcome:
    """Return what comes of somebody who wants to come in; `anyway` if the host says so."""
    if anyway and (is_elsewhere or status is not None):
        return Outcome.IN
    if is_elsewhere:
        return Outcome.WRONG_ACTIVITY
    outcomes = {
        Status.CONFIRMED: Outcome.IN,
        Status.WAITING: Outcome.WAITING,
        Status.CANCELLED: Outcome.CANCELLED,
        None: Outcome.UNKNOWN,
    }
    return outcomes[status]


def within(at: datetime, first: datetime, last: datetime) -> datetime:
    """Return a moment, or the nearest one from `first` to `last`."""
    return max(first, min(at, last))


def came_at(at: datetime, starts_at: datetime, ends_at: datetime) -> datetime:
    """Return since when somebody was there who is ticked off at a moment.

    Who is ticked off after the end, from a list on paper, was there all along.
    """
    return at if at < ends_at else starts_at


@dataclass(frozen=True)
class ActivityPresence:
    """What somebody was there of an activity: `share` of its length, from 0 to 1, and minutes.

    `session_ids` are the sessions where they were, also those of a parallel group.
    """

    share: float
    minutes: int
    session_ids: tuple[int, ...]


def session_share(
    stays: Iterable[tuple[datetime, datetime | None]], starts_at: datetime, ends_at: datetime
) -> float:
    """Return which part of a session somebody was there, from 0 to 1.

    Time that is noted twice counts once, time outside the session does not count, and who was not
    seen leaving stayed to the end.
    """
    there, until = timedelta(), starts_at
    for came_at, left_at in sorted((came, left or ends_at) for came, left in stays):
        begin, end = max(came_at, until), min(left_at, ends_at)
        if end > begin:
            there, until = there + (end - begin), end
    return there / (ends_at - starts_at)


def activity_presence(
    lengths: Mapping[int, timedelta], been: Iterable[tuple[int, int, float]]
) -> ActivityPresence:
    """Return what somebody was there of an activity, where long sessions weigh more.

    `lengths` are those of its sessions by number; `been` tells of each session that they were at
    its number, its id, and the share. Of two with one number, in parallel groups, more counts.
    """
    best: dict[int, tuple[float, int]] = {}
    for number, session_id, share in been:
        if number in lengths:
            best[number] = max(best.get(number, (0.0, session_id)), (share, session_id))
    there = sum((lengths[number] * share for number, (share, _) in best.items()), timedelta())
    whole = sum(lengths.values(), timedelta())
    return ActivityPresence(
        share=there / whole if whole else 0.0,
        minutes=round(there / timedelta(minutes=1)),
        session_ids=tuple(sorted(id_ for _share, id_ in best.values())),
    )


def home(places: Iterable[tuple[int, Status, int]]) -> int | None:
    """Return for which of parallel groups somebody's presence counts, if they registered for any.

    `places` are the activity, the status and the number of each registration. A place goes before
    a wish for one, and the first before what came later.
    """
    held = [
        (status is not Status.CONFIRMED, id_, activity_id)
        for activity_id, status, id_ in places
        if status is not Status.CANCELLED
    ]
    return min(held)[2] if held else None


def kept_until(ends_at: datetime, now: datetime) -> datetime:
    """Return until when a phone may read what it keeps of a session, also without connection."""
    return max(ends_at, now) + KEPT_AFTER


def worth(presence: Mapping[str, Any]) -> tuple[bool, float]:
    """Return what says more of two presences of one person at one session."""
    return presence["organisation_id"] is not None, presence["share"]
