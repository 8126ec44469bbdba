"""The organisers' pages of activities: the list, one of them, and what can be done with it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from rok_events.activities import (
    actions,
    changing,
    clashing,
    planning,
    queries,
    rules,
    series,
    workspace_queries,
)
from rok_events.activities.actions import CANCEL, TELL
from rok_events.activities.kinds import TRAITS
from rok_events.activities.rules import State
from rok_events.activities.small_forms import CopyForm, ReasonForm
from rok_events.activities.words_form import SETTINGS
from rok_events.activities.workspace_queries import Stage, Wanted
from rok_events.communities import queries as communities
from rok_events.core import clock, text
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.web import access
from rok_events.web.access import require
from rok_events.work import entry
from rok_events.work import rules as work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity

bp = Blueprint("planning", __name__)

STAGES = {stage.value: stage for stage in Stage}
LONGEST_SEARCH = 100
MOST_DIGITS = 4


@bp.get("/beheer/activiteiten")
@require(Permission.SEE_PARTICIPANTS)
def index() -> ResponseReturnValue:
    """Show the activities of one's own networks, as the address asks."""
    mine = access.visitor().communities(Permission.SEE_PARTICIPANTS)
    now = clock.now()
    wanted = _wanted(request.args)
    everyone = communities.everyone()
    return render_template(
        "activities/planned.html",
        found=workspace_queries.planned(mine, wanted, now),
        wanted=wanted,
        years=[
            ("", gettext("All years")),
            *((str(year), str(year)) for year in workspace_queries.years(mine)),
        ],
        names={community.id: community.name for community in everyone},
        has_many=len([one for one in everyone if mine is None or one.id in mine]) > 1,
        kind_names={kind: gettext(traits.name) for kind, traits in TRAITS.items()},
        may_plan=access.visitor().may_somewhere(Permission.PLAN_ACTIVITIES),
        now=now,
    )


@bp.get("/beheer/activiteiten/<int:activity_id>")
@require(Permission.SEE_PARTICIPANTS)
def show(activity_id: int) -> ResponseReturnValue:
    """Show one activity: how it stands, and what can be done with it."""
    activity = workspace_queries.get(activity_id)
    access.check(Permission.SEE_PARTICIPANTS, activity.community_id)
    visitor, now = access.visitor(), clock.now()
    mine = visitor.communities(Permission.SEE_PARTICIPANTS)
    is_ahead = activity.ends_at > now and activity.state is not State.CANCELLED
    return render_template(
        "activities/overview.html",
        activity=activity,
        now=now,
        is_ahead=is_ahead,
        state=rules.registration_state(activity, now),
        left=rules.places_left(activity),
        kind_name=gettext(TRAITS[activity.kind].name),
        setting=gettext(SETTINGS[activity.setting]),
        standing=len(planning.standing(activity)),
        missing=changing.missing(activity, now),
        clashes=clashing.clashes(activity, workspace_queries.meanwhile(activity, mine))
        if is_ahead
        else [],
        may_plan=visitor.may(Permission.PLAN_ACTIVITIES, activity.community_id),
        may_check_in=visitor.may(Permission.CHECK_IN, activity.community_id),
    )


@bp.post("/beheer/activiteiten/<int:activity_id>/publiceren")
@require(Permission.PLAN_ACTIVITIES)
def publish(activity_id: int) -> ResponseReturnValue:
    """Show a draft to everybody; those after it in its row too, if asked."""
    with transaction():
        row = _mine(activity_id).series
        if request.form.get("following"):
            number = series.publish_following(activity_id)
        else:
            actions.publish(activity_id)
            number = 1
    flash(
        ngettext(
            "Published: everybody can find it in the agenda now.",
            "%(num)d activities are published: everybody can find them in the agenda now.",
            number,
        ),
        "ok",
    )
    if number > 1:
        return redirect(url_for(".index", reeks=row, staat="alles"), HTTPStatus.SEE_OTHER)
    return _back(activity_id)


@bp.post("/beheer/activiteiten/<int:activity_id>/vertellen")
@require(Permission.PLAN_ACTIVITIES)
def tell(activity_id: int) -> ResponseReturnValue:
    """Tell participants of what was changed, without waiting for it to settle."""
    activity = _mine(activity_id)
    if _concerns_many(activity):
        return _begin(TELL, activity)
    with transaction():
        actions.tell_now(activity_id)
    flash(gettext("Participants whose calendar shows something else now get a mail."), "ok")
    return _back(activity_id)


@bp.get("/beheer/activiteiten/<int:activity_id>/afgelasten")
@require(Permission.PLAN_ACTIVITIES)
def ask_reason(activity_id: int) -> ResponseReturnValue:
    """Ask why an activity does not take place."""
    activity = _mine(activity_id)
    changing.refuse_cancelling(activity.state, ends_at=activity.ends_at, now=clock.now())
    return _cancel_page(activity, ReasonForm())


