"""Pages of attendance: what was held, the list at the door, a file to take in."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from rok_events.attendance import actions, queries
from rok_events.attendance.forms import WalkInForm
from rok_events.core import clock
from rok_events.core.errors import ConflictError, DomainError
from rok_events.core.permissions import Permission
from rok_events.core.text import folded
from rok_events.db import transaction
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.errors import sentence, status_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Session
    from rok_events.attendance.queries import Entry

bp = Blueprint("attendance", __name__)


@bp.get("/beheer/geweest")
@require(Permission.CHECK_IN)
def past() -> ResponseReturnValue:
    """Show every session that was held, the latest first, or those with an open list."""
    mine = access.visitor().communities(Permission.CHECK_IN)
    wanted = request.args.get("page", 1, type=int)
    is_open = request.args.get("lijst") == "open"
    cards, page, pages = queries.past_cards(mine, clock.now(), wanted, is_open=is_open)
    months = groupby(cards, lambda card: f"{card.starts_at.astimezone(clock.AMSTERDAM):%Y-%m}")
    return render_template(
        "attendance/past.html",
        months=[[*held] for _month, held in months],
        is_open=is_open,
        page=page,
        pages=pages,
    )


@bp.get("/beheer/sessies/<int:session_id>/aanwezigheid")
@require(Permission.CHECK_IN)
def show(session_id: int) -> ResponseReturnValue:
    """Show the list at the door, or the part of it that is searched for."""
    session = _session(session_id)
    door = queries.door_list(session)
    words = request.args.get("q", "").strip()
    return render_template(
        "attendance/show.html",
        count=door,
        entries=_matching(door.entries, words),
        words=words,
        latest=door.find(request.args.get("laatst", type=int)),
        **_timing(session),
        **_about(session),
    )


@bp.post("/beheer/sessies/<int:session_id>/aanwezigheid")
@require(Permission.CHECK_IN)
def mark(session_id: int) -> ResponseReturnValue:
    """Tick somebody off, or take it back: for the page's script in JSON, else back to the row."""
    _session(session_id)
    present = request.form.get("present", type=int)
    person_id = present or request.form.get("absent", 0, type=int)
    wants_json = request.accept_mimetypes.best == "application/json"
    try:
        with transaction():
            if present:
                actions.check_in(session_id, present, access.visitor().account_id)
            else:
                actions.undo(session_id, person_id)
    except DomainError as error:
        if wants_json:
            return {"error": sentence(error)}, status_of(error)
        raise
    return _row(session_id, person_id) if wants_json else _back(session_id, person_id)


@bp.get("/beheer/sessies/<int:session_id>/inloper")
@require(Permission.CHECK_IN)
def walk_in(session_id: int) -> ResponseReturnValue:
    """Ask who walks in."""
    session = _session(session_id)
    actions.refuse_ticking(session)
    form = WalkInForm(data={"name": request.args.get("q", "")})
    return render_template("attendance/walk_in.html", form=form, **_about(session))


@bp.post("/beheer/sessies/<int:session_id>/inloper")
@require(Permission.CHECK_IN)
def let_in(session_id: int) -> ResponseReturnValue:
    """Let somebody in who is not on the list."""
    session = _session(session_id)
    form = WalkInForm()
    if not form.validate_on_submit():
        page = render_template("attendance/walk_in.html", form=form, **_about(session))
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        person = actions.walk_in(session_id, form.newcomer(), access.visitor().account_id)
    return _back(session_id, person.id)


def _session(session_id: int) -> Session:
    """Return a session of a community in which the visitor may tick people off."""
    session = queries.session(session_id)
    access.check(Permission.CHECK_IN, session.activity.community_id)
    return session


def _about(session: Session) -> dict[str, object]:
    return {
        "session": session,
        "activity": session.activity,
        "community": session.activity.community,
    }


def _timing(session: Session) -> dict[str, object]:
    """Return why nobody can be ticked off now, if so, and whether the session is over."""
    closed = ""
    try:
        actions.refuse_ticking(session)
    except ConflictError as error:
        closed = sentence(error)
    return {"closed": closed, "is_over": session.ends_at < clock.now()}


def _matching(entries: Sequence[Entry], words: str) -> list[Entry]:
    wanted = folded(words).split()
    return [
        entry
        for entry in entries
        if all(word in folded(f"{entry.name} {entry.organisation or ''}") for word in wanted)
    ]


def _back(session_id: int, person_id: int) -> ResponseReturnValue:
    """Go back to the row that was touched."""
    page = url_for(
        ".show",
        session_id=session_id,
        q=request.form.get("q") or None,
        laatst=person_id,
        _anchor=f"p{person_id}",
    )
    return redirect(page, HTTPStatus.SEE_OTHER)


def _row(session_id: int, person_id: int) -> ResponseReturnValue:
    """Answer how a row and the counts stand now; no row for a walk-in who was taken back."""
    session = queries.session(session_id)
    entry = queries.door_list(session, person_id).find(person_id)
    known = {"entry": entry, "count": queries.card(session_id), **_timing(session)}
    return {
        "row": render_template("attendance/row.html", **known) if entry else None,
        "state": entry.state if entry else None,
        "count": render_template("attendance/count.html", **known),
        "said": render_template("attendance/said.html", **known).strip(),
    }
