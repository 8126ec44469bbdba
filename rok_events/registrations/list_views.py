"""Pages on which organisers bring a list of people; the worker registers them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template
from flask_babel import gettext, ngettext

from rok_events.core import clock
from rok_events.core.permissions import Permission
from rok_events.registrations import lists, rules
from rok_events.registrations.desk_forms import ListForm
from rok_events.registrations.desk_views import TABLE, opened
from rok_events.web import language
from rok_events.web.access import require
from rok_events.work import entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

bp = Blueprint("desk_list", __name__)

MANAGE = Permission.MANAGE_REGISTRATIONS


@bp.app_template_filter()
def enrolled(result: Mapping[str, int]) -> str:
    """Return in words what came of a list; nothing if nobody was reached."""
    confirmed, waiting, known = (result.get(n, 0) for n in ("confirmed", "waiting", "known"))
    told = (
        confirmed
        and ngettext("%(num)d person has a place.", "%(num)d people have a place.", confirmed),
        waiting
        and ngettext(
            "%(num)d is on the waiting list.", "%(num)d are on the waiting list.", waiting
        ),
        known
        and ngettext("%(num)d was registered already.", "%(num)d were registered already.", known),
    )
    return " ".join(str(words) for words in told if words)


@bp.get(f"{TABLE}/lijst")
@require(MANAGE)
def show(activity_id: int) -> ResponseReturnValue:
    """Ask for a list."""
    activity = opened(activity_id, MANAGE)
    rules.refuse_enrolling(activity, clock.now())
    return render_template("registrations/desk/enrol_list.html", activity=activity, form=ListForm())


@bp.post(f"{TABLE}/lijst")
@require(MANAGE)
def start(activity_id: int) -> ResponseReturnValue:
    """Let the worker register everybody on a list; go where that can be followed."""
    activity, form = opened(activity_id, MANAGE), ListForm()
    rules.refuse_enrolling(activity, clock.now())
    if not form.validate_on_submit():
        page = render_template("registrations/desk/enrol_list.html", activity=activity, form=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    filename = form.file.data.filename or ""
    return entry.begin(
        lists.KIND,
        f"{activity.title}: {filename}",
        {"activity_id": activity_id, "filename": filename, "locale": language.current()},
        community_id=activity.community_id,
        payload=form.file.data.read(),
    )


@bp.get(f"{TABLE}/voorbeeld.csv")
@require(MANAGE)
def example(activity_id: int) -> ResponseReturnValue:
    """Hand out a list to fill in."""
    opened(activity_id, MANAGE)
    rows = ";".join(lists.COLUMNS.titles), "Noor de Wit;noor@example.org;GGD IJsselland;ouder"
    return Response(
        "\ufeff" + "".join(f"{row}\r\n" for row in rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={gettext('registrations')}.csv"},
    )
