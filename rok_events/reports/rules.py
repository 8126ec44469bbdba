"""Rules of what a network shows to everybody."""

from __future__ import annotations

from enum import StrEnum


class Shows(StrEnum):
    """How much a network shows: figures, or figures and the picture with its organisations."""

    FIGURES = "figures"
    PICTURE = "picture"


FIVE = ("present", "ties", "partners", "new_ties", "isolates")
"""The figures of the front page and of what everybody sees, by the names of the network."""

WORDS = {"cijfers": Shows.FIGURES, "beeld": Shows.PICTURE}
"""What the words in an address mean."""


def shows(said: str) -> Shows:
    """Return how much somebody asks to show; the picture unless told otherwise."""
    return WORDS.get(said, Shows.PICTURE)
