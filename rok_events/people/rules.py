"""Rules of people and organisations."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """Whether an organisation is on the governed list, or was typed in a form and waits."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"
