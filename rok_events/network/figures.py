"""What to report of the network in a period: values to print, each beside those of before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Form(StrEnum):
    """How a value is written: a whole number, a percentage, a number, an index from -1 to 1."""

    COUNT = "count"
    SHARE = "share"
    NUMBER = "number"
    INDEX = "index"


@dataclass(frozen=True)
class Figure:
    """A figure of the period, and of the period of the same length before it.

    `label` and `explanation` are message ids. A value is empty where there is nothing to tell:
    for `before`, where no beginning of the period was asked.
    """

    name: str
    label: str
    explanation: str
    form: Form
    value: float | None
    before: float | None


@dataclass(frozen=True)
class Bridge:
    """An organisation that others need to reach each other.

    `share` is the part of the shortest paths between all others that pass through it; without it
    `cut_off` organisations have no way left to the rest.
    """

    organisation: int
    share: float
    cut_off: int


@dataclass(frozen=True)
class Mixing:
    """How much sectors meet: Newman's weight between each two, s x s; within one, on the diagonal.

    `index` is E-I, (outward - inward) / all, from -1 (all ties within a sector) to 1 (none). What
    it would be if sectors were dealt out anew is `expected`, on average, and 95 of 100 times
    between `low` and `high`.
    """

    sectors: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    index: float | None
    expected: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Core:
    """The organisations that each met at least `least` others of these: the innermost k-core."""

    least: int
    organisations: frozenset[int]


@dataclass(frozen=True)
class Figures:
    """All figures of a period; ties are the ids of both organisations, the lower one first."""

    figures: Mapping[str, Figure]
    newcomers: frozenset[int]
    isolates: frozenset[int]
    new_ties: frozenset[tuple[int, int]]
    dormant: frozenset[tuple[int, int]]
    fragile: frozenset[tuple[int, int]]
    bridges: tuple[Bridge, ...]
    mixing: Mixing
    core: Core
    new_per_quarter: Mapping[date, int]
