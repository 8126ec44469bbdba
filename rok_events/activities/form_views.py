"""The organisers' form of an activity: a new one, and one that is there."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from rok_events.activities import actions, changing, planning, series, workspace_queries
from rok_events.activities.kinds import TRAITS
from rok_events.activities.plan_form import PlanForm, filled
from rok_events.activities.rules import State
from rok_events.activities.words_form import WordsForm
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity

bp = Blueprint("plan_form", __name__)

SAVE, FILL = "save", "fill"


@bp.get("/beheer/activiteiten/nieuw")
@require(Permission.PLAN_ACTIVITIES)
def ask_new() -> ResponseReturnValue:
    """Ask what is planned; without a network there is nothing to plan it in."""
    form = _offered(PlanForm())
    return _page(form) if form.community_id.choices else render_template("activities/homeless.html")


@bp.post("/beheer/activiteiten/nieuw")
@require(Permission.PLAN_ACTIVITIES)
def new() -> ResponseReturnValue:
    """Plan an activity, or a row of them; or add a row to the form, as its buttons ask."""
    form = _offered(PlanForm())
    if not form.community_id.choices:
        return redirect(url_for(".ask_new"), HTTPStatus.SEE_OTHER)
    if (button := _pressed(form)) != SAVE:
        form.press(button)
        return _page(form, is_held=_is_held(button))
    if not form.is_sound():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    plan = form.plan()
    with transaction():
        made = series.plan_row(plan) if form.is_row() else [actions.plan(plan)]
    flash(
        ngettext(
            "Saved as a draft: nobody sees it until you publish it.",
            "%(num)d activities are saved as drafts: nobody sees them until you publish them.",
            len(made),
        ),
        "ok",
    )
    if len(made) > 1:
        address = url_for("planning.index", reeks=made[0].series, staat="alles")
        return redirect(address, HTTPStatus.SEE_OTHER)
    return _shown(made[0].id)


@bp.get("/beheer/activiteiten/<int:activity_id>/wijzigen")
@require(Permission.PLAN_ACTIVITIES)
def ask_edit(activity_id: int) -> ResponseReturnValue:
    """Show an activity as a form."""
    activity = _mine(activity_id)
    return _page(_form(activity), activity)


@bp.post("/beheer/activiteiten/<int:activity_id>/wijzigen")
@require(Permission.PLAN_ACTIVITIES)
def edit(activity_id: int) -> ResponseReturnValue:
    """Change an activity; or add a row to the form, as its buttons ask."""
    activity = _mine(activity_id)
    form = _form(activity)
    if (button := _pressed(form)) != SAVE:
        form.press(button)
        return _page(form, activity, is_held=_is_held(button))
    base = planning.plan_of(activity)
    if not form.is_sound(base):
        return _page(form, activity), HTTPStatus.UNPROCESSABLE_ENTITY
    wish = form.plan(base)
    access.check(Permission.PLAN_ACTIVITIES, wish.community_id)
    try:
        with transaction():
            if form.following.data:
                series.revise_following(activity_id, wish)
            else:
                actions.revise(activity_id, wish)
    except (InvalidError, ConflictError) as error:
        form.form_errors.append(sentence(error))
        return _page(form, activity), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("Saved."), "ok")
    return _shown(activity_id)


def _pressed(form: WordsForm) -> str:
    """Return the button that was pressed; who saves a series sees its days first."""
    button = request.form.get("press", SAVE)
    return FILL if button == SAVE and isinstance(form, PlanForm) and form.is_unlaid() else button


def _is_held(button: str) -> bool:
    """Tell whether somebody wanted to save, and sees the days of a series first."""
    return button == FILL and request.form.get("press", SAVE) == SAVE


def _mine(activity_id: int) -> Activity:
    activity = workspace_queries.get(activity_id)
    access.check(Permission.PLAN_ACTIVITIES, activity.community_id)
    changing.refuse_revising(activity, clock.now(), capacity=activity.capacity)
    return activity


def _form(activity: Activity) -> WordsForm:
    """Return the form that fits: of a draft everything may change."""
    data = filled(planning.plan_of(activity))
    if activity.state is State.DRAFT:
        return _offered(PlanForm(data=data))
    return WordsForm(data=data)


def _offered(form: PlanForm) -> PlanForm:
    mine = access.visitor().communities(Permission.PLAN_ACTIVITIES)
    form.offer([one for one in communities.everyone() if mine is None or one.id in mine])
    return form


def _page(form: WordsForm, activity: Activity | None = None, *, is_held: bool = False) -> str:
    return render_template(
        "activities/form.html",
        form=form,
        activity=activity,
        is_held=is_held,
        is_whole=isinstance(form, PlanForm),
        traits=tuple(TRAITS.values()),
    )


def _shown(activity_id: int) -> ResponseReturnValue:
    return redirect(url_for("planning.show", activity_id=activity_id), HTTPStatus.SEE_OTHER)
