"""What gets in each other's way: the same hosts, place or network at the same time. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.activities.rules import Setting
from rok_events.core.text import N_, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rok_events.activities.models import Activity
    from rok_events.activities.workspace_queries import Meanwhile

_BETWEEN_NAMES = re.compile(r",|;|&|/|\ben\b|\band\b|\bmet\b")
SAME_HOST = N_("the same person leads it")
SAME_PLACE = N_("it is at the same place")
SAME_NETWORK = N_("it is of the same network")


@dataclass(frozen=True)
class Clash:
    """Another session at the same time, and why that is in the way (message ids)."""

    other: Meanwhile
    reasons: tuple[str, ...]


def clashes(activity: Activity, others: Iterable[Meanwhile]) -> list[Clash]:
    """Return which of the sessions that go on at the same time are in the way of an activity."""
    found = (Clash(other, tuple(_reasons(activity, other))) for other in others)
    return [clash for clash in found if clash.reasons]


def hosts(hosted_by: str) -> frozenset[str]:
    """Return the names in a line such as “Noor de Wit en Sam Bos”, as they are compared."""
    parts = (folded(part) for part in _BETWEEN_NAMES.split(hosted_by.casefold()))
    return frozenset(part for part in parts if part)


def _reasons(activity: Activity, other: Meanwhile) -> Sequence[str]:
    reasons = []
    if hosts(activity.hosted_by) & hosts(other.hosted_by):
        reasons.append(SAME_HOST)
    places = {folded(session.place_name) for session in activity.sessions}
    if activity.setting is not Setting.ONLINE:
        places.add(folded(activity.place_name))
    if other.place_name and folded(other.place_name) in places:
        reasons.append(SAME_PLACE)
    if activity.community_id == other.community_id:
        reasons.append(SAME_NETWORK)
    return reasons
