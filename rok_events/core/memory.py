"""What a process remembers of what it worked out: of one version, and so many bytes in all."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Thing = TypeVar("Thing")


class Memory(Generic[Thing]):
    """Things by key, those that were asked for last; the latest stays, however large it is.

    Of another version nothing is of use any more, so all that was kept is let go.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._version: Hashable = None
        self._kept: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, version: Hashable = None) -> Thing | None:
        """Return what is remembered under a key."""
        with self._lock:
            if version != self._version or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Hashable, thing: Thing, size: int, version: Hashable = None) -> None:
        """Remember a thing of about so many bytes."""
        with self._lock:
            if version != self._version:
                self._kept.clear()
                self._version = version
            self._kept[key] = thing, size
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(size for _, size in self._kept.values()) > self._most:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Let everything go."""
        with self._lock:
            self._kept.clear()