@bp.post("/beheer/activiteiten/<int:activity_id>/afgelasten")
@require(Permission.PLAN_ACTIVITIES)
def cancel(activity_id: int) -> ResponseReturnValue:
    """Call an activity off, and tell everybody concerned why."""
    activity = _mine(activity_id)
    form = ReasonForm()
    if not form.validate():
        return _cancel_page(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
    reason = form.reason.data or ""
    if _concerns_many(activity):
        changing.refuse_cancelling(activity.state, ends_at=activity.ends_at, now=clock.now())
        return _begin(CANCEL, activity, reason=reason)
    with transaction():
        actions.cancel(activity_id, reason)
    flash(gettext("Cancelled. Everybody concerned gets a mail with your reason."), "ok")
    return _back(activity_id)


@bp.get("/beheer/activiteiten/<int:activity_id>/kopie")
@require(Permission.PLAN_ACTIVITIES)
def ask_copy(activity_id: int) -> ResponseReturnValue:
    """Ask what the copy is called and when it begins."""
    activity = _mine(activity_id)
    begins = activity.starts_at.astimezone(clock.AMSTERDAM).time()
    return _copy_page(activity, CopyForm(data={"title": activity.title, "begins": begins}))


@bp.post("/beheer/activiteiten/<int:activity_id>/kopie")
@require(Permission.PLAN_ACTIVITIES)
def copy(activity_id: int) -> ResponseReturnValue:
    """Make a draft like an activity, without its participants."""
    activity = _mine(activity_id)
    form = CopyForm()
    if not form.validate():
        return _copy_page(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        first_day = form.first_day.data or clock.today()
        made = actions.copy(
            activity_id,
            form.title.data or "",
            first_day,
            begins=form.begins.data,
            is_parallel=bool(form.is_parallel.data),
        )
    flash(gettext("This is the copy: a draft, without participants."), "ok")
    return _back(made.id)


@bp.get("/beheer/activiteiten/<int:activity_id>/verwijderen")
@require(Permission.PLAN_ACTIVITIES)
def ask_delete(activity_id: int) -> ResponseReturnValue:
    """Ask whether a draft should really go."""
    activity = _mine(activity_id)
    changing.refuse_deleting(activity.state)
    return render_template("activities/delete.html", activity=activity)


@bp.post("/beheer/activiteiten/<int:activity_id>/verwijderen")
@require(Permission.PLAN_ACTIVITIES)
def delete(activity_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    with transaction():
        draft = _mine(activity_id)
        title, row = draft.title, draft.series
        actions.delete_draft(activity_id)
    flash(gettext("The draft “%(title)s” is deleted.", title=title), "ok")
    # Who took one date out of a row goes on with the others.
    stage = Stage.ALL.value if row else None
    return redirect(url_for("planning.index", reeks=row or None, staat=stage), HTTPStatus.SEE_OTHER)


def _mine(activity_id: int) -> Activity:
    """Return an activity that the visitor may change."""
    activity = queries.get(activity_id)
    access.check(Permission.PLAN_ACTIVITIES, activity.community_id)
    return activity


def _concerns_many(activity: Activity) -> bool:
    """Tell whether so many people hear of it that the worker writes to them."""
    return activity.taken + activity.waiting > work.MOST_AT_ONCE


def _begin(kind: str, activity: Activity, **asked: object) -> ResponseReturnValue:
    arguments = {"activity_id": activity.id, **asked}
    return entry.begin(kind, activity.title, arguments, community_id=activity.community_id)


def _back(activity_id: int) -> ResponseReturnValue:
    return redirect(url_for("planning.show", activity_id=activity_id), HTTPStatus.SEE_OTHER)


def _cancel_page(activity: Activity, form: ReasonForm) -> str:
    return render_template("activities/cancel.html", activity=activity, form=form)


def _copy_page(activity: Activity, form: CopyForm) -> str:
    return render_template("activities/copy.html", activity=activity, form=form)


def _wanted(args: Mapping[str, str]) -> Wanted:
    """Read what is looked for; what makes no sense counts as not given."""
    year, page = (_number(args.get(name, "")) for name in ("jaar", "page"))
    return Wanted(
        words=text.one_line(args.get("q", ""))[:LONGEST_SEARCH],
        stage=STAGES.get(args.get("staat", ""), Stage.AHEAD),
        year=year,
        series=args.get("reeks", "")[:LONGEST_SEARCH],
        page=page or 1,
    )


def _number(given: str) -> int | None:
    is_number = given.isdecimal() and len(given) <= MOST_DIGITS and int(given) > 0
    return int(given) if is_number else None
