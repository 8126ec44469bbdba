"""What a plan of an activity must be, and the addresses it may get: pure, like `rules`."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

from rok_events.activities.rules import ActivityPlan, QuestionKind, Setting
from rok_events.core import text
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rok_events.activities.kinds import Kind

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


def slugs(title: str, kind: Kind, day: date) -> Iterator[str]:
    """Yield addresses for an activity, nicest first, without end: title, with day, with number."""
    name = text.slug(title)[:LONGEST_SLUG].strip("-") or kind.value
    return chain((name, f"{name}-{day}"), (f"{name}-{day}-{number}" for number in count(2)))


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
        if question.kind is QuestionKind.CHOICE and len(question.options) < 2:  # noqa: PLR2004
            yield InvalidError(
                N_("The question “%(label)s” needs at least two answers to choose from."),
                field="questions",
                label=question.label,
            )
