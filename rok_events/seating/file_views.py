"""The table plan of a session as a file: taken along, and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template
from flask_babel import gettext

from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock, text
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.mistakes import FaultyFileError, Mistakes
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.seating import actions, lists, queries, rules, sides
from rok_events.seating.forms import FileForm
from rok_events.seating.table_views import MANAGE, PAGE, SEE, back, opened
from rok_events.web import downloads
from rok_events.web.access import require
from rok_events.web.errors import sentence, told
from rok_events.web.forms import status

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Session

bp = Blueprint("seating_files", __name__)


@bp.get(f"{PAGE}/plan.<any(csv, xlsx):file_format>")
@require(SEE)
def export(activity_id: int, file_format: str) -> ResponseReturnValue:
    """Hand out a plan, with everybody who has a place."""
    activity, session = opened(activity_id, SEE)
    chart = queries.planned(session.id)
    guests, rounds = queries.expected(session), rules.last_round(chart) or 1
    rows = list(lists.written(guests, chart, rounds))
    day = session.starts_at.astimezone(clock.AMSTERDAM).date()
    name = f"{gettext('tables')}-{text.slug(activity.title)[:60]}-{day}"
    about = About(community=activity.community_id, activity=activity.id)
    with transaction(is_noted=True):
        audit.note(about, N_("The table plan was downloaded."), after={"rows": len(rows)})
    return downloads.table(file_format, name, lists.COLUMNS.titles, rows)


@bp.route(f"{PAGE}/bestand", methods=["GET", "POST"])
@require(MANAGE)
def bring(activity_id: int) -> ResponseReturnValue:
    """Let people sit as a file says: all of it, or nothing."""
    activity, session = opened(activity_id, MANAGE)
    sides.PLAN.refuse(session)
    form, mistakes, session_id = FileForm(), Mistakes(), session.id
    if form.validate_on_submit():
        try:
            _take_in(session, form.file.data.read(), form.file.data.filename or "")
        except FaultyFileError as error:
            mistakes = error.mistakes
        except (InvalidError, ConflictError) as error:
            form.file.errors = [sentence(error)]
        else:
            flash(gettext("The tables are kept."), "ok")
            return back(sides.PLAN, activity_id, session_id)
        activity, session = opened(activity_id, MANAGE)
    page = render_template(
        "seating/file.html",
        activity=activity,
        session=session,
        form=form,
        mistakes=told(mistakes),
        number=mistakes.total,
        columns=lists.COLUMNS.titles,
    )
    return page, status(form)


def _take_in(session: Session, data: bytes, filename: str) -> None:
    """Keep what a file says; rounds of which it says nothing stay as they are."""
    session_id, brought = session.id, lists.read(data, filename, queries.expected(session))
    with transaction():
        kept = queries.planned(session_id)
        merged = {id_: {**kept.get(id_, {}), **seats} for id_, seats in brought.items()}
        actions.plan(session_id, merged)
