"""Rules of the inbox: what may be done with a mail that came in, and how long it is kept."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

KEEP_WORDS = timedelta(days=14)
"""How long the words of a mail are kept that nobody has to look at, or that somebody dealt with."""

KEEP_ROW = timedelta(days=90)
"""How long it is known that such a mail came."""

KEEP_UNREAD = timedelta(days=365)
"""How long a mail waits for somebody to look at it."""

KINDNESS = timedelta(days=1)
"""How long after an answer by a machine the same address gets none."""


class Handling(StrEnum):
    """What became of a mail that came in."""

    BY_ITSELF = "by_itself"
    ASIDE = "aside"
    HANDLED = "handled"
