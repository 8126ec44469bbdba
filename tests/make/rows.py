"""What makers share: moments, numbers that never come twice, and keeping a row."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from rok_events.db import db

T = TypeVar("T")

LONG_AGO = datetime(2027, 1, 1, 12, tzinfo=UTC)
SPRING = datetime(2027, 4, 1, 11, 30, tzinfo=UTC)

_numbers = count(1)


def next_number() -> int:
    """Return the next number, for what must differ between rows."""
    return next(_numbers)


def saved(row: T) -> T:
    """Keep a row for the rest of the test; the outer transaction still forgets it."""
    db.session.add(row)
    db.session.commit()
    return row
