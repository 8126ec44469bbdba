"""What the room of people announces."""

from __future__ import annotations

from dataclasses import dataclass

from rok_events.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PeopleToMerge(Event):
    """Two people are about to become one, and both are held: who knows why not, refuses."""

    kept_id: int
    gone_id: int


@dataclass(frozen=True, kw_only=True)
class PeopleMerged(Event):
    """Everything of one person now belongs to another."""

    kept_id: int
    gone_id: int


@dataclass(frozen=True, kw_only=True)
class PeopleParted(Event):
    """Two people who were merged are two again."""

    kept_id: int
    gone_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationsMerged(Event):
    """Everything of one organisation now belongs to another."""

    kept_id: int
    gone_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationsParted(Event):
    """Two organisations that were merged are two again."""

    kept_id: int
    gone_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationsJudged(Event):
    """Names that were typed in forms count as organisations, or as none, from now on."""

    organisation_ids: tuple[int, ...]
