"""What happens when: the whole story on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rok_events.core.events import Event

REACTIONS: Mapping[type[Event], Sequence[Callable[[Any], None]]] = {}
