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
    from collections.abc import Mapping

ORIGIN = "0" * 64
SEAL = "seal"

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
