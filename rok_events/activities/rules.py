"""Rules of activities: states, and what follows from them, without Flask or a database."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How far an activity is; whether it is past follows from the time, not from the state."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Setting(StrEnum):
    """Where people meet."""

    ON_SITE = "on_site"
    ONLINE = "online"
    HYBRID = "hybrid"


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
