"""What a plan of an activity must be, and the addresses it may get: pure, like `rules`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from itertools import chain, count
from typing import TYPE_CHECKING

from rok_events.activities.changing import FIXED
from rok_events.activities.rules import (
    WITH_OPTIONS,
    Accreditation,
    ActivityPlan,
    ProgrammePoint,
    QuestionPlan,
    SessionPlan,
    Setting,
)
from rok_events.core import text
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime, timedelta
    from zoneinfo import ZoneInfo

    from rok_events.activities.kinds import Kind
    from rok_events.activities.models import Activity, ProgrammeItem, Question, Session

MOST_PLACES = 5000
LONGEST_SLUG = 70  # leaves room in the column for a day and a number
LONGEST = {
    "title": 200,
    "summary": 300,
    "hosted_by": 200,
    "contact_email": 254,
    "place_name": 200,
    "place_address": 300,
    "online_url": 500,
}


# What a plan and the row of an activity call by the same name.
PLAIN = (
    *("community_id", "kind", "title", "summary", "description", "audience", "hosted_by"),
    *("contact_email", "capacity", "closes_at", "setting", "place_name", "place_address"),
    *("place_notes", "online_url", "frees_at_once", "by_invitation", "series"),
    "minimum_presence",
)


def mistakes(plan: ActivityPlan) -> Iterator[InvalidError]:
    """Yield what is wrong with a plan, one sentence each, with the field it belongs to."""
    if not text.one_line(plan.title):
        yield InvalidError(N_("Give the activity a title."), field="title")
    if not 1 <= plan.places <= MOST_PLACES:
        yield InvalidError(
            N_("The number of places must lie between 1 and %(most)s."),
            field="capacity",
            most=MOST_PLACES,
        )
    if plan.setting is not Setting.ON_SITE and not _is_web_address(plan.online_url):
        yield InvalidError(
            N_("Give the web address at which people join online, beginning with https://."),
            field="online_url",
        )
    yield from _mistakes_in_length(plan)
    yield from _mistakes_in_time(plan)
    yield from _mistakes_in_questions(plan)


def plan_of(activity: Activity) -> ActivityPlan:
    """Return the plan that an activity carries out; sessions that were cancelled are left out."""
    return ActivityPlan(
        **{name: getattr(activity, name) for name in PLAIN},
        sessions=tuple(map(session_plan, sorted(standing(activity), key=lambda s: s.starts_at))),
        accreditations=tuple(Accreditation(*values) for values in activity.accreditations),
        programme=tuple(map(_point, activity.programme)),
        questions=tuple(_in_order(activity.questions)),
    )


def session_plan(session: Session) -> SessionPlan:
    """Return the plan that a session carries out."""
    return SessionPlan(
        id=session.id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=session.title,
        place_name=session.place_name,
    )


def question_plan(question: Question) -> QuestionPlan:
    """Return the plan that a question carries out."""
    return QuestionPlan(
        label=question.label,
        kind=question.kind,
        hint=question.hint,
        options=tuple(question.options),
        is_required=question.is_required,
        is_sensitive=question.is_sensitive,
        asked_after=question.asked_after.position if question.asked_after else None,
        asked_if=question.asked_if,
    )


def _in_order(questions: Sequence[Question]) -> Iterator[QuestionPlan]:
    """Yield the plans of questions, which stand at 1, 2, 3 in a plan, whatever was removed."""
    places = {question.id: place for place, question in enumerate(questions, 1)}
    for question in questions:
        yield replace(question_plan(question), asked_after=places.get(question.asked_after_id or 0))


def alike(one: Session, moved: Session, wish: SessionPlan, zone: ZoneInfo) -> SessionPlan:
    """Return the plan of a session that moves by as much on the clock as another is to move."""
    begins = clock_shift(moved.starts_at, wish.starts_at, zone)
    ends = clock_shift(moved.ends_at, wish.ends_at, zone)
    plan = session_plan(one)
    return replace(
        plan,
        starts_at=on_clock(plan.starts_at, begins, zone),
        ends_at=on_clock(plan.ends_at, ends, zone),
    )


def points_of_day(session: Session, zone: ZoneInfo) -> list[ProgrammeItem]:
    """Return the points of the programme that belong to a session: those of the same day."""
    day = session.starts_at.astimezone(zone).date()
    programme = session.activity.programme
    return [point for point in programme if point.starts_at.astimezone(zone).date() == day]


def standing(activity: Activity) -> list[Session]:
    """Return the sessions of an activity that were not cancelled."""
    return [session for session in activity.sessions if session.cancelled_at is None]


def as_published(wish: ActivityPlan, activity: Activity) -> ActivityPlan:
    """Return what of a wish holds for an activity that people know of."""
    return replace(
        wish,
        sessions=plan_of(activity).sessions,
        **{name: getattr(activity, name) for name in (*FIXED, "series")},
    )


def left_out(activity: Activity, wishes: Sequence[SessionPlan]) -> list[Session]:
    """Return the sessions of an activity that are not among those wished for."""
    kept = {wish.id for wish in wishes}
    return [session for session in activity.sessions if session.id not in kept]


def clock_shift(before: datetime, after: datetime, zone: ZoneInfo) -> timedelta:
    """Return how far the hands of the clock (and the leaves of the calendar) move."""
    return _on_the_wall(after, zone) - _on_the_wall(before, zone)


def on_clock(moment: datetime, shift: timedelta, zone: ZoneInfo) -> datetime:
    """Return a moment moved by the clock: ten o'clock stays ten o'clock, also in summer time."""
    return (_on_the_wall(moment, zone) + shift).replace(tzinfo=zone).astimezone(UTC)


def shifted(plan: ActivityPlan, shift: timedelta, zone: ZoneInfo) -> ActivityPlan:
    """Return a plan with all its moments moved by the clock, as a plan for new sessions."""
    return replace(
        plan,
        closes_at=plan.closes_at and on_clock(plan.closes_at, shift, zone),
        sessions=tuple(
            replace(
                session,
                id=None,
                starts_at=on_clock(session.starts_at, shift, zone),
                ends_at=on_clock(session.ends_at, shift, zone),
            )
            for session in plan.sessions
        ),
        programme=tuple(
            replace(point, starts_at=on_clock(point.starts_at, shift, zone))
            for point in plan.programme
        ),
    )


def slugs(title: str, kind: Kind, day: date) -> Iterator[str]:
    """Yield addresses for an activity, nicest first, without end: title, with day, with number."""
    name = text.slug(title)[:LONGEST_SLUG].strip("-") or kind.value
    return chain((name, f"{name}-{day}"), (f"{name}-{day}-{number}" for number in count(2)))


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _is_web_address(address: str) -> bool:
    return address.startswith(("https://", "http://")) and address == text.one_line(address)


def _mistakes_in_length(plan: ActivityPlan) -> Iterator[InvalidError]:
    for field, words, most in _texts(plan):
        if len(words) > most:
            yield InvalidError(
                N_("Write at most %(most)s characters here."), field=field, most=most
            )


def _texts(plan: ActivityPlan) -> Iterator[tuple[str, str, int]]:
    """Yield each short text with its field and the room that its column has."""
    for field, most in LONGEST.items():
        yield field, getattr(plan, field), most
    for session in plan.sessions:
        yield "sessions", session.title, 200
        yield "sessions", session.place_name, 200
    for point in plan.programme:
        yield "programme", point.title, 200
        yield "programme", point.note, 500
    for question in plan.questions:
        yield "questions", question.label, 300
        yield "questions", question.hint, 300


def _mistakes_in_time(plan: ActivityPlan) -> Iterator[InvalidError]:
    if not plan.sessions:
        yield InvalidError(N_("An activity has at least one session."), field="sessions")
        return
    if any(session.ends_at <= session.starts_at for session in plan.sessions):
        yield InvalidError(N_("A session must end after it has begun."), field="sessions")
    if plan.last_call_at > plan.starts_at:
        yield InvalidError(
            N_("Registration must close before the activity begins."), field="closes_at"
        )


def _mistakes_in_questions(plan: ActivityPlan) -> Iterator[InvalidError]:
    for question in plan.questions:
        if not text.one_line(question.label):
            yield InvalidError(N_("Every question needs its words."), field="questions")
        if question.kind in WITH_OPTIONS and len(question.options) < 2:  # noqa: PLR2004
            yield InvalidError(
                N_("The question “%(label)s” needs at least two answers to choose from."),
                field="questions",
                label=question.label,
            )


def _point(item: ProgrammeItem) -> ProgrammePoint:
    return ProgrammePoint(starts_at=item.starts_at, title=item.title, note=item.note)
