"""A try to get in: counted before it is looked at, and told to the holder after too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rok_events.accounts import lock_actions
from rok_events.core.errors import InvalidError
from rok_events.db import transaction
from rok_events.web import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.accounts.rules import Way

T = TypeVar("T")


def tried(way: Way, email: str, succeed: Callable[[], T]) -> T:
    """Return what `succeed` does, in a transaction that it opens; its `InvalidError` is a failure.

    Raises:
        LockedError: there were too many failures; nothing was tried.
        InvalidError: this was one more.
    """
    with transaction():
        failures = lock_actions.attempt(way, email)
    try:
        return succeed()
    except InvalidError:
        with transaction():
            lock_actions.tell(email, failures, language.current())
        raise
