"""Who gets a place: the rules of registration, without Flask or a database."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a registration stands."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """In what role somebody takes part."""

    PROFESSIONAL = "professional"
    EXPERT_BY_EXPERIENCE = "expert_by_experience"
    PARENT = "parent"
    STUDENT = "student"
    RESEARCHER = "researcher"
    POLICY = "policy"
