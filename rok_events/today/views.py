"""The start page of the workspace: what needs somebody now, this week, what comes and what was."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from rok_events.attendance import queries as attendance
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.core.permissions import Permission
from rok_events.today import matters
from rok_events.web import access
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("today", __name__)

WEEK = timedelta(days=7)
MOST_COMING, MOST_LATER, MOST_PAST = 30, 5, 3


@bp.before_request
def send_leads_to_insight() -> ResponseReturnValue | None:
    """Show who only looks at the network where that is: they have nothing to do here."""
    visitor = access.visitor()
    if visitor.may_somewhere(Permission.CHECK_IN):
        return None
    if not visitor.may_somewhere(Permission.SEE_NETWORK):
        return None
    return redirect(url_for("insight.index"), HTTPStatus.SEE_OTHER)


@bp.get("/beheer")
@require(Permission.CHECK_IN)
def show() -> ResponseReturnValue:
    """Show what needs the visitor, today's sessions, and those around it."""
    visitor, now, day = access.visitor(), clock.now(), clock.today()
    mine = visitor.communities(Permission.CHECK_IN)
    morning = datetime.combine(day, time(), clock.AMSTERDAM)
    cards = attendance.cards(mine, morning, MOST_COMING)
    days = {card: card.starts_at.astimezone(clock.AMSTERDAM).date() for card in cards}
    return render_template(
        "today/show.html",
        now=now,
        matters=matters.gathered(visitor, now),
        today=[card for card in cards if days[card] == day],
        week=[card for card in cards if day < days[card] < day + WEEK],
        later=[card for card in cards if days[card] >= day + WEEK][:MOST_LATER],
        past=attendance.last_cards(mine, morning, MOST_PAST),
        may_plan=visitor.may_somewhere(Permission.PLAN_ACTIVITIES),
        may_found=visitor.may(Permission.MANAGE_NETWORKS, None) and not communities.everyone(),
        may_see=visitor.may_somewhere(Permission.SEE_PARTICIPANTS),
    )
