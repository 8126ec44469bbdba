"""Changing what an activity asks of whoever registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.activities import changing, draft_actions, queries, rules
from rok_events.activities.models import Question
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rok_events.activities.models import Activity
    from rok_events.activities.rules import QuestionPlan

MOST_QUESTIONS = 30


def add(activity_id: int, wish: QuestionPlan) -> Question:
    """Ask one question more, after the others.

    Raises:
        ConflictError: the activity was cancelled or is over, or asks too much already.
    """
    activity = _open(activity_id)
    if len(activity.questions) >= MOST_QUESTIONS:
        raise ConflictError(N_("More than %(most)s questions is too much."), most=MOST_QUESTIONS)
    last = max((question.position for question in activity.questions), default=0)
    question = draft_actions.write_question(Question(position=last + 1), wish)
    draft_actions.place_after(question, wish, activity.questions)
    activity.questions.append(question)
    db.session.flush()
    return question


def revise(question_id: int, wish: QuestionPlan) -> None:
    """Ask a question in other words; in another way only while nobody has answered it.

    Raises:
        ConflictError: the activity was cancelled or is over, or people have answered.
    """
    question = queries.get_question(question_id)
    activity = _open(question.activity_id)
    kept = set(question.options) <= set(wish.options)
    if wish.kind is not question.kind or not kept:
        changing.refuse_unasking(activity)
    draft_actions.write_question(question, wish)
    earlier = [one for one in activity.questions if one.position < question.position]
    draft_actions.place_after(question, wish, earlier)
    possible = rules.fixed_answers(question.kind, question.options)
    _ask_always(one for one in _waiting(activity, question) if one.asked_if not in possible)
    db.session.flush()


def remove(question_id: int) -> None:
    """Ask a question no more.

    Raises:
        ConflictError: the activity was cancelled or is over, or people have answered.
    """
    question = queries.get_question(question_id)
    activity = _open(question.activity_id)
    changing.refuse_unasking(activity)
    _ask_always(_waiting(activity, question))
    activity.questions.remove(question)
    db.session.flush()


def move(question_id: int, place: int) -> None:
    """Put a question at a place among the others, counted from 1; too far is the nearest end.

    Whatever is asked after an answer to it comes along, where it would stand before it.

    Raises:
        ConflictError: the activity was cancelled or is over.
    """
    question = queries.get_question(question_id)
    activity = _open(question.activity_id)
    order = [one for one in activity.questions if one is not question]
    order.insert(max(place - 1, 0), question)
    _number(_followed(order))


def _open(activity_id: int) -> Activity:
    now = clock.now()
    activity = queries.get_for_update(activity_id)
    changing.refuse_asking(activity, now)
    activity.updated_at = now
    return activity


def _waiting(activity: Activity, question: Question) -> list[Question]:
    """Return the questions that wait for an answer to this one."""
    return [one for one in activity.questions if one.asked_after is question]


def _ask_always(questions: Iterable[Question]) -> None:
    for question in questions:
        question.asked_after, question.asked_if = None, ""


def _followed(order: Sequence[Question]) -> list[Question]:
    """Return questions in the same order, but each after the one whose answer it waits for."""
    placed: list[Question] = []
    waiting = list(order)
    while waiting:
        ready = next(one for one in waiting if one.asked_after not in waiting)
        waiting.remove(ready)
        placed.append(ready)
    return placed


def _number(order: Sequence[Question]) -> None:
    # Two questions may not stand at one place, not even for a moment: by way of the negative.
    for place, question in enumerate(order, 1):
        question.position = -place
    db.session.flush()
    for place, question in enumerate(order, 1):
        question.position = place
    db.session.flush()
