"""Rules of attendance."""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    """How it became known that somebody was there."""

    LIST = "list"
    WALK_IN = "walk_in"
    IMPORT = "import"
