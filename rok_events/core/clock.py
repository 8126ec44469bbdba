"""The clock: the only module that asks what time it is."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_played: ContextVar[datetime | None] = ContextVar("played", default=None)


def now() -> datetime:
    """Return the present moment as an aware datetime in UTC."""
    return _played.get() or datetime.now(UTC)  # noqa: TID251 -- the one place allowed to ask


def today() -> date:
    """Return the present day in Amsterdam."""
    return now().astimezone(AMSTERDAM).date()


@contextmanager
def played_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` inside the block: the demo plays years that are past.

    Raises:
        ValueError: `moment` is naive.
    """
    if moment.tzinfo is None:
        msg = f"naive datetime {moment!r}"
        raise ValueError(msg)
    token = _played.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _played.reset(token)
