"""Pages of attendance: what was held, the list at the door, a file to take in."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from rok_events.attendance import actions, queries, rules
from rok_events.attendance.forms import WalkInForm
from rok_events.attendance.queries import DoorList, Entry
from rok_events.core import clock
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.permissions import Permission
from rok_events.core.text import folded
from rok_events.db import transaction
from rok_events.registrations.rules import Status
from rok_events.web import access, keeping, security
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Session

NOBODY = DoorList(())

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
    """Show the list at the door, or the part of it that is searched for.

    With `?schil` it is the page without anybody on it, which a phone keeps for when there is no
    connection: its script fills in the list.
    """
    session = _session(session_id)
    if "schil" in request.args:
        return _page(session, visitor=access.STRANGER, is_shell=True)
    door = queries.door_list(session)
    words = request.args.get("q", "").strip()
    latest = door.find(request.args.get("laatst", type=int))
    return _page(session, door=door, words=words, latest=latest, is_shell=False)


@bp.get("/beheer/sessies/deur.js")
@require(Permission.CHECK_IN)
def worker() -> ResponseReturnValue:
    """Give the service worker of the door: a browser lets it see no page above this address."""
    script = Path(current_app.static_folder or "", "js/door-worker.js").read_text()
    return Response(script, mimetype="text/javascript")


@bp.post("/beheer/sessies/<int:session_id>/aanwezigheid")
@require(Permission.CHECK_IN)
def mark(session_id: int) -> ResponseReturnValue:
    """Tick somebody off, or take it back, and go back to the row."""
    _session(session_id)
    present = request.form.get("present", type=int)
    person_id = present or request.form.get("absent", 0, type=int)
    with transaction():
        if present:
            actions.check_in(session_id, present, access.visitor().account_id)
        else:
            actions.undo(session_id, person_id)
    return _back(session_id, person_id)


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
    actions.refuse_ticking(session)
    form = WalkInForm()
    if form.validate_on_submit():
        try:
            with transaction():
                person = actions.walk_in(session_id, form.newcomer(), access.visitor().account_id)
        except InvalidError as error:
            form.name.errors = [sentence(error)]
        else:
            return _back(session_id, person.id)
    page = render_template("attendance/walk_in.html", form=form, **_about(session))
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


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


def _page(
    session: Session,
    door: DoorList = NOBODY,
    words: str = "",
    latest: Entry | None = None,
    **more: object,
) -> Response:
    """Return the page of the door; while people can be ticked off, a phone may keep it."""
    now = clock.now()
    until = rules.kept_until(session.ends_at, now)
    closed = _closed(session)
    page = render_template(
        "attendance/show.html",
        count=door,
        entries=_matching(door.entries, words),
        words=words,
        latest=latest,
        closed=closed,
        is_over=session.ends_at < now,
        until=until,
        key=keeping.name(_kept(session)),
        blanks=_blanks(now),
        form=WalkInForm(),
        **_about(session),
        **more,
    )
    answer = make_response(page)
    security.let_film()
    if not closed:
        keeping.give_key(answer, _kept(session), until)
    return answer


def _blanks(now: datetime) -> dict[str, Entry]:
    """Return somebody for each way to stand on the list: the page's script makes rows of them."""
    notes: dict[str, Status | None] = {"": Status.CONFIRMED, "-none": None}
    notes |= {f"-{status}": status for status in (Status.WAITING, Status.CANCELLED)}
    return {
        state + note: Entry(0, "", "-", status, at)
        for state, at in (("present", now), ("absent", None))
        for note, status in notes.items()
    }


def _kept(session: Session) -> str:
    return f"deur{session.id}"


def _closed(session: Session) -> str:
    """Return why nobody can be ticked off now; nothing if they can."""
    try:
        actions.refuse_ticking(session)
    except ConflictError as error:
        return sentence(error)
    return ""


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
