"""Rules of attendance: when people can be ticked off, and who may take in a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rok_events.activities.rules import State
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Source(StrEnum):
    """How it became known that somebody was there."""

    LIST = "list"
    WALK_IN = "walk_in"
    IMPORT = "import"


@dataclass(frozen=True)
class Newcomer:
    """Somebody at the door who is not on the list: the least that must be known."""

    name: str
    organisation: str = ""
    email: str = ""


@dataclass(frozen=True)
class Importer:
    """Who takes in a file, and for which communities; without any it is for every one."""

    account_id: int | None = None
    communities: frozenset[int] | None = None

    def may_add_to(self, community_id: int) -> bool:
        """Tell whether they may add attendance to a community."""
        return self.communities is None or community_id in self.communities


OPERATOR = Importer()
"""Whoever has the command line may do everything."""


def refuse_ticking(state: State, *, is_cancelled: bool, on: date, today: date) -> None:
    """Refuse to tick people off before the day of the session, or if it does not take place.

    Afterwards it stays possible: a list on paper is typed over the next morning.

    Raises:
        ConflictError: one of these is so.
    """
    if state is State.DRAFT:
        raise ConflictError(N_("This activity is a draft: there is no list to tick off yet."))
    if state is State.CANCELLED or is_cancelled:
        raise ConflictError(N_("This session was cancelled: nobody can have been there."))
    if today < on:
        raise ConflictError(N_("You can tick people off from the day of the session on."))


def worth(presence: Mapping[str, Any]) -> tuple[bool, float]:
    """Return what says more of two presences of one person at one session."""
    return presence["organisation_id"] is not None, presence["share"]
