"""Rules of activities: plans, states and what follows from them, without Flask or a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rok_events.activities.kinds import TRAITS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class State(StrEnum):
    """How far an activity is; whether it is past follows from the time, not from the state."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


NOT_HELD = (State.DRAFT, State.CANCELLED)
"""All but published. Nearly everything is published: asked for what it is not, a database begins
with what leaves more out than the state does, such as the moment."""


class Setting(StrEnum):
    """Where people meet."""

    ON_SITE = "on_site"
    ONLINE = "online"
    HYBRID = "hybrid"


class QuestionKind(StrEnum):
    """How a question is answered; `SEVERAL` takes several of the options."""

    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes_no"


WITH_OPTIONS = {QuestionKind.CHOICE, QuestionKind.SEVERAL}
YES, NO = "yes", "no"


class RegistrationState(StrEnum):
    """Whether one can register. `FULL` still takes people on the waiting list."""

    OPEN = "open"
    FULL = "full"
    BY_INVITATION = "by_invitation"
    CLOSED = "closed"
    PAST = "past"
    CANCELLED = "cancelled"
    DRAFT = "draft"


class When(StrEnum):
    """Which part of the agenda somebody looks at; the values stand in the address."""

    COMING = "komend"
    WEEK = "week"
    MONTH = "maand"
    PAST = "voorbij"


AHEAD = {When.WEEK: timedelta(days=7), When.MONTH: timedelta(days=31)}


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """One meeting; `place_name` only where it differs from the activity's.

    `id` is that of the session it was, or none for a new one.
    """

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    place_name: str = ""
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProgrammePoint:
    """One point of the programme."""

    starts_at: datetime
    title: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionPlan:
    """A question for whoever registers; `options` for a choice.

    `asked_after` is the place (from 1) of the question that must be answered with `asked_if` first.
    """

    label: str
    kind: QuestionKind = QuestionKind.TEXT
    hint: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False
    is_sensitive: bool = False
    asked_after: int | None = None
    asked_if: str = ""


class Accreditation(NamedTuple):
    """What a register of professionals gives for taking part, and until when; days as ISO dates."""

    register: str
    number: str = ""
    points: str = ""
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivityPlan:
    """What an organiser wants to hold. `capacity` and `closes_at` follow the kind if left out."""

    community_id: int
    kind: Kind
    title: str
    sessions: tuple[SessionPlan, ...]
    capacity: int | None = None
    closes_at: datetime | None = None
    summary: str = ""
    description: str = ""
    audience: str = ""
    hosted_by: str = ""
    contact_email: str = ""
    setting: Setting = Setting.ON_SITE
    place_name: str = ""
    place_address: str = ""
    place_notes: str = ""
    online_url: str = ""
    frees_at_once: bool = False
    by_invitation: bool = False
    series: str = ""
    minimum_presence: int | None = None
    accreditations: tuple[Accreditation, ...] = ()
    programme: tuple[ProgrammePoint, ...] = ()
    questions: tuple[QuestionPlan, ...] = ()

    @property
    def starts_at(self) -> datetime:
        """When the first session begins."""
        return min(session.starts_at for session in self.sessions)

    @property
    def ends_at(self) -> datetime:
        """When the last session ends."""
        return max(session.ends_at for session in self.sessions)

    @property
    def places(self) -> int:
        """How many people may come."""
        return TRAITS[self.kind].usual_capacity if self.capacity is None else self.capacity

    @property
    def last_call_at(self) -> datetime:
        """Until when one can register."""
        return self.closes_at or self.starts_at - TRAITS[self.kind].closes_before


class Facts(Protocol):
    """What must be known of an activity to say whether one can register."""

    @property
    def state(self) -> State:
        """How far it is."""

    @property
    def capacity(self) -> int:
        """How many people may come."""

    @property
    def taken(self) -> int:
        """How many places are given out."""

    @property
    def waiting(self) -> int:
        """How many people wait for a place."""

    @property
    def by_invitation(self) -> bool:
        """Whether only who is invited can register."""

    @property
    def closes_at(self) -> datetime:
        """Until when one can register."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""


def fixed_answers(kind: QuestionKind, options: Iterable[str]) -> list[str]:
    """Return the answers to a question that another may wait for: none where words are free."""
    if kind is QuestionKind.YES_NO:
        return [YES, NO]
    return list(options) if kind in WITH_OPTIONS else []


def registration_state(
    activity: Facts, now: datetime, *, is_invited: bool = False
) -> RegistrationState:
    """Tell whether one can register at `now`; `is_invited` for whom an organiser asked or let in.

    Who waits goes first, so an activity with a waiting list is full, even if a place is free.
    """
    if activity.state is not State.PUBLISHED:
        return RegistrationState(activity.state.value)
    if now >= activity.ends_at:
        return RegistrationState.PAST
    if now >= min(activity.closes_at, activity.starts_at):
        return RegistrationState.CLOSED
    if activity.by_invitation and not is_invited:
        return RegistrationState.BY_INVITATION
    is_full = not places_left(activity) or activity.waiting
    return RegistrationState.FULL if is_full else RegistrationState.OPEN


def places_left(activity: Facts) -> int:
    """Return how many places can still be given; 0 if overbooked."""
    return max(activity.capacity - activity.taken, 0)
