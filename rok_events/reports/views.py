"""The page of the report: which network and year, how the first page looks, and the file."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from rok_events.core.errors import ConflictError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.network import actions as network
from rok_events.network import asked
from rok_events.network.rules import FilterError
from rok_events.network.scopes import Compared
from rok_events.reports import report, wishes
from rok_events.reports.report import Answers
from rok_events.web import errors
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.reports.wishes import Wish

bp = Blueprint("reports", __name__)


@bp.get("/inzicht/rapport")
@require(Permission.SEE_NETWORK)
def index() -> ResponseReturnValue:
    """Show what a report can be made of, and its first page."""
    shown = {"communities": asked.visible(), "wish": None, "fault": None, "picture": "", "pages": 0}
    progress = None
    try:
        wish = wishes.read(request.args)
    except FilterError as error:
        page = render_template("reports/index.html", **shown | {"fault": errors.sentence(error)})
        return page, errors.status_of(error)
    answers = _answers(wish) if wish and wish.years else None
    if wish and answers and answers.period.graph.ties:
        picture, pages = report.preview(wish, answers)
        progress = asked.progress(answers.period, wish.filters)
        shown |= {"picture": base64.b64encode(picture).decode(), "pages": pages}
    return render_template("reports/index.html", **shown | {"wish": wish, "progress": progress})


@bp.post("/inzicht/rapport.pdf")
@require(Permission.SEE_NETWORK)
def file() -> ResponseReturnValue:
    """Hand out the report; it leaves the house, so it is asked for by a press."""
    wish = wishes.read(request.form)
    answers = _answers(wish) if wish and wish.years else None
    if wish is None or answers is None or not answers.period.graph.ties:
        raise ConflictError(N_("There is nothing to report on yet: no organisations met."))
    if answers.period.compared is Compared.WORKING:
        # Or the same data would give one report now, and another in a minute.
        raise ConflictError(
            N_("Which ties are more than chance is still being worked out. Try again in a minute.")
        )
    made = report.pdf(wish, answers)
    with transaction():
        network.note_export(wish.filters, "pdf")
    answer = Response(made, mimetype="application/pdf")
    name = "-".join(("netwerk", wish.community.slug, *([str(wish.year)] if wish.year else [])))
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.pdf")
    return answer


def _answers(wish: Wish) -> Answers:
    period = asked.answer(wish.filters)
    return Answers(period, asked.answer(replace(wish.filters, since=None)) if wish.year else period)
