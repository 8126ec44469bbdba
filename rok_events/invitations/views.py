"""Calendar files and feeds to subscribe to."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext

from rok_events.activities import queries as activities
from rok_events.activities.rules import State
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.invitations import actions, calendar, meetings, queries
from rok_events.people import merging_queries as merging
from rok_events.people.models import Person
from rok_events.registrations.queries import get_by_token
from rok_events.registrations.rules import OVERVIEW_TERM, Status
from rok_events.web import signing
from rok_events.web.access import by_link, public
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.invitations.calendar import Meeting

bp = Blueprint("invitations", __name__)


@bp.get("/activiteiten/<slug>.ics")
@public
def activity_calendar(slug: str) -> ResponseReturnValue:
    """Give the sessions of one activity as a file."""
    activity = activities.get_by_slug(slug)
    if activity.state is State.DRAFT:
        raise NotFoundError(N_("There is no activity at this address."))
    sessions = [meetings.public(session, with_title=True) for session in activity.sessions]
    return _answer(activity.title, sessions, file=activity.slug)


@bp.get("/agenda.ics")
@public
def feed() -> ResponseReturnValue:
    """Give the whole agenda to subscribe to."""
    return _feed(current_app.config["SITE_NAME"])


@bp.get("/netwerken/<slug>/agenda.ics")
@public
def community_feed(slug: str) -> ResponseReturnValue:
    """Give the agenda of one community to subscribe to."""
    community = communities.get(slug)
    return _feed(community.name, community.id)


@bp.get("/aanmelding/<token>/agenda.ics")
@by_link
def personal_calendar(token: str) -> ResponseReturnValue:
    """Give the sessions of whoever has a place as a file: the entries that the mails invite to."""
    registration = get_by_token(token)
    if registration.status is not Status.CONFIRMED:
        raise NotFoundError(N_("There is a calendar file as soon as you have a place."))
    entries = queries.entries(registration.activity_id, registration.person_id)
    sessions = [
        meetings.subscribed(entry)
        for session in registration.activity.sessions
        if (entry := entries.get(session.id))
    ]
    return _answer(registration.activity.title, sessions, file=registration.activity.slug)


@bp.get("/mijn/<token>/agenda.ics")
@by_link
def personal_feed(token: str) -> ResponseReturnValue:
    """Give everything that somebody has a place at, to subscribe to."""
    feed = queries.get_feed(token)
    entries = queries.subscribed(feed.person_id, clock.now())
    name = gettext("My activities at %(site)s", site=current_app.config["SITE_NAME"])
    return _answer(name, [meetings.subscribed(entry) for entry in entries])


@bp.get("/mijn/<token>/agenda")
@by_link
def subscription(token: str) -> ResponseReturnValue:
    """Show the secret address of somebody's own calendar, or how to get one."""
    feed = queries.find_feed(_owner(token))
    address = public_url("invitations.personal_feed", token=feed.secret) if feed else ""
    return render_template("invitations/subscription.html", token=token, address=address)


@bp.post("/mijn/<token>/agenda")
@by_link
def open_feed(token: str) -> ResponseReturnValue:
    """Make a secret address; the one there was works no more."""
    person_id = _owner(token)
    with transaction():
        actions.open_feed(person_id)
    flash(gettext("This is your secret address."), "ok")
    return redirect(url_for(".subscription", token=token), HTTPStatus.SEE_OTHER)


@bp.post("/mijn/<token>/agenda/stoppen")
@by_link
def close_feed(token: str) -> ResponseReturnValue:
    """End the secret address."""
    person_id = _owner(token)
    with transaction():
        actions.close_feed(person_id)
    flash(gettext("The address works no more. Take the calendar out of your program too."), "ok")
    return redirect(url_for(".subscription", token=token), HTTPStatus.SEE_OTHER)


def _owner(token: str) -> int:
    """Return whose link this is: only a mail to their own address brings one."""
    person_id = signing.read("overview", token, OVERVIEW_TERM)
    if person_id is None:
        raise NotFoundError(
            N_("This link is not valid any more. Ask for a new one at My registrations.")
        )
    return merging.present_id(Person, int(person_id))


def _feed(name: str, community_id: int | None = None) -> ResponseReturnValue:
    shown = queries.shown(clock.now(), community_id)
    sessions = [meetings.public(session, with_title=False) for session in shown]
    return _answer(gettext("Agenda of %(name)s", name=name), sessions)


def _answer(name: str, sessions: Sequence[Meeting], file: str = "") -> ResponseReturnValue:
    """Return a calendar, or 304 to whoever has it already."""
    made = calendar.publish(name, sessions)
    answer = Response(made, content_type="text/calendar; charset=utf-8")
    answer.add_etag()
    if sessions:
        answer.last_modified = max(session.changed_at for session in sessions)
    answer.cache_control.max_age = 300
    answer.vary.update(("Accept-Language", "Cookie"))
    if file:
        answer.headers.set("Content-Disposition", "attachment", filename=f"{file}.ics")
    return answer.make_conditional(request)
