"""Tables of invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.activities.models import Session
from rok_events.core.text import N_
from rok_events.db import Base
from rok_events.invitations.rules import worth
from rok_events.people.merging_rules import Carried
from rok_events.people.models import Person
from rok_events.registrations.rules import Answer


class CalendarEntry(Base):
    """What the calendar of one person was last told of one session.

    `uid` is fixed for ever, whether its holder is invited, registered, cancelled or back again;
    `sequence` rises with every message; `is_withdrawn` is true after a CANCEL. `told` is what the
    last message said, see `meetings.told`. `page` is the path of its holder's personal page,
    `locale` the language. `answer` is what the calendar said back, `answered_at` and
    `answered_sequence` tell an old answer from a new one.
    """

    __tablename__ = "calendar_entry"
    __carried__: ClassVar = Carried(N_("Calendar entries"), worth)
    __table_args__ = (UniqueConstraint("person_id", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), index=True)
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int]
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    page: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(5), default="nl")
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None]
    answered_sequence: Mapped[int | None]

    person: Mapped[Person] = relationship()
    session: Mapped[Session] = relationship()


class PersonalFeed(Base):
    """The secret address at which somebody's own calendar can be subscribed to.

    Made when its owner asks for it; a new `secret` ends the old address.
    """

    __tablename__ = "personal_feed"
    __carried__: ClassVar = Carried(N_("Addresses of an own calendar"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret: Mapped[str] = mapped_column(String(40), unique=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
