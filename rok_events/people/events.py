"""What the room of people announces."""

from __future__ import annotations

from dataclasses import dataclass

from rok_events.core.events import Event


@dataclass(frozen=True, kw_only=True)
class _Pair(Event):
    """Two of a kind, the one that is kept and the one that goes."""

    kept_id: int
    gone_id: int


class PeopleToMerge(_Pair):
    """Two people are about to become one, and both are held: who knows why not, refuses."""


class PeopleMerged(_Pair):
    """Everything of one person now belongs to another."""


class PeopleParted(_Pair):
    """Two people who were merged are two again."""


class OrganisationsMerged(_Pair):
    """Everything of one organisation now belongs to another."""


class OrganisationsParted(_Pair):
    """Two organisations that were merged are two again."""


@dataclass(frozen=True, kw_only=True)
class PersonRenamed(Event):
    """Somebody is called otherwise from now on."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationsJudged(Event):
    """Names that were typed in forms count as organisations, or as none, from now on."""

    organisation_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PersonRetold(Event):
    """Where somebody works, or whether they are in the picture, is known otherwise from now on."""

    person_id: int
