"""The screen in the room with a code that changes, and the pages on which people check in by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import segno
from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask_babel import gettext

from rok_events.accounts import rules as accounts
from rok_events.attendance import door_queries, queries, room_actions, room_codes, rules
from rok_events.core import clock
from rok_events.core.errors import DomainError, NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.registrations import opened
from rok_events.registrations import queries as registrations
from rok_events.web import access, limits
from rok_events.web.access import public, require
from rok_events.web.errors import sentence
from rok_events.web.limits import limiter
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Session
    from rok_events.registrations.models import Registration

bp = Blueprint("room", __name__)

PASS, TERM = "room", timedelta(minutes=10)
"""Who read the code has so long to say who they are; a cookie of that browser holds since when."""
ARRIVED = "arrived"
"""The session at which this browser checked somebody in last."""
OLD = N_("This code does not count any more. Look at the screen in the room for the new one.")
LOST = N_("It is too long ago that you read the code. Look at the screen in the room once more.")


@bp.get("/beheer/sessies/<int:session_id>/scherm")
@require(Permission.CHECK_IN)
def screen(session_id: int) -> ResponseReturnValue:
    """Show the code of this half minute, large, for everybody in the room."""
    held = queries.session(session_id)
    access.check(Permission.CHECK_IN, held.activity.community_id)
    now = clock.now()
    code = room_codes.code(session_id, now) if session_id in door_queries.going_on(now) else ""
    return render_template(
        "attendance/screen.html",
        code=code,
        picture=_picture(code) if code else "",
        seconds=(room_codes.changes_at(now) - now) // timedelta(seconds=1) + 1,
        is_early=now < held.starts_at - rules.MARGIN,
        opens_at=held.starts_at - rules.MARGIN,
        session=held,
        activity=held.activity,
        community=held.activity.community,
    )


@bp.get("/hier")
@public
def ask_code() -> ResponseReturnValue:
    """Ask for the code on the screen."""
    return render_template("attendance/code.html", why="")


@bp.post("/hier")
@limiter.limit(limits.CODES_PER_ORIGIN)
@public
def type_code() -> ResponseReturnValue:
    """Take a code that was typed as one that was scanned."""
    said = "".join(request.form.get("code", "").split())[:20]
    return redirect(url_for(".enter", code=said or "-"), HTTPStatus.SEE_OTHER)


@bp.get("/hier/<code>")
@limiter.limit(limits.CODES_PER_ORIGIN)
@public
def enter(code: str) -> ResponseReturnValue:
    """Let whoever read the code say who they are."""
    now = clock.now()
    session_id = room_codes.find(door_queries.going_on(now), code, now)
    if session_id is None:
        return _refused(OLD)
    session[PASS] = [session_id, int(now.timestamp())]
    return _who(queries.session(session_id))


@bp.post("/hier/aanwezig")
@limiter.limit(limits.CODES_PER_ORIGIN)
@public
def arrive() -> ResponseReturnValue:
    """Check in whoever says who they are."""
    session_id = _passed()
    if session_id is None:
        return _refused(LOST)
    held = queries.session(session_id)
    try:
        mine = [one for one in _mine(held) if str(one.id) == request.form.get("registration")]
        with transaction():
            if mine:
                room_actions.arrive(session_id, mine[0].person_id)
            else:
                address = accounts.address(request.form.get("email", "")[:254])
                room_actions.arrive_by_address(session_id, address)
    except DomainError as error:
        return _who(held, sentence(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    session.pop(PASS, None)
    session[ARRIVED] = session_id
    return redirect(url_for(".welcome"), HTTPStatus.SEE_OTHER)


@bp.get("/hier/welkom")
@public
def welcome() -> ResponseReturnValue:
    """Say that it worked, and where."""
    if ARRIVED not in session:
        return render_template("attendance/welcome.html", activity=None)
    g.is_private = True
    activity = queries.session(session[ARRIVED]).activity
    return render_template(
        "attendance/welcome.html", activity=activity, community=activity.community
    )


def _passed() -> int | None:
    """Return the session of which this browser read the code a moment ago."""
    session_id, at = session.get(PASS, (None, 0))
    return session_id if clock.now() - datetime.fromtimestamp(at, UTC) <= TERM else None


def _mine(held: Session) -> Sequence[Registration]:
    """Return the registrations for this activity whose page was opened in this browser."""
    found = []
    for id_ in opened.known():
        try:
            found.append(registrations.get(id_))
        except NotFoundError:
            continue
    return [one for one in found if one.activity_id == held.activity_id]


def _who(held: Session, why: str = "") -> str:
    g.is_private = True
    return render_template(
        "attendance/who_are_you.html",
        mine=_mine(held),
        why=why,
        email=request.form.get("email", ""),
        session=held,
        activity=held.activity,
        community=held.activity.community,
    )


def _refused(why: str) -> ResponseReturnValue:
    page = render_template("attendance/code.html", why=gettext(why))
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _picture(code: str) -> str:
    made = segno.make_qr(public_url("room.enter", code=code), error="m")
    return made.png_data_uri(scale=12, border=4, dark="black", light="white")
