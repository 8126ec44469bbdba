"""The names on the list of organisations, to be searched while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from rok_events.people import rules
from rok_events.people.likeness import CLOSE, Spelling, likeness, spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

SHORTEST = 5
"""So many letters of a name can hold a slip; fewer are too little to tell."""


class Known(NamedTuple):
    """An organisation on the list."""

    id: int
    name: str
    sector: str | None


class Alike(NamedTuple):
    """An organisation that a name may be meant for: how alike, and to which of its names."""

    id: int
    likeness: float
    name: str


@dataclass(frozen=True)
class Names:
    """All names of the list, in the order of the alphabet, the other names after them.

    They stand in columns, so that reading many costs little: of each name, its organisation's id,
    the name as written, what it comes down to, and the rest that is its own. `texts` has all keys
    of an organisation, one on a line, each word after a space.
    """

    ids: Sequence[int]
    names: Sequence[str]
    spellings: Sequence[Spelling]
    rests: Sequence[str]
    texts: Mapping[int, str]
    sectors: Mapping[int, str | None]
    domains: Mapping[str, int]

    @classmethod
    def of(
        cls,
        organisations: Iterable[tuple[int, str, str, str | None]],
        aliases: Iterable[tuple[int, str, str]],
        domains: Mapping[str, int],
    ) -> Names:
        """Return the names of organisations: id, name, key, sector; other aliases are left out."""
        listed = sorted(organisations, key=itemgetter(2))
        ids, names, keys, sectors = map(list, zip(*listed, strict=True)) if listed else ([],) * 4
        texts = {id_: f" {key}" for id_, key in zip(ids, keys, strict=True)}
        by_id = dict(zip(ids, sectors, strict=True))
        for id_, name, key in aliases:
            if id_ in texts:
                texts[id_] += f"\n {key}"
                ids.append(id_)
                names.append(name)
                keys.append(key)
        spellings = [spelling(key) for key in keys]
        rests = [one.rest for one in spellings]
        return cls(ids, names, spellings, rests, texts, by_id, domains)

    def known(self, id_: int) -> Known:
        """Return an organisation on the list."""
        return Known(id_, self.names[self.ids.index(id_)], self.sectors[id_])

    def at(self, email: str) -> Iterator[tuple[int, str]]:
        """Yield the organisations to whose domain an address belongs, with that domain."""
        for domain in rules.domains(email) if "@" in email else []:
            if self.domains.get(domain) in self.texts:
                yield self.domains[domain], domain

    def beginning(self, key: str) -> list[int]:
        """Return those of which words begin as each of the typed words does."""
        found = list(self.texts)
        for word in key.split():
            found = [id_ for id_ in found if f" {word}" in self.texts[id_]]
        return sorted(found, key=lambda id_: not self.texts[id_].startswith(f" {key}"))

    def holding(self, key: str) -> Iterator[int]:
        """Yield those that hold what was typed anywhere."""
        return (id_ for id_, text in self.texts.items() if key in text)

    def alike(self, key: str) -> list[Alike]:
        """Return those that a whole name may be meant for, the likeliest first."""
        typed = spelling(key)
        best: dict[int, Alike] = {}
        for place in self._close(typed.rest, fuzz.ratio) | self._sharing(typed.words):
            id_ = self.ids[place]
            is_like = likeness(typed, self.spellings[place])
            found = Alike(id_, is_like, self.names[place])
            if found.likeness >= CLOSE and (id_ not in best or found > best[id_]):
                best[id_] = found
        return sorted(best.values(), key=lambda one: (-one.likeness, one.name))

    def resembling(self, key: str) -> Iterator[int]:
        """Yield those of which a part resembles what was typed of a name, the likeliest first."""
        typed = spelling(key)
        if len(typed.rest) < SHORTEST:
            return
        for place in self._close(typed.rest, fuzz.partial_ratio):
            is_long_enough = len(self.rests[place]) >= len(typed.rest) - 1
            if is_long_enough and typed.kinds <= self.spellings[place].kinds:
                yield self.ids[place]

    def _close(self, rest: str, scorer: Callable[..., float]) -> dict[int, None]:
        """Return the places of the names that are close enough, the closest first."""
        found = process.extract(
            rest, self.rests, scorer=scorer, score_cutoff=100 * CLOSE, limit=None
        )
        return {place: None for _rest, _score, place in found}

    def _sharing(self, words: frozenset[str]) -> dict[int, None]:
        """Return the places of the names that hold all these words, or of which these are all."""
        if not words:
            return {}
        return {
            place: None
            for place, (_kinds, other, _rest) in enumerate(self.spellings)
            if (other <= words and other) or words <= other
        }
