"""Pages on which a presence list is closed, opened again, and corrected."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.accounts import queries as accounts
from rok_events.attendance import actions, closing_actions, door_queries, queries, rules
from rok_events.attendance.closing_forms import NO, YES, CorrectionForm, ReopenForm
from rok_events.core import clock
from rok_events.core.errors import ConflictError, InvalidError, NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.registrations.rules import Status
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Session
    from rok_events.attendance.door_queries import Guest

bp = Blueprint("closing", __name__)

PAGE = "/beheer/sessies/<int:session_id>/afsluiten"
ONE = "/beheer/sessies/<int:session_id>/verbeteren/<int:person_id>"


@bp.get(PAGE)
@require(Permission.CHECK_IN)
def show(session_id: int) -> ResponseReturnValue:
    """Show what a list lacks, and close it; or who closed it, and who was there."""
    return _page(_session(session_id), ReopenForm())


@bp.post(PAGE)
@require(Permission.CHECK_IN)
def close(session_id: int) -> ResponseReturnValue:
    """Close a list."""
    _session(session_id)
    with transaction():
        closing_actions.close(session_id, access.visitor().account_id)
    flash(gettext("The list is closed."), "ok")
    return _back(session_id)


@bp.post("/beheer/sessies/<int:session_id>/heropenen")
@require(Permission.MANAGE_REGISTRATIONS)
def reopen(session_id: int) -> ResponseReturnValue:
    """Open a list again."""
    session = _session(session_id, Permission.MANAGE_REGISTRATIONS)
    form = ReopenForm()
    if not form.validate():
        return _page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        closing_actions.reopen(session_id, form.reason.data or "")
    flash(gettext("The list is open again."), "ok")
    return _back(session_id)


@bp.post("/beheer/sessies/<int:session_id>/tijden")
@require(Permission.CHECK_IN)
def keep_times(session_id: int) -> ResponseReturnValue:
    """Choose whether it is kept when people come and go."""
    _session(session_id)
    asks_out = request.form.get("asks_out") == YES
    with transaction():
        closing_actions.keep_times(session_id, asks_out=asks_out)
    flash(gettext("Saved."), "ok")
    return _back(session_id)


@bp.get(ONE)
@require(Permission.MANAGE_REGISTRATIONS)
def ask_correction(session_id: int, person_id: int) -> ResponseReturnValue:
    """Ask how it really was with somebody."""
    session = _session(session_id, Permission.MANAGE_REGISTRATIONS)
    guest = _guest(session, person_id)
    form = CorrectionForm(
        data={
            "present": YES if guest.present_at else NO,
            "came_at": guest.present_at and guest.present_at.astimezone(clock.AMSTERDAM).time(),
            "left_at": guest.left_at and guest.left_at.astimezone(clock.AMSTERDAM).time(),
        }
    )
    return _correction_page(session, guest, form)


@bp.post(ONE)
@require(Permission.MANAGE_REGISTRATIONS)
def correct(session_id: int, person_id: int) -> ResponseReturnValue:
    """Note how it really was with somebody."""
    session = _session(session_id, Permission.MANAGE_REGISTRATIONS)
    guest = _guest(session, person_id)
    form = CorrectionForm()
    if not form.validate():
        return _correction_page(session, guest, form), HTTPStatus.UNPROCESSABLE_ENTITY
    by_id = access.visitor().account_id
    try:
        with transaction():
            closing_actions.correct(session_id, person_id, form.correction(session), by_id)
    except InvalidError as error:
        form[error.field or "reason"].errors = [sentence(error)]
        return _correction_page(session, guest, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("Corrected."), "ok")
    return _back(session_id)


def _session(session_id: int, permission: Permission = Permission.CHECK_IN) -> Session:
    session = queries.session(session_id)
    access.check(permission, session.activity.community_id)
    return session


def _guest(session: Session, person_id: int) -> Guest:
    actions.refuse_ticking(session, is_corrected=True)
    found = [one for one in door_queries.everybody(session) if one.person_id == person_id]
    if not found:
        raise NotFoundError(N_("This person is not on the list. Add them as a walk-in."))
    return found[0]


def _page(session: Session, form: ReopenForm) -> str:
    guests = door_queries.everybody(session)
    by_id = session.list_closed_by_id
    has_place = [one for one in guests if one.status is Status.CONFIRMED]
    return render_template(
        "attendance/closing.html",
        form=form,
        closer=by_id and accounts.get_by_id(by_id),
        why_not="" if session.list_closed_at else _why_not(session),
        count=door_queries.counted(guests),
        there=[one for one in guests if one.present_at],
        missing=[one for one in has_place if not one.present_at],
        may_correct=access.visitor().may(
            Permission.MANAGE_REGISTRATIONS, session.activity.community_id
        ),
        **_about(session),
    )


def _why_not(session: Session) -> str:
    """Return why a list cannot be closed now, if so."""
    try:
        actions.refuse_ticking(session)
        rules.refuse_closing(session.ends_at, clock.now())
    except ConflictError as error:
        return sentence(error)
    return ""


def _correction_page(session: Session, guest: Guest, form: CorrectionForm) -> str:
    return render_template("attendance/correction.html", guest=guest, form=form, **_about(session))


def _about(session: Session) -> dict[str, object]:
    return {
        "session": session,
        "activity": session.activity,
        "community": session.activity.community,
    }


def _back(session_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", session_id=session_id), HTTPStatus.SEE_OTHER)
