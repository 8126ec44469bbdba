"""When reminders are sent: every offset, and which of them a kind of activity has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rok_events.activities.kinds import Kind
from rok_events.core.text import N_

if TYPE_CHECKING:
    from datetime import datetime


class Offset(StrEnum):
    """How long before a session somebody is reminded."""

    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True)
class Reach:
    """What sets one offset apart.

    The reminder goes `before` the start; what was late is still of use up to `until` before it.
    `is_first_only`: of several sessions, only the first is worth it. Whoever was reminded is
    reminded once more if the session then moves by more than `again`; of less, the mail about the
    change told enough.
    """

    before: timedelta
    until: timedelta
    again: timedelta
    is_first_only: bool


REACHES = {
    Offset.WEEK: Reach(
        before=timedelta(days=7),
        until=timedelta(days=3),
        again=timedelta(days=4),
        is_first_only=True,
    ),
    Offset.DAY: Reach(
        before=timedelta(days=1),
        until=timedelta(hours=2),
        again=timedelta(hours=12),
        is_first_only=False,
    ),
}
FARTHEST = max(reach.before for reach in REACHES.values())


class Schedule(StrEnum):
    """Which reminders an activity has."""

    NONE = "none"
    DAY = "day"
    WEEK_AND_DAY = "week_and_day"


@dataclass(frozen=True)
class Choice:
    """One schedule: its offsets, and its name as a message id."""

    words: str
    offsets: tuple[Offset, ...]


SCHEDULES = {
    Schedule.WEEK_AND_DAY: Choice(
        N_("A week before the first session, and a day before each"), (Offset.WEEK, Offset.DAY)
    ),
    Schedule.DAY: Choice(N_("Only a day before each session"), (Offset.DAY,)),
    Schedule.NONE: Choice(N_("No reminders"), ()),
}
USUAL = {
    Kind.WERKCONFERENTIE: Schedule.WEEK_AND_DAY,
    Kind.TRAINING: Schedule.WEEK_AND_DAY,
    Kind.CASUSTAFEL: Schedule.WEEK_AND_DAY,
}
"""What an activity has unless its organiser chose otherwise."""


def moment(offset: Offset, starts_at: datetime) -> datetime:
    """Return when the reminder of a session is due."""
    return starts_at - REACHES[offset].before


def last_call(offset: Offset, starts_at: datetime) -> datetime:
    """Return from when on the reminder of a session is of no use any more."""
    return starts_at - REACHES[offset].until


def is_time(offset: Offset, starts_at: datetime, now: datetime) -> bool:
    """Tell whether the reminder of a session is due and not too late."""
    return moment(offset, starts_at) <= now < last_call(offset, starts_at)


def is_again(offset: Offset, reminded_for: datetime, starts_at: datetime) -> bool:
    """Tell whether somebody reminded of an earlier start must hear of this one anew."""
    return starts_at - reminded_for > REACHES[offset].again
