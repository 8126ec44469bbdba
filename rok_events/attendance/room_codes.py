"""The code on the screen in the room: letters that change every half minute, and prove presence.

It is made of the session, the time and the key of the site; nothing is stored. Six consonants: no
word comes out, and 64 million are too many to try within a minute.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rok_events.web import signing

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = timedelta(seconds=30)
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 6


def code(session_id: int, now: datetime) -> str:
    """Return the code of a session at a moment."""
    return _code(session_id, _step(now))


def changes_at(now: datetime) -> datetime:
    """Return when the next code comes."""
    return datetime.fromtimestamp((_step(now) + 1) * STEP.total_seconds(), UTC)


def find(session_ids: Iterable[int], said: str, now: datetime) -> int | None:
    """Return the session of which somebody reads the code: this one, or the one just before."""
    letters = "".join(said.split()).upper()
    if len(letters) != LENGTH or not letters.isascii():
        return None
    step = _step(now)
    for id_ in session_ids:
        if any(hmac.compare_digest(letters, _code(id_, one)) for one in (step, step - 1)):
            return id_
    return None


def _step(now: datetime) -> int:
    return int(now.timestamp() // STEP.total_seconds())


def _code(session_id: int, step: int) -> str:
    made = hmac.digest(signing.keys()[-1].encode(), f"room:{session_id}:{step}".encode(), "sha256")
    number, letters = int.from_bytes(made[:8], "big"), ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return letters
