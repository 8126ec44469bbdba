"""Pages of registrations for organisers: the table of an activity, files of it, one of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext

from rok_events.activities import workspace_queries as activities
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock, text
from rok_events.core.errors import NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.mail import queries as mail
from rok_events.registrations import desk_queries, exports, needs, organiser_actions, queries, rules
from rok_events.registrations.desk_forms import NoteForm
from rok_events.registrations.desk_queries import Search, Sort
from rok_events.registrations.rules import Answer, Role, Status
from rok_events.web import access, downloads
from rok_events.web.access import require

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from rok_events.activities.models import Activity
    from rok_events.registrations.models import Registration

bp = Blueprint("desk", __name__)

TABLE = "/beheer/activiteiten/<int:activity_id>/aanmeldingen"
ONE = f"{TABLE}/<int:registration_id>"

STATUSES = {
    "bevestigd": Status.CONFIRMED,
    "wachtlijst": Status.WAITING,
    "afgemeld": Status.CANCELLED,
}
ANSWERS = {"ja": Answer.ACCEPTED, "misschien": Answer.TENTATIVE, "nee": Answer.DECLINED}
COLUMNS = {
    "organisatie": N_("Organisation"),
    "rol": N_("Role"),
    "agenda": N_("Answer in the calendar"),
    "aangemeld": N_("Registered"),
}
"""The columns that can be left out, by what stands in the address."""

COLUMNS_KEPT = "kolommen"
StateT = TypeVar("StateT", bound="StrEnum")


@bp.get(TABLE)
@require(Permission.SEE_PARTICIPANTS)
def index(activity_id: int) -> ResponseReturnValue:
    """Show the registrations of an activity, or those that are searched for."""
    activity = opened(activity_id, Permission.SEE_PARTICIPANTS)
    search = searched(request.args)
    cancelled = desk_queries.cancelled(activity_id)
    everybody = activity.taken + activity.waiting + cancelled if search.is_open else None
    page = request.args.get("page", 1, type=int)
    found = desk_queries.found(activity_id, search, page, everybody)
    return render_template(
        "registrations/desk/index.html",
        activity=activity,
        found=found,
        search=search,
        columns=_columns(),
        all_columns=COLUMNS,
        cancelled=cancelled,
        organisations=[(str(id_), name) for id_, name in desk_queries.organisations(activity_id)],
        roles=[(role.value, gettext(words)) for role, words in rules.ROLES.items()],
        may_manage=_may_manage(activity),
        may_see_needs=_may_see_needs(activity),
        may_write=access.visitor().may(Permission.WRITE_TO_PARTICIPANTS, activity.community_id),
        filters=urlencode([pair for pair in request.args.items(multi=True) if pair[0] != "page"]),
    )


@bp.get(f"{TABLE}/lijst.<any(csv, xlsx):file_format>")
@require(Permission.SEE_PARTICIPANTS)
def export(activity_id: int, file_format: str) -> ResponseReturnValue:
    """Hand out what is chosen, or searched for, as a file; what people need only when asked for."""
    activity = opened(activity_id, Permission.SEE_PARTICIPANTS)
    rows = desk_queries.every(activity_id, searched(request.args))
    with_needs = "behoeften" in request.args and _may_see_needs(activity)
    asked = activity.questions if _may_manage(activity) else []
    questions = [one for one in asked if with_needs or not one.is_sensitive]
    header, lines = exports.table(rows, questions, has_remarks=with_needs)
    day = activity.starts_at.astimezone(clock.AMSTERDAM).date()
    name = f"{text.slug(activity.title)[:60]}-{day}" if activity.title else str(day)
    about = About(community=activity.community_id, activity=activity.id)
    with transaction(is_noted=True):
        audit.note(about, N_("The registrations were downloaded."), after={"rows": len(lines)})
    return downloads.table(file_format, name, header, lines)


@bp.get(f"{TABLE}/behoeften")
@require(Permission.SEE_NEEDS)
def needed(activity_id: int) -> ResponseReturnValue:
    """Show what people with a place eat and need: how many, and who."""
    activity = opened(activity_id, Permission.SEE_NEEDS)
    everybody = desk_queries.needs(activity_id)
    return render_template(
        "registrations/desk/needs.html",
        activity=activity,
        everybody=len(everybody),
        totals=needs.totals(activity.questions, everybody),
        people=needs.people(activity.questions, everybody),
    )


@bp.get(ONE)
@require(Permission.SEE_PARTICIPANTS)
def show(activity_id: int, registration_id: int) -> ResponseReturnValue:
    """Show one registration with its mails and its history."""
    activity = opened(activity_id, Permission.SEE_PARTICIPANTS)
    return _registration_page(activity, _one(activity_id, registration_id), NoteForm())


@bp.post(f"{ONE}/notities")
@require(Permission.MANAGE_REGISTRATIONS)
def note(activity_id: int, registration_id: int) -> ResponseReturnValue:
    """Keep what an organiser notes."""
    activity = opened(activity_id, Permission.MANAGE_REGISTRATIONS)
    registration = _one(activity_id, registration_id)
    form = NoteForm()
    if not form.validate_on_submit():
        return _registration_page(activity, registration, form), HTTPStatus.UNPROCESSABLE_ENTITY
    words = form.text.data or ""
    with transaction():
        organiser_actions.remark(registration_id, words, access.visitor().account_id)
    flash(gettext("Your note is kept."), "ok")
    page = url_for(".show", activity_id=activity_id, registration_id=registration_id)
    return redirect(f"{page}#geschiedenis", HTTPStatus.SEE_OTHER)


def opened(activity_id: int, permission: Permission) -> Activity:
    """Return an activity of a community in which the visitor may do this."""
    activity = activities.get(activity_id)
    access.check(permission, activity.community_id)
    return activity


def searched(given: MultiDict[str, str]) -> Search:
    """Return what somebody looks for, as the address says; what makes no sense is left out."""
    sort = given.get("sort", "")
    key = sort.removeprefix("-")
    is_known = key in set(Sort)
    organisation = given.get("organisatie", "")
    return Search(
        words=text.one_line(given.get("q", "")[:200]),
        status=STATUSES.get(given.get("status", "")),
        organisation_id=text.number(organisation),
        role=_state(Role, given.get("rol", "")),
        answer=ANSWERS.get(given.get("antwoord", "")),
        is_troubled=given.get("mail") == "mislukt",
        ids=chosen(given),
        sort=Sort(key) if is_known else Sort.REGISTERED,
        is_falling=sort.startswith("-") if is_known else True,
    )


def chosen(given: MultiDict[str, str]) -> frozenset[int]:
    """Return the ids of the rows that were ticked."""
    ids = (text.number(id_) for id_ in given.getlist("id")[: desk_queries.PAGE * 4])
    return frozenset(id_ for id_ in ids if id_ is not None)


def _state(states: type[StateT], said: str) -> StateT | None:
    return states(said) if said in set(states) else None


def _columns() -> list[str]:
    """Return the columns that are shown: those asked for now, or else the last time."""
    if "kolom" in request.args:
        session[COLUMNS_KEPT] = [name for name in request.args.getlist("kolom") if name in COLUMNS]
    kept: list[str] = session.get(COLUMNS_KEPT, [*COLUMNS])
    return kept


def _may_see_needs(activity: Activity) -> bool:
    return access.visitor().may(Permission.SEE_NEEDS, activity.community_id)


def _may_manage(activity: Activity) -> bool:
    return access.visitor().may(Permission.MANAGE_REGISTRATIONS, activity.community_id)


def _one(activity_id: int, registration_id: int) -> Registration:
    registration = queries.get(registration_id)
    if registration.activity_id != activity_id:
        raise NotFoundError(N_("There is no such registration for this activity."))
    return registration


def _registration_page(activity: Activity, registration: Registration, form: NoteForm) -> str:
    known: Mapping[str, object] = {
        "place": queries.place_on_list(registration),
        "introducer": queries.introducer(registration),
        "address": mail.address(registration.person.email or ""),
        "mails": mail.about(f"registration:{registration.id}"),
        "notes": desk_queries.notes(registration.id),
    }
    return render_template(
        "registrations/desk/show.html",
        activity=activity,
        registration=registration,
        form=form,
        may_manage=_may_manage(activity),
        may_see_needs=_may_see_needs(activity),
        may_see_mail=access.visitor().may(Permission.SEE_MAIL, activity.community_id),
        may_change=activity.ends_at > clock.now() and activity.state == "published",
        **known,
    )
