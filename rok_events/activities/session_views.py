"""The organisers' pages of one session: another time, one more, one less."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from rok_events.activities import actions, changing, planning, queries
from rok_events.activities.kinds import TRAITS
from rok_events.activities.rows import session_data
from rok_events.activities.rules import State
from rok_events.activities.small_forms import ReasonForm, SessionForm
from rok_events.core import clock
from rok_events.core.errors import DomainError, InvalidError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity, Session

bp = Blueprint("sessions", __name__)

WEEK = timedelta(days=7)


@bp.get("/beheer/activiteiten/<int:activity_id>/bijeenkomsten/nieuw")
@require(Permission.PLAN_ACTIVITIES)
def ask_new(activity_id: int) -> ResponseReturnValue:
    """Ask when the extra session is: a week after the last, unless somebody says otherwise."""
    activity = _activity(activity_id)
    last = max(planning.standing(activity), key=lambda session: session.starts_at)
    data = session_data(planning.session_plan(last))
    later = {"day": data["day"] + WEEK, "begins": data["begins"], "ends": data["ends"]}
    return _page(activity, SessionForm(data=later))


@bp.post("/beheer/activiteiten/<int:activity_id>/bijeenkomsten/nieuw")
@require(Permission.PLAN_ACTIVITIES)
def new(activity_id: int) -> ResponseReturnValue:
    """Add a session."""
    activity = _activity(activity_id)
    form = SessionForm()
    if not form.validate():
        return _page(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
    wish = form.plan(TRAITS[activity.kind].usual_length)
    try:
        with transaction():
            actions.add_session(activity_id, wish)
    except InvalidError as error:
        return _refused(activity, form, error)
    flash(gettext("The session is added."), "ok")
    return _back(activity)


@bp.get("/beheer/sessies/<int:session_id>/verplaatsen")
@require(Permission.PLAN_ACTIVITIES)
def ask_move(session_id: int) -> ResponseReturnValue:
    """Show when and where a session is, to be changed."""
    session = _session(session_id)
    changing.refuse_rescheduling(session.activity.state, session, clock.now())
    form = SessionForm(data=session_data(planning.session_plan(session)))
    return _page(session.activity, form, session)


@bp.post("/beheer/sessies/<int:session_id>/verplaatsen")
@require(Permission.PLAN_ACTIVITIES)
def move(session_id: int) -> ResponseReturnValue:
    """Move a session, and what comes after it if asked."""
    session = _session(session_id)
    form = SessionForm()
    if not form.validate():
        return _page(session.activity, form, session), HTTPStatus.UNPROCESSABLE_ENTITY
    wish = form.plan(TRAITS[session.activity.kind].usual_length)
    try:
        with transaction():
            actions.move_session(session_id, wish, following=bool(form.following.data))
    except InvalidError as error:
        return _refused(session.activity, form, error, session)
    flash(gettext("Saved."), "ok")
    return _back(session.activity)


@bp.get("/beheer/sessies/<int:session_id>/afgelasten")
@require(Permission.PLAN_ACTIVITIES)
def ask_reason(session_id: int) -> ResponseReturnValue:
    """Ask why a session does not take place."""
    session = _session(session_id)
    changing.refuse_rescheduling(session.activity.state, session, clock.now())
    return _cancel_page(session, ReasonForm())


@bp.post("/beheer/sessies/<int:session_id>/afgelasten")
@require(Permission.PLAN_ACTIVITIES)
def cancel(session_id: int) -> ResponseReturnValue:
    """Call one session off."""
    session = _session(session_id)
    form = ReasonForm()
    if not form.validate():
        return _cancel_page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        actions.cancel_session(session_id, form.reason.data or "")
    flash(gettext("The session is cancelled."), "ok")
    return _back(session.activity)


@bp.post("/beheer/sessies/<int:session_id>/verwijderen")
@require(Permission.PLAN_ACTIVITIES)
def remove(session_id: int) -> ResponseReturnValue:
    """Take a session out of a draft."""
    activity = _session(session_id).activity
    with transaction():
        actions.remove_session(session_id)
    flash(gettext("The session is removed."), "ok")
    return _back(activity)


def _activity(activity_id: int) -> Activity:
    activity = queries.get(activity_id)
    access.check(Permission.PLAN_ACTIVITIES, activity.community_id)
    changing.refuse_revising(activity, clock.now(), capacity=activity.capacity)
    return activity


def _session(session_id: int) -> Session:
    session = queries.get_session(session_id)
    access.check(Permission.PLAN_ACTIVITIES, session.activity.community_id)
    return session


def _back(activity: Activity) -> ResponseReturnValue:
    return redirect(url_for("planning.show", activity_id=activity.id), HTTPStatus.SEE_OTHER)


def _page(activity: Activity, form: SessionForm, session: Session | None = None) -> str:
    """Return the form of a session; what comes after it can be moved along, if there is any."""
    later = session is not None and (
        any(one.starts_at > session.starts_at for one in planning.standing(activity))
        or bool(queries.following(activity))
    )
    return render_template(
        "activities/session.html",
        activity=activity,
        form=form,
        session=session,
        has_later=later,
        is_known=activity.state is State.PUBLISHED,
    )


def _refused(
    activity: Activity, form: SessionForm, error: DomainError, session: Session | None = None
) -> ResponseReturnValue:
    field = form.begins if error.field == "starts_at" else form.ends
    field.errors = [sentence(error)]
    return _page(activity, form, session), HTTPStatus.UNPROCESSABLE_ENTITY


def _cancel_page(session: Session, form: ReasonForm) -> str:
    return render_template(
        "activities/cancel_session.html", activity=session.activity, session=session, form=form
    )
