"""What may still change, when, and who is told of it: pure, like `rules`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from rok_events.activities.rules import Facts, Setting, State
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from datetime import datetime

# How long changes settle before participants are told: who saves three times is heard once.
SETTLE = timedelta(minutes=5)

# Once published, these stay: people registered for that kind of thing, in that network.
FIXED = ("kind", "community_id")

# What calendars show of an activity, and its participants are therefore told of.
TOLD = ("title", "setting", "place_name", "place_address", "place_notes", "online_url")


class Standing(Protocol):
    """What must be known of a session to say whether it may change."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled, if it was."""


class Draft(Protocol):
    """What must be known of a draft to say what it still misses."""

    @property
    def summary(self) -> str:
        """What it is about, in a sentence."""

    @property
    def description(self) -> str:
        """What it is about, in full."""

    @property
    def hosted_by(self) -> str:
        """Who leads it."""

    @property
    def setting(self) -> Setting:
        """Where people meet."""

    @property
    def place_name(self) -> str:
        """Where that is."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def closes_at(self) -> datetime:
        """Until when one can register."""


def missing(draft: Draft, now: datetime) -> list[str]:
    """Return what people would look for in vain if a draft were published now (message ids)."""
    lacks = {
        N_("what it is about"): not (draft.summary or draft.description),
        N_("a place"): draft.setting is not Setting.ONLINE and not draft.place_name,
        N_("who leads it"): not draft.hosted_by,
        N_("a day that is still to come"): draft.starts_at <= now,
        N_("registration that is still open"): draft.closes_at <= now < draft.starts_at,
    }
    return [words for words, is_so in lacks.items() if is_so]


def refuse_publishing(state: State) -> None:
    """Refuse to publish what is no draft.

    Raises:
        ConflictError: it is published or cancelled already.
    """
    if state is State.PUBLISHED:
        raise ConflictError(N_("This activity is published already."))
    if state is State.CANCELLED:
        raise ConflictError(N_("This activity was cancelled and cannot be published."))


def refuse_cancelling(state: State, *, ends_at: datetime, now: datetime) -> None:
    """Refuse to cancel what nobody was told of, what was cancelled, and what is over.

    Raises:
        ConflictError: one of these is so.
    """
    if state is State.DRAFT:
        raise ConflictError(N_("This activity is a draft: nobody has been told of it yet."))
    if state is State.CANCELLED:
        raise ConflictError(N_("This activity was cancelled already."))
    if now >= ends_at:
        raise ConflictError(N_("This activity is over and can no longer be cancelled."))


def refuse_revising(activity: Facts, now: datetime, *, capacity: int) -> None:
    """Refuse to change what was cancelled, and to take away places that were given out.

    A draft may change in everything. Once published, kind and network stay (`FIXED`); after the
    end words may still be improved, but nobody is told.

    Raises:
        ConflictError: it was cancelled.
        InvalidError: fewer places than people who have one.
    """
    if activity.state is State.CANCELLED:
        raise ConflictError(N_("This activity was cancelled and can no longer be changed."))
    if capacity < activity.taken and now < activity.ends_at:
        raise InvalidError(
            N_("%(taken)s people have a place already: there must be at least as many places."),
            field="capacity",
            taken=activity.taken,
        )


def refuse_rescheduling(state: State, session: Standing, now: datetime) -> None:
    """Refuse to move or cancel a session that does not stand, or that people have come to.

    Raises:
        ConflictError: the activity or the session was cancelled, or the session has begun.
    """
    if state is State.CANCELLED:
        raise ConflictError(N_("This activity was cancelled and can no longer be changed."))
    if session.cancelled_at is not None:
        raise ConflictError(N_("This session was cancelled already."))
    if state is State.PUBLISHED and session.starts_at <= now:
        raise ConflictError(N_("This session has begun already and stays as it is."))


def refuse_times(state: State, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refuse times that make no sense; a draft may lie in the past.

    Raises:
        InvalidError: it ends before it begins, or people are asked to come to the past.
    """
    if ends_at <= starts_at:
        raise InvalidError(N_("A session must end after it has begun."), field="ends_at")
    if state is State.PUBLISHED and starts_at <= now:
        raise InvalidError(N_("A session cannot be moved into the past."), field="starts_at")


def refuse_taking_out(state: State, standing: int, *, gone: bool) -> None:
    """Refuse to remove a session that people know of, to cancel a draft's, or to take the last.

    Raises:
        ConflictError: one of these is so.
    """
    if gone and state is not State.DRAFT:
        raise ConflictError(N_("People know of this session: cancel it, so that they are told."))
    if not gone and state is State.DRAFT:
        raise ConflictError(N_("Nobody knows of this session yet: remove it instead."))
    if standing == 1:
        raise ConflictError(N_("No other session is left: cancel the whole activity instead."))


def refuse_deleting(state: State) -> None:
    """Refuse to delete what people know of.

    Raises:
        ConflictError: it was published.
    """
    if state is not State.DRAFT:
        raise ConflictError(N_("Only drafts are deleted: people know of this activity."))


def closing(closes_at: datetime, *, now: datetime, before: datetime, after: datetime) -> datetime:
    """Return until when one can register once the start moved from `before` to `after`.

    It stays as long before the start as it was; what has closed already does not open again.
    """
    moved = closes_at if closes_at <= now else closes_at + (after - before)
    return min(moved, after)


def refuse_asking(activity: Facts, now: datetime) -> None:
    """Refuse to change the questions of what nobody can register for any more.

    Raises:
        ConflictError: it was cancelled, or is over.
    """
    if activity.state is State.CANCELLED:
        raise ConflictError(N_("This activity was cancelled and can no longer be changed."))
    if now >= activity.ends_at:
        raise ConflictError(N_("This activity is over: its questions stay as they were."))


def refuse_unasking(activity: Facts) -> None:
    """Refuse to take away a question, or to let it be answered otherwise, once people answered.

    Its words and place may still change.

    Raises:
        ConflictError: somebody has registered.
    """
    if activity.taken or activity.waiting:
        raise ConflictError(
            N_("People have answered this question already: only its words may still change.")
        )
