"""Pages on which organisers change registrations: register others, decide, swap, add places."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from rok_events.core import clock
from rok_events.core.errors import DomainError, NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.people import registers
from rok_events.registrations import actions, desk_queries, organiser_actions, queries, rules
from rok_events.registrations.desk_forms import (
    CapacityForm,
    DecisionForm,
    EnrolForm,
    SwapForm,
)
from rok_events.registrations.desk_views import ONE, STATUSES, TABLE, chosen, opened
from rok_events.registrations.forms import with_questions
from rok_events.registrations.rules import Status
from rok_events.registrations.transfer_forms import TransferForm
from rok_events.web import access, language
from rok_events.web.access import require
from rok_events.web.errors import sentence
from rok_events.work import entry
from rok_events.work import rules as work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from rok_events.activities.models import Activity
    from rok_events.registrations.models import Registration

bp = Blueprint("desk_changes", __name__)

MANAGE = Permission.MANAGE_REGISTRATIONS


@bp.route(f"{TABLE}/nieuw", methods=["GET", "POST"])
@require(MANAGE)
def enrol(activity_id: int) -> ResponseReturnValue:
    """Register somebody on their behalf."""
    activity = opened(activity_id, MANAGE)
    rules.refuse_enrolling(activity, clock.now())
    asked = registers.among(one[0] for one in activity.accreditations)
    form = with_questions(EnrolForm, activity.questions, asked, asks_all=False)()
    if form.validate_on_submit():
        wish = form.applicant(language.current(), access.visitor().account_id)
        try:
            with transaction():
                registration = organiser_actions.enrol(activity_id, wish)
        except DomainError as error:
            form.email.errors = [sentence(error)]
            activity = opened(activity_id, MANAGE)
        else:
            has_place = registration.status is Status.CONFIRMED
            flash(_welcomed(wish.name, has_place=has_place), "ok")
            return _to_table(activity_id)
    return _page("enrol", activity, form)


@bp.route(f"{TABLE}/besluit", methods=["GET", "POST"])
@require(MANAGE)
def decide(activity_id: int) -> ResponseReturnValue:
    """Show what giving some people another status means, and do it."""
    activity = opened(activity_id, MANAGE)
    rules.refuse_changing(activity, clock.now())
    status = STATUSES.get(request.values.get("naar", ""))
    ids = chosen(request.values)
    people = desk_queries.chosen(activity_id, ids)
    if status is None or not people:
        flash(gettext("Choose people in the table first, and then what is to happen."), "error")
        return _to_table(activity_id)
    form = DecisionForm()
    if form.validate_on_submit():
        decision = form.decision(access.visitor().account_id)
        if len(people) > work.MOST_AT_ONCE:
            asked = {"ids": sorted(ids), "status": status, "reason": decision.reason}
            return _begin(organiser_actions.DECIDE, activity, **asked)
        try:
            with transaction():
                number = organiser_actions.decide(activity_id, ids, status, decision)
        except DomainError as error:
            form.reason.errors = [sentence(error)]
            activity = opened(activity_id, MANAGE)
            people = desk_queries.chosen(activity_id, ids)
        else:
            flash(_decided(number), "ok")
            return _to_table(activity_id)
    meaning = _meaning(activity, people, status)
    form.reason.flags.required = bool(meaning["needs_reason"])
    return _page("decide", activity, form, status=status, **meaning)


@bp.route(f"{ONE}/wisselen", methods=["GET", "POST"])
@require(MANAGE)
def swap(activity_id: int, registration_id: int) -> ResponseReturnValue:
    """Let somebody with a place and somebody on the list change places."""
    activity = opened(activity_id, MANAGE)
    rules.refuse_changing(activity, clock.now())
    own = _standing(activity_id, registration_id)
    has_place = own.status is Status.CONFIRMED
    form = SwapForm()
    form.offer(desk_queries.line(activity_id, Status.WAITING if has_place else Status.CONFIRMED))
    if form.validate_on_submit():
        other = form.other.data
        giver_id, taker_id = (own.id, other) if has_place else (other, own.id)
        decision = form.decision(access.visitor().account_id)
        try:
            with transaction():
                organiser_actions.swap(activity_id, giver_id, taker_id, decision)
        except DomainError as error:
            form.other.errors = [sentence(error)]
            activity = opened(activity_id, MANAGE)
        else:
            flash(gettext("They have changed places, and both get a mail."), "ok")
            return _to_table(activity_id)
    return _page("swap", activity, form, registration=own)


@bp.route(f"{ONE}/overdragen", methods=["GET", "POST"])
@require(MANAGE)
def transfer(activity_id: int, registration_id: int) -> ResponseReturnValue:
    """Let a colleague take somebody's place."""
    activity = opened(activity_id, MANAGE)
    rules.refuse_changing(activity, clock.now())
    own = _standing(activity_id, registration_id)
    organisation = own.organisation.name if own.organisation else ""
    form = TransferForm(data={"organisation": organisation})
    if form.validate_on_submit():
        colleague = form.colleague(own.locale, access.visitor().account_id)
        try:
            with transaction():
                actions.transfer(registration_id, colleague)
        except DomainError as error:
            form.email.errors = [sentence(error)]
            activity = opened(activity_id, MANAGE)
        else:
            flash(
                gettext("%(name)s has the place now. Both get a mail.", name=colleague.name), "ok"
            )
            return _to_table(activity_id)
    return _page("transfer", activity, form, registration=own)


