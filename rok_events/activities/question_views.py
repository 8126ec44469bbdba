"""The organisers' pages of the questions of one activity."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.activities import (
    planning,
    queries,
    question_actions,
    small_forms,
    workspace_queries,
)
from rok_events.activities.rules import State
from rok_events.activities.small_forms import KINDS, QuestionForm
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity, Question

bp = Blueprint("questions", __name__)


@bp.get("/beheer/activiteiten/<int:activity_id>/vragen")
@require(Permission.PLAN_ACTIVITIES)
def index(activity_id: int) -> ResponseReturnValue:
    """Show the questions of an activity in their order."""
    activity = _activity(activity_id)
    return render_template(
        "activities/questions.html",
        activity=activity,
        kinds={kind: gettext(words) for kind, words in KINDS.items()},
        is_answered=bool(activity.taken or activity.waiting),
        is_open=activity.state is not State.CANCELLED and activity.ends_at > clock.now(),
    )


@bp.get("/beheer/activiteiten/<int:activity_id>/vragen/nieuw")
@require(Permission.PLAN_ACTIVITIES)
def ask_new(activity_id: int) -> ResponseReturnValue:
    """Ask what is asked."""
    activity = _activity(activity_id)
    data = small_forms.ready(request.args.get("voorbeeld", ""))
    return _page(activity, _form(activity, data=data))


@bp.post("/beheer/activiteiten/<int:activity_id>/vragen/nieuw")
@require(Permission.PLAN_ACTIVITIES)
def new(activity_id: int) -> ResponseReturnValue:
    """Ask one question more."""
    activity = _activity(activity_id)
    form = _form(activity)
    if not form.validate():
        return _page(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        question_actions.add(activity_id, form.plan())
    flash(gettext("The question is added."), "ok")
    return _back(activity_id)


@bp.get("/beheer/vragen/<int:question_id>")
@require(Permission.PLAN_ACTIVITIES)
def ask_edit(question_id: int) -> ResponseReturnValue:
    """Show a question as a form."""
    question = _question(question_id)
    activity = _activity(question.activity_id)
    return _page(activity, _form(activity, question), question)


@bp.post("/beheer/vragen/<int:question_id>")
@require(Permission.PLAN_ACTIVITIES)
def edit(question_id: int) -> ResponseReturnValue:
    """Change a question."""
    question = _question(question_id)
    activity = _activity(question.activity_id)
    form = _form(activity, question)
    if not form.validate():
        return _page(activity, form, question), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            question_actions.revise(question_id, form.plan())
    except ConflictError as error:
        form.form_errors.append(sentence(error))
        return _page(activity, form, question), HTTPStatus.CONFLICT
    flash(gettext("Saved."), "ok")
    return _back(activity.id)


@bp.post("/beheer/vragen/<int:question_id>/verplaatsen")
@require(Permission.PLAN_ACTIVITIES)
def move(question_id: int) -> ResponseReturnValue:
    """Put a question at another place in the row."""
    activity_id = _question(question_id).activity_id
    place = request.form.get("place", 1, type=int)
    with transaction():
        question_actions.move(question_id, place)
    return redirect(
        url_for("questions.index", activity_id=activity_id, _anchor=f"vraag-{question_id}"),
        HTTPStatus.SEE_OTHER,
    )


@bp.post("/beheer/vragen/<int:question_id>/verwijderen")
@require(Permission.PLAN_ACTIVITIES)
def remove(question_id: int) -> ResponseReturnValue:
    """Ask a question no more."""
    activity_id = _question(question_id).activity_id
    with transaction():
        question_actions.remove(question_id)
    flash(gettext("The question is removed."), "ok")
    return _back(activity_id)


def _activity(activity_id: int) -> Activity:
    activity = workspace_queries.get(activity_id)
    access.check(Permission.PLAN_ACTIVITIES, activity.community_id)
    return activity


def _question(question_id: int) -> Question:
    question = queries.get_question(question_id)
    access.check(Permission.PLAN_ACTIVITIES, queries.get(question.activity_id).community_id)
    return question


def _form(
    activity: Activity, question: Question | None = None, data: Mapping[str, Any] | None = None
) -> QuestionForm:
    """Return the form of a question, which may depend on those before it."""
    if question is not None:
        data = small_forms.question_start(planning.question_plan(question))
    form = QuestionForm(data=data)
    last = question.position if question else len(activity.questions) + 1
    form.offer(one for one in activity.questions if one.position < last)
    return form


def _back(activity_id: int) -> ResponseReturnValue:
    return redirect(url_for("questions.index", activity_id=activity_id), HTTPStatus.SEE_OTHER)


def _page(activity: Activity, form: QuestionForm, question: Question | None = None) -> str:
    return render_template(
        "activities/question.html", activity=activity, form=form, question=question
    )
