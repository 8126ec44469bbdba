"""The names on the list of organisations, to be searched while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from rok_events.people import rules
from rok_events.people.likeness import CLOSE, likeness, spelling

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


class Name(NamedTuple):
    """One name of an organisation: as written, and as it is compared."""

    id: int
    name: str
    key: str


@dataclass(frozen=True)
class Names:
    """All names of the list, in the order of the alphabet.

    `texts` has all keys of each organisation, one on a line, each word after a space; `rests` what
    is its own of each of the names.
    """

    known: Mapping[int, Known]
    names: Sequence[Name]
    texts: Mapping[int, str]
    rests: Sequence[str]
    domains: Mapping[str, int]

    @classmethod
    def of(
        cls,
        known: Iterable[tuple[Known, str]],
        aliases: Iterable[Name],
        domains: Mapping[str, int],
    ) -> Names:
        """Return the names of these organisations with their keys; other aliases are left out."""
        by_key = sorted(known, key=lambda pair: pair[1])
        names = [Name(one.id, one.name, key) for one, key in by_key]
        texts = {name.id: f" {name.key}" for name in names}
        for alias in aliases:
            if alias.id in texts:
                texts[alias.id] += f"\n {alias.key}"
                names.append(alias)
        rests = [spelling(name.key).rest for name in names]
        return cls({one.id: one for one, _key in by_key}, names, texts, rests, domains)

    def at(self, email: str) -> Iterator[tuple[int, str]]:
        """Yield the organisations to whose domain an address belongs, with that domain."""
        for domain in rules.domains(email) if "@" in email else []:
            if self.domains.get(domain) in self.known:
                yield self.domains[domain], domain

    def beginning(self, key: str) -> list[int]:
        """Return those of which words begin as each of the typed words does."""
        words = [f" {word}" for word in key.split()]
        found = [id_ for id_, text in self.texts.items() if all(word in text for word in words)]
        return sorted(found, key=lambda id_: not self.texts[id_].startswith(f" {key}"))

    def holding(self, key: str) -> Iterator[int]:
        """Yield those that hold what was typed anywhere."""
        return (id_ for id_, text in self.texts.items() if key in text)

    def alike(self, key: str) -> list[Alike]:
        """Return those that a whole name may be meant for, the likeliest first."""
        typed = spelling(key)
        best: dict[int, Alike] = {}
        for place in self._close(typed.rest, fuzz.ratio) | self._sharing(typed.words):
            id_, name, other = self.names[place]
            found = Alike(id_, likeness(typed, spelling(other)), name)
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
            if is_long_enough and typed.kinds <= spelling(self.names[place].key).kinds:
                yield self.names[place].id

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
        others = (spelling(name.key).words for name in self.names)
        return {
            place: None
            for place, other in enumerate(others)
            if other and (other <= words or words <= other)
        }