@bp.route(f"{TABLE}/plaatsen", methods=["GET", "POST"])
@require(MANAGE)
def places(activity_id: int) -> ResponseReturnValue:
    """Show who moves up when there are more places, and give them."""
    activity = opened(activity_id, MANAGE)
    rules.refuse_changing(activity, clock.now())
    form = CapacityForm(data={"capacity": activity.capacity})
    only_looks = request.form.get("do") == "look"
    if form.validate_on_submit() and form.capacity.data and not only_looks:
        capacity = form.capacity.data
        if min(capacity - activity.capacity, activity.waiting) > work.MOST_AT_ONCE:
            return _begin(organiser_actions.SET_CAPACITY, activity, capacity=capacity)
        try:
            with transaction():
                organiser_actions.set_capacity(activity_id, capacity)
        except DomainError as error:
            form.capacity.errors = [sentence(error)]
            activity = opened(activity_id, MANAGE)
        else:
            flash(gettext("There are %(number)s places now.", number=capacity), "ok")
            return _to_table(activity_id)
    wanted = form.capacity.data if not form.capacity.errors else None
    return _page("places", activity, form, wanted=wanted, **_moving(activity, wanted))


def _standing(activity_id: int, registration_id: int) -> Registration:
    found = desk_queries.chosen(activity_id, [registration_id])
    if not found or found[0].status is Status.CANCELLED:
        raise NotFoundError(N_("There is no such registration for this activity."))
    return found[0]


def _page(name: str, activity: Activity, form: FlaskForm, **known: object) -> ResponseReturnValue:
    page = render_template(f"registrations/desk/{name}.html", activity=activity, form=form, **known)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _begin(kind: str, activity: Activity, **asked: object) -> ResponseReturnValue:
    arguments = {"activity_id": activity.id, **asked}
    return entry.begin(kind, activity.title, arguments, community_id=activity.community_id)


def _to_table(activity_id: int) -> ResponseReturnValue:
    return redirect(url_for("desk.index", activity_id=activity_id), HTTPStatus.SEE_OTHER)


def _welcomed(name: str, *, has_place: bool) -> str:
    if has_place:
        return str(gettext("%(name)s has a place, and gets a mail.", name=name))
    return str(gettext("%(name)s is on the waiting list, and gets a mail.", name=name))


def _decided(number: int) -> str:
    return str(
        ngettext("One registration was changed.", "%(num)d registrations were changed.", number)
    )


def _meaning(
    activity: Activity, people: Sequence[Registration], status: Status
) -> Mapping[str, object]:
    """Return who is concerned, and what the rules say of it: before or in their turn."""
    changing = [one for one in people if one.status is not status]
    counted = queries.places(activity)
    on_list = {id_: n for n, id_ in enumerate(_waiting_ids(activity), 1)}
    return {
        "people": people,
        "changing": changing,
        "places": counted,
        "on_list": on_list,
        "needs_reason": status is Status.CONFIRMED
        and not all(rules.is_in_turn(counted, on_list.get(one.id)) for one in changing),
        "too_many": max(counted.taken + len(changing) - counted.capacity, 0),
    }


def _waiting_ids(activity: Activity) -> Sequence[int]:
    return queries.first_waiting(activity.id, activity.waiting)


def _moving(activity: Activity, wanted: int | None) -> Mapping[str, object]:
    """Return who moves up when there are so many places."""
    if wanted is None:
        return {"moving": ()}
    moves = rules.moves_up(activity, clock.now())
    counted = replace(queries.places(activity), capacity=wanted)
    waiting = desk_queries.line(activity.id, Status.WAITING, counted.free) if moves else ()
    ids = rules.promoted(counted, [one.id for one in waiting])
    return {"moving": [one for one in waiting if one.id in ids], "moves": moves}
