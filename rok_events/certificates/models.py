"""The table of certificates."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.activities.models import Activity
from rok_events.audit.rules import Trail
from rok_events.certificates.rules import LENGTH, Because
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.people.merging_rules import Carried
from rok_events.people.models import Person


class Certificate(Base):
    """What somebody was given for being there, as it was printed; never changed, but withdrawn.

    `is_valid` is true or empty, so that a constraint allows one valid certificate of a person for
    an activity, and any number that were withdrawn. `name`, `numbers` (by register) and `reason`
    (of an organiser) are about its holder: they are blanked when that person is forgotten. `facts`
    are those of `rules.Facts`.
    """

    __tablename__ = "certificate"
    __trail__: ClassVar = Trail(
        thing=N_("Certificate"),
        name="person_id",
        activity="activity_id",
        person="person_id",
        personal=("name",),
        unquoted=("reason", "numbers"),
        left_out=("activity_id", "is_valid", "code", "facts", "locale", "issued_at"),
    )
    __carried__: ClassVar = Carried(N_("Certificates"))
    __table_args__ = (
        UniqueConstraint("activity_id", "person_id", "is_valid"),
        CheckConstraint(
            "(is_valid IS NULL) = (withdrawn_at IS NOT NULL)", name="valid_or_withdrawn"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_valid: Mapped[bool | None]
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    numbers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts: Mapped[dict[str, Any]]
    locale: Mapped[str] = mapped_column(String(5))
    issued_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    because: Mapped[Because | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    activity: Mapped[Activity] = relationship()
    person: Mapped[Person] = relationship()
