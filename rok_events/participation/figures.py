"""From presences to figures: over time, by kind, and by who they were of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from rok_events.activities.kinds import Kind
from rok_events.core import periods
from rok_events.core.memory import Memory
from rok_events.network.presences import NOBODY
from rok_events.participation import queries, rules
from rok_events.participation.rules import Count, Presences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from rok_events.core.periods import Span
    from rok_events.network.presences import Ints
    from rok_events.network.rules import Filters
    from rok_events.participation.queries import Held, Named


Key = TypeVar("Key")

_ROW_BYTES = 500
"""About what a session takes, or an organisation."""


class Turnout(NamedTuple):
    """How many had a place, and how many of those came."""

    registered: int
    came: int


@dataclass(frozen=True)
class Group(Generic[Key]):
    """Part of all who took part; `key` says which, and is empty for what was put together."""

    key: Key | None
    count: Count


@dataclass(frozen=True)
class Figures:
    """What is told of participation. Lists have a value for each of `spans`; `serial` is its own.

    Groups stand in order of how many people they are; of too few people they are put together as
    one, which is left out where even that is too few.
    """

    spans: Sequence[Span]
    sessions: Sequence[Held]
    total: Count
    by_span: Sequence[Count]
    new: Sequence[int]
    turnout: Sequence[Turnout]
    by_kind: Mapping[Kind, Sequence[Count]]
    communities: Sequence[Group[int]]
    sectors: Sequence[Group[str]]
    organisations: Sequence[Group[int]]
    names: Mapping[int, Named]
    serial: int = field(init=False, default_factory=count().__next__)

    @property
    def size(self) -> int:
        """About how many bytes they take."""
        return _ROW_BYTES * (len(self.sessions) + len(self.names) + len(self.organisations))

    @property
    def turnout_of_all(self) -> Turnout:
        """The turnout of all periods together."""
        return _turnout(self.sessions)


remembered = Memory[Figures](32_000_000)
"""The latest figures of this process."""


def find(filters: Filters, communities: Collection[int] | None) -> Figures | None:
    """Return the figures of what is asked for; nothing where nobody was present."""
    version = queries.version(filters, communities)
    question = filters, None if communities is None else frozenset(communities)
    known = remembered.find(question, version) if version else None
    found = known or _find(filters, communities)
    if version and found and found is not known:
        remembered.keep(question, found, found.size, version)
    return found


def _find(filters: Filters, communities: Collection[int] | None) -> Figures | None:
    # Who is new is known from who came before.
    ever = replace(filters, since=None)
    known = queries.held(ever, communities)
    sessions = [one for one in known if filters.since is None or one.day >= filters.since]
    if not sessions:
        return None
    spans = periods.spans(sessions[0].day, sessions[-1].day)
    number = {one.id: _span(one, spans) for one in sessions}
    everybody = _presences(queries.presences(ever, communities), known, number)
    there = everybody.only(everybody.span >= 0)
    names = queries.organisations()
    return Figures(
        spans=spans,
        sessions=sessions,
        total=rules.count(there),
        by_span=rules.counts(there, there.span, len(spans)),
        new=rules.newcomers(everybody, len(spans)),
        turnout=[_turnout([s for s in sessions if number[s.id] == n]) for n in range(len(spans))],
        by_kind=_by_kind(there, sessions, len(spans)),
        communities=_grouped(there, there.session, {s.id: s.community_id for s in sessions}.get),
        sectors=_grouped(there, there.organisation, lambda id_: _sector(names, id_)),
        organisations=_grouped(
            there, there.organisation, lambda id_: None if id_ == NOBODY else id_
        ),
        names=names,
    )


def _presences(rows: Ints, known: Sequence[Held], number: Mapping[int, int]) -> Presences:
    person, organisation, session = rows
    span = np.full(max(one.id for one in known) + 1, -1, dtype=np.int64)
    for id_, place in number.items():
        span[id_] = place
    return Presences(person, organisation, session, span[session])


def _span(session: Held, spans: Sequence[Span]) -> int:
    return next(place for place, span in enumerate(spans) if span.holds(session.day))


def _turnout(sessions: Sequence[Held]) -> Turnout:
    """Return the turnout; a session for which nobody had a place was not one to register for."""
    asked = [one for one in sessions if one.registered]
    return Turnout(sum(one.registered for one in asked), sum(one.came for one in asked))


def _by_kind(
    there: Presences, sessions: Sequence[Held], spans: int
) -> Mapping[Kind, Sequence[Count]]:
    kinds = [kind for kind in Kind if any(one.kind is kind for one in sessions)]
    group = _numbers(there.session, {one.id: kinds.index(one.kind) for one in sessions}.get)
    found = rules.counts(there, group * spans + there.span, len(kinds) * spans)
    return {kind: found[place * spans : (place + 1) * spans] for place, kind in enumerate(kinds)}


def _grouped(there: Presences, ids: Ints, key: Callable[[int], Key | None]) -> Sequence[Group[Key]]:
    """Count by the key of an id; whose key is nothing is in no group."""
    keys: dict[Key, int] = {}

    def number(id_: int) -> int | None:
        found = key(id_)
        return None if found is None else keys.setdefault(found, len(keys))

    group = _numbers(ids, number)
    group = rules.merged(there, group, len(keys))
    found = zip([*keys, None], rules.counts(there, group, len(keys) + 1), strict=True)
    told = [Group(one, count) for one, count in found if count.people >= rules.FEWEST]
    return sorted(told, key=lambda one: (one.key is None, -one.count.people, -one.count.times))


def _numbers(ids: Ints, number: Callable[[int], int | None]) -> Ints:
    """Return the number of each id; -1 where it has none."""
    known, places = np.unique(ids, return_inverse=True)
    found = [number(id_) for id_ in known.tolist()]
    return np.array([-1 if one is None else one for one in found], dtype=np.int64)[places]


def _sector(names: Mapping[int, Named], id_: int) -> str | None:
    """Return the sector, empty where it is unknown; nothing for who came without organisation."""
    return None if id_ == NOBODY else names[id_].sector or ""
