"""Tables of activities."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rok_events.activities.kinds import Kind
from rok_events.activities.rules import QuestionKind, Setting, State
from rok_events.audit.rules import Trail
from rok_events.communities.models import Community
from rok_events.core.text import N_
from rok_events.db import Base


class Activity(Base):
    """A werkconferentie, training or casustafel: what people register for.

    `starts_at` and `ends_at` span its sessions that are not cancelled and are kept by the actions
    of this room, so that the agenda can be searched by one index. `taken` and `waiting` count its
    registrations and are set under the row lock by whoever changes those. `words` is what the
    agenda searches: folded, because a database by itself does not look past accents.

    `tell_at` is when participants are told of what was changed: empty while there is nothing to
    tell. `frees_at_once`: who declines in a calendar gives up the place without being asked first.
    `by_invitation`: only who is invited can register; organisers still register whom they want.
    `minimum_presence` is the share of its sessions, in percent, that a certificate asks for;
    `accreditations` are lists of the values of `rules.Accreditation`, in their order.
    `series` is shared by activities that were planned as one row, and empty for all others; so is
    `parallel` by groups of one training that run beside each other.
    """

    __tablename__ = "activity"
    __trail__: ClassVar = Trail(
        thing=N_("Activity"),
        name="title",
        activity="id",
        community="community_id",
        personal=("hosted_by", "contact_email"),
        left_out=(
            *("taken", "waiting", "words", "tell_at", "series", "parallel"),
            *("created_at", "updated_at", "published_at", "cancelled_at"),
        ),
    )
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("ends_at > starts_at", name="period_runs_forward"),
        Index(None, "state", "starts_at"),
        Index(None, "community_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    kind: Mapped[Kind]
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(Text, default="")
    hosted_by: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    closes_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    setting: Mapped[Setting] = mapped_column(default=Setting.ON_SITE)
    place_name: Mapped[str] = mapped_column(String(200), default="")
    place_address: Mapped[str] = mapped_column(String(300), default="")
    place_notes: Mapped[str] = mapped_column(Text, default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    tell_at: Mapped[datetime | None] = mapped_column(index=True)
    frees_at_once: Mapped[bool] = mapped_column(default=False, server_default=false())
    series: Mapped[str] = mapped_column(String(40), default="", server_default="", index=True)
    minimum_presence: Mapped[int | None]
    accreditations: Mapped[list[list[str]]] = mapped_column(JSON, default=list, server_default="[]")
    parallel: Mapped[str] = mapped_column(String(40), default="", server_default="", index=True)
    by_invitation: Mapped[bool] = mapped_column(default=False, server_default=false())

    community: Mapped[Community] = relationship()
    sessions: Mapped[list[Session]] = relationship(
        back_populates="activity", order_by="Session.number", cascade="all, delete-orphan"
    )
    programme: Mapped[list[ProgrammeItem]] = relationship(
        order_by="ProgrammeItem.starts_at, ProgrammeItem.id", cascade="all, delete-orphan"
    )
    questions: Mapped[list[Question]] = relationship(
        order_by="Question.position", cascade="all, delete-orphan"
    )


class Session(Base):
    """One meeting of an activity, with its own presence list and calendar entry.

    `number` counts from 1 in the order in which sessions were made, and never changes.
    `place_name` is only filled in where it differs from the activity's. `cancel_reason` tells
    participants why this one session does not take place. `list_closed_at` is when it was said that
    the presence list is right, and `list_closed_by_id` the number of the account that said so;
    `asks_out` whether it is kept when people come and go.
    """

    __tablename__ = "session"
    __trail__: ClassVar = Trail(
        thing=N_("Session"),
        name="number",
        activity="activity_id",
        left_out=("activity_id", "list_closed_by_id"),
    )
    __table_args__ = (
        UniqueConstraint("activity_id", "number"),
        CheckConstraint("ends_at > starts_at", name="period_runs_forward"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place_name: Mapped[str] = mapped_column(String(200), default="")
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    list_closed_at: Mapped[datetime | None]
    list_closed_by_id: Mapped[int | None]
    asks_out: Mapped[bool] = mapped_column(default=False, server_default=false())

    activity: Mapped[Activity] = relationship(back_populates="sessions")


class ProgrammeItem(Base):
    """One point of the programme of an activity."""

    __tablename__ = "programme_item"
    __trail__: ClassVar = Trail(
        thing=N_("Part of the programme"),
        name="title",
        activity="activity_id",
        left_out=("activity_id",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    starts_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(500), default="")


class Question(Base):
    """What an activity asks of whoever registers, beside the fixed fields.

    The answers to a sensitive question (on food, on access) are shown only to those who need them,
    and are the first to be deleted. `asked_after` is the question of the same activity that must
    be answered with `asked_if` (an option, or “yes” or “no”) before this one is asked.
    """

    __tablename__ = "question"
    __trail__: ClassVar = Trail(
        thing=N_("Question"), name="label", activity="activity_id", left_out=("activity_id",)
    )
    __table_args__ = (UniqueConstraint("activity_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    label: Mapped[str] = mapped_column(String(300))
    hint: Mapped[str] = mapped_column(String(300), default="")
    options: Mapped[list[str]] = mapped_column(default=list)
    is_required: Mapped[bool] = mapped_column(default=False)
    is_sensitive: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_after_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    asked_if: Mapped[str] = mapped_column(String(200), default="", server_default="")

    asked_after: Mapped[Question | None] = relationship(remote_side="Question.id")


class Table(Base):
    """A discussion table of a session in one round: the smallest group in which people meet."""

    __tablename__ = "discussion_table"
    __trail__: ClassVar = Trail(
        thing=N_("Table"),
        name="label",
        activity="session.activity_id",
        left_out=("session_id",),
    )
    __table_args__ = (UniqueConstraint("session_id", "round", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    round: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))

    session: Mapped[Session] = relationship()
