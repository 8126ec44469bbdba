"""What activities announce."""

from __future__ import annotations

from dataclasses import dataclass

from rok_events.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ActivityCancelled(Event):
    """An activity will not take place."""

    activity_id: int


@dataclass(frozen=True, kw_only=True)
class ScheduleChanged(Event):
    """What calendars show of an activity changed: times, titles, places, sessions more or fewer.

    Announced once things have settled: who saves three times in a row is heard once.
    """

    activity_id: int


@dataclass(frozen=True, kw_only=True)
class CapacityChanged(Event):
    """A published activity got more places: whoever waits may move up."""

    activity_id: int


@dataclass(frozen=True, kw_only=True)
class AdmissionChanged(Event):
    """A published activity is by invitation only from now on, or no longer."""

    activity_id: int


@dataclass(frozen=True, kw_only=True)
class ActivityCopied(Event):
    """An activity was made after another: what other rooms set for the one, they set for the copy.

    Never its participants.
    """

    original_id: int
    copy_id: int
