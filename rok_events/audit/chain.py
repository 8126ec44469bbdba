"""The chain: how rows are sealed, and how a row that was tampered with is found.

The hash of a row is SHA-256, in hexadecimal, over the UTF-8 of one line of JSON: a list of the hash
of the row before and of everything in the row, in the order of `LINK`, without spaces, letters as
they are, moments in UTC to the microsecond as ISO 8601. The first row follows `ORIGIN`.

A personal value does not stand in the row. It stands beside it with a salt of its own, and the row
holds the SHA-256 of salt and value. Without salt that tells nothing, so that value and salt can be
erased and the row stays as it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ORIGIN = "0" * 64
SEAL = "seal"
VALUES = "values"
CLEANED = "cleaned"

LINK = (
    "previous", "number", "happened_at", "actor", "actor_id", "actor_name", "deed", "thing",
    "thing_id", "community_id", "activity_id", "organisation_id", "person_id", "account_id", "told",
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A point of the chain: the number of a row and its hash, to be kept elsewhere."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


START = Mark(0, ORIGIN)


def dumps(value: object) -> str:
    """Return the only JSON that the chain knows for a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(row: Mapping[str, Any]) -> str:
    """Return the hash of a row, from its columns."""
    link = [_moment(value) if isinstance(value := row[name], datetime) else value for name in LINK]
    return sha256(dumps(link).encode()).hexdigest()


def seal(salt: str, value: str) -> str:
    """Return what a row holds of a personal value."""
    return sha256(f"{salt}{value}".encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Value:
    """A personal value beside a row; `is_forgotten` says that a row of the chain tells so."""

    field: str
    salt: str
    value: str
    is_forgotten: bool

    def matches(self, kept: str) -> bool:
        """Tell whether this is the value that was sealed, or was erased out loud."""
        if self.is_forgotten:
            return not self.salt and not self.value
        return seal(self.salt, self.value) == kept


@dataclass(frozen=True)
class Link:
    """A row with the values beside it; `forgotten` counts the values that it tells were erased."""

    row: Mapping[str, Any]
    values: Sequence[Value] = ()
    forgotten: int = 0

    @property
    def mark(self) -> Mark:
        """Where in the chain it stands."""
        return Mark(self.row["number"], self.row["hash"])


def faults(links: Iterable[Link], head: Mark, since: Mark | None = None) -> Iterator[str]:
    """Yield a sentence for whatever is wrong with a chain, given in the order of its numbers.

    With `since`, the chain is given from that mark on, which was kept elsewhere.
    """
    begin: Mark | None = None
    last = cleaned = START
    for link in links:
        here = link.row["number"]
        if begin is None:
            begin = last = Mark(here - 1, link.row["previous"])
            if since is not None:
                yield from _faults_at(since, link.mark)
        if here > last.number + 1:
            yield _missing(last.number + 1, here - 1)
            last = Mark(here - 1, link.row["previous"])
        yield from _faults_of(link, last)
        cleaned = _cleaned(link) or cleaned
        last = link.mark
    if begin is None:
        last = since or START
        if last.number > head.number:
            yield _missing(head.number + 1, last.number)
            return
    elif since is None:
        yield from _faults_of_begin(begin, cleaned)
    yield from _faults_of_end(last, head)


def _faults_of(link: Link, last: Mark) -> Iterator[str]:
    number = link.row["number"]
    if digest(link.row) != link.row["hash"]:
        yield f"Row {number} was changed."
    elif link.row["previous"] != last.hash:
        yield f"Row {last.number} was changed and given another hash: row {number} followed it."
    else:
        told = json.loads(link.row["told"])
        seals = {name: pair[SEAL] for name, pair in told.items() if isinstance(pair, dict)}
        values = {value.field: value for value in link.values}
        for name in sorted(seals.keys() | values.keys()):
            if name not in seals:
                yield f"Row {number} was given a personal value that it did not have: {name}."
            elif name not in values:
                yield f"Row {number} lost a personal value: {name}."
            elif not values[name].matches(seals[name]):
                yield f"Row {number} has another personal value than it had: {name}."
        if link.forgotten > told.get(VALUES, [0, 0])[1]:
            yield f"Row {number} did not erase all the personal values that are gone in its name."


def _faults_at(since: Mark, found: Mark) -> Iterator[str]:
    if found.number > since.number:
        yield _missing(since.number, found.number - 1)
    elif found != since:
        yield f"Row {since.number} is not the row that had this hash."


def _faults_of_begin(begin: Mark, cleaned: Mark) -> Iterator[str]:
    if begin.number > cleaned.number:
        yield _missing(cleaned.number + 1, begin.number)
    elif begin.number < cleaned.number:
        yield f"Row {begin.number + 1} was added: rows up to {cleaned.number} were cleaned away."
    elif begin.hash != cleaned.hash:
        yield f"Row {begin.number + 1} does not follow the rows that were cleaned away before it."


def _faults_of_end(last: Mark, head: Mark) -> Iterator[str]:
    if last.number < head.number:
        yield _missing(last.number + 1, head.number)
    elif last.number > head.number:
        yield f"Row {head.number + 1} was added behind the end of the chain."
    elif last.hash != head.hash:
        yield f"Row {last.number} was changed and given another hash: the chain ended otherwise."


def _missing(first: int, last: int) -> str:
    return f"Row {first} is missing." if first == last else f"Rows {first} to {last} are missing."


def _cleaned(link: Link) -> Mark | None:
    """Return up to where a row tells that older ones were cleaned away."""
    if link.row["deed"] != CLEANED:
        return None
    number, hash_ = (json.loads(link.row["told"])[name][1] for name in ("number", "hash"))
    return Mark(number, hash_)
