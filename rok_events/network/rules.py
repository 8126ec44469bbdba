"""Rules of the graph: what may be asked of it, and what may leave the house."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from rok_events.activities.kinds import Kind
from rok_events.core.errors import InvalidError
from rok_events.core.periods import Period
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

REST = timedelta(days=90)
"""How long organisations keep their places: so that the pictures of a quarter can be compared."""

Choice = TypeVar("Choice", bound=StrEnum)

FEWEST_PEOPLE = 3
"""An organisation of fewer people is as good as a person, and is not shown by name."""

FEWEST_PAIRS = 3
"""Fewer pairs of people are as good as names."""

FEWEST_SESSIONS, FEWEST_ORGANISATIONS = 10, 8
"""With fewer there is too little to tell more than chance from chance."""

MOST_ORGANISATIONS = 1000
"""With more, drawing random tables takes too long: then chances are worked out, not drawn."""

SIGNIFICANT = 0.05
"""A tie is more than chance if its q-value is at most this."""

LARGEST_TABLE = 12
"""The most people who can all speak with one another."""


class Weight(StrEnum):
    """What makes a tie strong; `projection` defines each."""

    NEWMAN = "newman"
    SESSIONS = "sessions"
    PAIRS = "pairs"
    ENCOUNTERS = "encounters"


class Groups(StrEnum):
    """Which contacts count: all, or only tables and groups of at most twelve."""

    ALL = "all"
    TABLES = "tables"


class Employer(StrEnum):
    """For whom people count: where they worked on that day, or where they work now."""

    THEN = "then"
    NOW = "now"


class FilterError(InvalidError):
    """The graph cannot be asked for in this way."""


class UnknownCommunityError(FilterError):
    """There is no such community, or not for whoever asks."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            N_("There is no network called %(slug)s. Choose another one."),
            field="community",
            slug=slug,
        )


@dataclass(frozen=True)
class Filters:
    """Which part of the graph is asked for; nothing asked is everything.

    Sessions count from `since` up to, but not including, `until`; `community` is a slug. Of a
    `sector` only its organisations are shown, and the ties among them. Ties that are weaker than
    `minimum`, in the unit of `weight`, are left out.
    """

    since: date | None = None
    until: date | None = None
    kind: Kind | None = None
    community: str | None = None
    weight: Weight = Weight.NEWMAN
    groups: Groups = Groups.ALL
    employer: Employer = Employer.THEN
    sector: str | None = None
    minimum: float = 0.0

    @classmethod
    def read(cls, given: Mapping[str, str | None]) -> Filters:
        """Read the filters by their names; an empty value asks for nothing.

        Raises:
            FilterError: a value cannot be understood, or the period ends before it starts.
        """
        asked = {name: value.strip() for name, value in given.items() if value and value.strip()}
        filters = cls(
            since=_day(asked.get("since")),
            until=_day(asked.get("until")),
            kind=_choice(Kind, asked.get("kind")),
            community=asked.get("community"),
            weight=_choice(Weight, asked.get("weight")) or Weight.NEWMAN,
            groups=_choice(Groups, asked.get("groups")) or Groups.ALL,
            employer=_choice(Employer, asked.get("employer")) or Employer.THEN,
            sector=asked.get("sector"),
            minimum=_amount(asked.get("minimum")),
        )
        if Period(filters.since, filters.until).is_reversed:
            raise FilterError(
                N_(
                    "The period ends on %(until)s, before it starts on %(since)s."
                    " Choose a later end."
                ),
                field="until",
                since=filters.since,
                until=filters.until,
            )
        return filters

    def told(self) -> dict[str, str]:
        """Return by name, as plain values, what is asked for beyond the default."""
        values = {one.name: (getattr(self, one.name), one.default) for one in fields(self)}
        return {name: str(value) for name, (value, default) in values.items() if value != default}

    @property
    def are_set(self) -> bool:
        """Whether sessions are left out."""
        return self.of_sessions != Filters(employer=self.employer)

    @property
    def of_sessions(self) -> Filters:
        """What is asked of sessions and contacts, and not of the ties that these make."""
        return replace(self, weight=Weight.NEWMAN, sector=None, minimum=0.0)


def may_move(moved_at: datetime | None, now: datetime) -> bool:
    """Tell whether organisations that were last moved then may move a little again."""
    return moved_at is None or now - moved_at >= REST


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FilterError(N_("%(text)s is not a date such as 2026-01-31."), text=text) from error


def _amount(text: str | None) -> float:
    try:
        amount = float((text or "0").replace(",", "."))
    except ValueError:
        amount = math.nan
    if not 0 <= amount < math.inf:
        raise FilterError(N_("%(text)s is not an amount such as 2 or 0.5."), text=text)
    return amount


def _choice(choices: type[Choice], text: str | None) -> Choice | None:
    try:
        return choices(text) if text else None
    except ValueError as error:
        known = ", ".join(choices)
        raise FilterError(
            N_("%(text)s is not one of %(known)s."), text=text, known=known
        ) from error
