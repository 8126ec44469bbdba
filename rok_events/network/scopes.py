"""Which part of the network is compared with chance, and how far that is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rok_events.activities.kinds import Kind
from rok_events.network.rules import Employer, Filters, Groups

if TYPE_CHECKING:
    from collections.abc import Collection

QUIET = timedelta(minutes=1)
"""So long nothing may have changed: nobody compares after every tick at the door."""

LEASE = timedelta(minutes=5)
"""After so long another worker takes over."""

KEEP = timedelta(days=30)
"""How long a comparison is kept that nobody asks for any more."""


class Compared(StrEnum):
    """How far a comparison with chance is: there is too little to speak of, or it comes, or is."""

    TOO_LITTLE = "too_little"
    WORKING = "working"
    KNOWN = "known"


@dataclass(frozen=True)
class Scope:
    """The sessions and contacts that are compared; `communities` are ids, `None` means all."""

    filters: Filters
    communities: frozenset[int] | None

    @classmethod
    def of(cls, filters: Filters, communities: Collection[int] | None) -> Scope:
        """Return what of a question matters to chance: not how ties are counted or shown."""
        of_sessions = replace(filters.of_sessions, community=None)
        return cls(of_sessions, None if communities is None else frozenset(communities))

    @property
    def key(self) -> str:
        """What tells it from every other, in few letters."""
        return hashlib.sha256(self.written().encode()).hexdigest()

    def written(self) -> str:
        """Return it as words, always the same for the same scope."""
        filters = self.filters
        return json.dumps(
            {
                "since": filters.since.isoformat() if filters.since else None,
                "until": filters.until.isoformat() if filters.until else None,
                "kind": filters.kind,
                "groups": filters.groups,
                "employer": filters.employer,
                "communities": None if self.communities is None else sorted(self.communities),
            }
        )

    @classmethod
    def read(cls, written: str) -> Scope:
        """Return what was written."""
        plain = json.loads(written)
        since, until = (
            date.fromisoformat(plain[name]) if plain[name] else None for name in ("since", "until")
        )
        filters = Filters(
            since,
            until,
            kind=Kind(plain["kind"]) if plain["kind"] else None,
            groups=Groups(plain["groups"]),
            employer=Employer(plain["employer"]),
        )
        return cls.of(filters, plain["communities"])
