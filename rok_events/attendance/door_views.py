"""The door in JSON, for the phones of hosts: who is on the list, and what they saw."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Blueprint, jsonify, request
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from rok_events.attendance import actions, door_actions, door_queries, marks, queries
from rok_events.attendance.rules import Outcome
from rok_events.core import clock
from rok_events.core.errors import ConflictError, DomainError, InvalidError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.registrations import tickets
from rok_events.web import access, language
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Session
    from rok_events.attendance.door_actions import Made
    from rok_events.attendance.door_queries import Guest

bp = Blueprint("door", __name__)

DOOR = "/beheer/sessies/<int:session_id>/deur"
STALE = timedelta(minutes=5)
"""After so long the list is read anew even if nobody came: a name may have been corrected."""

SAID: Mapping[Outcome, str] = {
    Outcome.IN: N_("%(name)s is present."),
    Outcome.ALREADY: N_("%(name)s was in already."),
    Outcome.OUT: N_("%(name)s has left."),
    Outcome.UNDONE: N_("Taken back for %(name)s."),
    Outcome.WAITING: N_("%(name)s is on the waiting list."),
    Outcome.CANCELLED: N_("%(name)s has cancelled."),
    Outcome.WRONG_ACTIVITY: N_("%(name)s has a ticket for another activity."),
    Outcome.UNKNOWN: N_("We did not give out this ticket, or nobody on the list has it."),
}

BESIDE = "beside"
"""Called so of whoever has a ticket for another activity that is a parallel group."""
CATCHES_UP = N_("Let %(name)s in to catch up.")


@bp.get(DOOR)
@require(Permission.CHECK_IN)
def show(session_id: int) -> ResponseReturnValue:
    """Tell who is on the list of a session; 304 to a phone that knows it so."""
    session = _session(session_id)
    closed = _closed(session)
    tag = _tag(session, closed)
    if request.if_none_match.contains(tag):
        answer = jsonify()
        answer.status_code, answer.data = 304, b""
    else:
        answer = jsonify(_list(session, closed))
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    # A page that was opened without connection has no token yet.
    answer.headers["X-CSRFToken"] = generate_csrf()
    return answer


@bp.post(DOOR)
@require(Permission.CHECK_IN)
def mark(session_id: int) -> ResponseReturnValue:
    """Take over what a phone saw, each mark by itself, and tell what came of it."""
    by_id = access.visitor().account_id
    count, results = None, []
    for one in _sent(session_id):
        try:
            # Each in a transaction of its own: a fault in one loses none of the others.
            with transaction():
                session = door_queries.hold(session_id)
                access.check(Permission.CHECK_IN, session.activity.community_id)
                made = door_actions.take(session, marks.read(one), by_id)
        except (ConflictError, InvalidError) as error:
            results.append(_refused(one, error))
        else:
            count = made.count
            results.append(_result(one, made))
    if count is None:
        count = door_queries.counted(door_queries.everybody(_session(session_id)))
    return {"results": results, "count": count._asdict()}


def _session(session_id: int) -> Session:
    session = queries.session(session_id)
    access.check(Permission.CHECK_IN, session.activity.community_id)
    return session


def _sent(session_id: int) -> Sequence[object]:
    try:
        return marks.sent(_body())
    except InvalidError:
        # Whoever may not be here is not told what is wrong with it either.
        _session(session_id)
        raise


def _body() -> object:
    try:
        return json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        raise InvalidError(N_("This is no JSON.")) from None


def _closed(session: Session) -> str:
    """Return why nobody can be ticked off now, if so."""
    try:
        actions.refuse_ticking(session)
    except ConflictError as error:
        return sentence(error)
    return ""


def _tag(session: Session, closed: str) -> str:
    period = int(clock.now().timestamp() // STALE.total_seconds())
    known = (closed, language.current(), session.id, period, *door_queries.version(session))
    return sha256(repr(known).encode()).hexdigest()[:20]


def _list(session: Session, closed: str) -> dict[str, object]:
    people = door_queries.everybody(session)
    about = {
        "id": session.id,
        "title": session.activity.title,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "closed": closed,
        "asks_out": session.asks_out,
    }
    return {
        "session": about,
        "count": door_queries.counted(people)._asdict(),
        "people": [_person(guest) for guest in people],
    }


def _person(guest: Guest) -> dict[str, object]:
    ticket = guest.registration_id and tickets.code(guest.registration_id)
    return {
        "id": guest.person_id,
        "name": guest.name,
        "organisation": guest.organisation,
        "status": guest.status.value if guest.status else "none",
        "present_at": guest.present_at and guest.present_at.isoformat(),
        "left_at": guest.left_at and guest.left_at.isoformat(),
        "ticket": ticket and sha256(ticket.encode()).hexdigest()[:16],
    }


def _result(sent: object, made: Made) -> dict[str, object]:
    name = made.guest.name if made.guest else ""
    words = CATCHES_UP if made.is_parallel else SAID[made.outcome]
    return {
        "id": _id(sent),
        "outcome": BESIDE if made.is_parallel else made.outcome.value,
        "person": made.guest and _person(made.guest),
        "said": gettext(words, name=name or gettext("Somebody without a name")),
    }


def _refused(sent: object, error: DomainError) -> dict[str, object]:
    said = sentence(error)
    return {"id": _id(sent), "outcome": Outcome.REFUSED.value, "person": None, "said": said}


def _id(sent: object) -> object:
    """Return the number of a mark as the phone wrote it, if it is one."""
    id_ = sent.get("id") if isinstance(sent, dict) else None
    return id_ if isinstance(id_, str) else None
