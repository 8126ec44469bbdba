"""The pages of an activity's tables: the plan, who sat where, and the plan as a file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.activities import choosing
from rok_events.activities import workspace_queries as activities
from rok_events.core import clock
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.seating import actions, forms, queries, rules, sides, words
from rok_events.seating.forms import Grid, GridForm
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.errors import sentence
from rok_events.web.forms import blame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity, Session
    from rok_events.registrations.models import Registration
    from rok_events.seating.queries import Spot
    from rok_events.seating.sides import Side

bp = Blueprint("seating", __name__)

PAGE = "/beheer/activiteiten/<int:activity_id>/tafels"
SEE, MANAGE = Permission.SEE_PARTICIPANTS, Permission.MANAGE_REGISTRATIONS

bp.add_app_template_filter(words.called, "table_name")
bp.add_app_template_filter(words.seated, "tables_in_words")


@bp.app_template_filter()
def faults_at(faults: Mapping[tuple[int, int], str]) -> list[tuple[str, str]]:
    """Return what is wrong in a grid with the box where it is."""
    return [(forms.name(*where), what) for where, what in faults.items()]


@bp.app_template_global()
def tables_of(registration: Registration) -> Sequence[Spot]:
    """Return where the holder of a registration is to sit, for their personal page."""
    return queries.of_registration(registration.id)


@bp.get(PAGE)
@require(SEE)
def plan(activity_id: int) -> ResponseReturnValue:
    """Show the table plan of a session."""
    activity, session = opened(activity_id, SEE)
    return page(sides.PLAN, activity, session)


@bp.post(PAGE)
@require(MANAGE)
def save_plan(activity_id: int) -> ResponseReturnValue:
    """Keep the table plan of a session."""
    activity, session = opened(activity_id, MANAGE)
    grid, form = _read(sides.PLAN, session), GridForm()
    save = partial(actions.plan, session.id, grid.typed, grid.stamp or None)
    return _saved(sides.PLAN, activity, session, (grid, form), save)


@bp.get(f"{PAGE}/gezeten")
@require(SEE)
def sat(activity_id: int) -> ResponseReturnValue:
    """Show who sat where, or propose the plan for everybody who was there."""
    activity, session = opened(activity_id, SEE)
    return page(sides.SAT, activity, session)


@bp.post(f"{PAGE}/gezeten")
@require(MANAGE)
def save_sat(activity_id: int) -> ResponseReturnValue:
    """Keep who sat where."""
    activity, session = opened(activity_id, MANAGE)
    grid, form = _read(sides.SAT, session), GridForm()
    save = partial(
        actions.record, session.id, grid.typed, form.reason.data or "", grid.stamp or None
    )
    return _saved(sides.SAT, activity, session, (grid, form), save)


def opened(activity_id: int, permission: Permission) -> tuple[Activity, Session]:
    """Return an activity in which the visitor may do this, and the session that is asked for."""
    activity = activities.get(activity_id)
    access.check(permission, activity.community_id)
    session = choosing.chosen(activity, request.args.get("bijeenkomst", ""), clock.now())
    return activity, session


def page(
    side: Side,
    activity: Activity,
    session: Session,
    typed: tuple[Grid, GridForm] | None = None,
) -> str:
    """Return the page of one side, with what was typed if that is shown again."""
    guests, kept = side.guests(session), side.kept(session.id)
    is_proposed = side is sides.SAT and not kept
    chart = sides.proposed(guests, session.id) if is_proposed else kept
    grid, form = typed or (Grid({}, rules.last_round(chart) or 1), GridForm())
    shown = chart if typed is None else {**chart, **grid.typed}
    seated = rules.rounds(guests, rules.spelled(shown, {}), grid.rounds)
    form.reason.flags.required = session.list_closed_at is not None
    return render_template(
        "seating/tables.html",
        activity=activity,
        session=session,
        sessions=[(one.id, choosing.called(activity, one)) for one in choosing.held(activity)],
        side=side.endpoint,
        guests=guests,
        chart=shown,
        grid=grid,
        form=form,
        stamp=rules.stamp(kept),
        box=forms.name,
        seated=seated,
        pairs=len(rules.together(seated)),
        is_proposed=is_proposed and any(chart.values()),
        is_kept=bool(kept),
        known=sides.known(session.id, shown),
        wishes=sides.wishes(activity.community_id, guests, seated),
        most_rounds=rules.MOST_ROUNDS,
        why_not=sides.why_not(side, session),
        may_change=access.visitor().may(MANAGE, activity.community_id),
    )


def back(side: Side, activity_id: int, session_id: int) -> ResponseReturnValue:
    """Lead back to a page after a change."""
    there = url_for(f"seating.{side.endpoint}", activity_id=activity_id, bijeenkomst=session_id)
    return redirect(there, HTTPStatus.SEE_OTHER)


def _read(side: Side, session: Session) -> Grid:
    return forms.read(request.form, [guest.id for guest in side.guests(session)])


def _saved(
    side: Side,
    activity: Activity,
    session: Session,
    typed: tuple[Grid, GridForm],
    save: Callable[[], None],
) -> ResponseReturnValue:
    """Keep what was typed, or show it again: with one more round, or with what is wrong."""
    grid, form = typed
    side.refuse(session)
    if request.form.get("do") == "round":
        grid = replace(grid, rounds=min(grid.rounds + 1, rules.MOST_ROUNDS))
        return page(side, activity, session, (grid, form))
    activity_id, session_id = activity.id, session.id
    form.validate()
    if not grid.faults and not form.errors:
        try:
            with transaction():
                save()
        except InvalidError as error:
            blame(form, error, "reason")
        except ConflictError as error:
            form.form_errors = [sentence(error)]
        else:
            flash(gettext("The tables are kept."), "ok")
            return back(side, activity_id, session_id)
    activity, session = opened(activity_id, MANAGE)
    return page(side, activity, session, typed), HTTPStatus.UNPROCESSABLE_ENTITY
