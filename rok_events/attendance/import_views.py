"""Pages on which a file of attendance is brought; the worker takes it in."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from rok_events.attendance.forms import ImportForm
from rok_events.attendance.intake import example
from rok_events.attendance.intake.columns import ABOUT, name
from rok_events.attendance.intake.report import IMPORT, Report
from rok_events.communities import queries as communities
from rok_events.core.permissions import Permission
from rok_events.web import access, language
from rok_events.web.access import require
from rok_events.work import entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

bp = Blueprint("attendance_import", __name__)

HERE = "/beheer/aanwezigheid/import"


@bp.app_template_filter()
def import_report(result: Mapping[str, object]) -> Report | None:
    """Return what came of a file, as its work kept it."""
    return Report.restored(result) if result else None


@bp.get(HERE)
@require(Permission.IMPORT_ATTENDANCE)
def show() -> ResponseReturnValue:
    """Ask for a file with attendance."""
    return _page(_form())


@bp.post(HERE)
@require(Permission.IMPORT_ATTENDANCE)
def start() -> ResponseReturnValue:
    """Let the worker check a file, or take it in; go where that can be followed."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    filename = form.file.data.filename or ""
    mine = access.visitor().communities(Permission.IMPORT_ATTENDANCE)
    return entry.begin(
        IMPORT,
        filename,
        {
            "filename": filename,
            "community_id": form.community.data,
            "communities": None if mine is None else sorted(mine),
            "is_trial": request.form.get("do") != "add",
        },
        community_id=form.community.data,
        payload=form.file.data.read(),
    )


@bp.get("/beheer/aanwezigheid/voorbeeld.csv")
@require(Permission.IMPORT_ATTENDANCE)
def example_file() -> ResponseReturnValue:
    """Hand out a file to fill in: the columns, and a row as an example."""
    return Response(
        example.written(language.current()),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={gettext('attendance')}.csv"},
    )


def _form() -> ImportForm:
    mine = access.visitor().communities(Permission.IMPORT_ATTENDANCE)
    form = ImportForm()
    form.offer(c for c in communities.everyone() if mine is None or c.id in mine)
    return form


def _page(form: ImportForm) -> str:
    return render_template(
        "attendance/import.html",
        form=form,
        columns=[(name(column, language.current()), gettext(ABOUT[column])) for column in ABOUT],
    )
