"""Pages for project leads: how many took part, over time and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from rok_events.activities.kinds import TRAITS
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock
from rok_events.core.errors import InvalidError, NotFoundError
from rok_events.core.memory import Memory
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.network import asked, insight, pages
from rok_events.network.rules import FilterError
from rok_events.participation import figures, rules, sheets
from rok_events.web import downloads, errors, language
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.participation.figures import Figures
    from rok_events.participation.sheets import Sheet

bp = Blueprint("participation", __name__)

PAGE = "/inzicht/deelname"
MOST_ROWS = 25
"""How many rows of a table the page shows, unless all are asked for."""

_pages = Memory[str](8_000_000)
"""What was rendered of the latest pages."""


@bp.get(PAGE)
@require(Permission.SEE_NETWORK)
def show() -> ResponseReturnValue:
    """Show how many took part, as charts and tables."""
    shown: dict[str, Any] = {
        "communities": asked.visible(),
        "traits": TRAITS,
        "asked": request.args,
        "periods": pages.periods(clock.today()),
        "kept": pages.kept,
    }
    try:
        found = _found()
    except FilterError as error:
        page = render_template("participation/show.html", fault=errors.sentence(error), **shown)
        return page, errors.status_of(error)
    total = found.turnout_of_all if found else None
    told = _told(found, tuple(one.name for one in shown["communities"])) if found else ""
    return render_template(
        "participation/show.html",
        fault=None,
        figures=found,
        absent=rules.absent(total.came, total.registered) if total else None,
        told=told,
        **shown,
    )


def _told(found: Figures, communities: tuple[str, ...]) -> str:
    """Return the charts and tables, rendered once for each of these figures and addresses."""
    here = request.script_root + request.full_path
    key = found.serial, communities, language.current(), here
    told = _pages.find(key)
    if told is None:
        told = render_template(
            "participation/_told.html",
            sheets=_sheets(found),
            most=MOST_ROWS,
            asked=request.args,
            kept=pages.kept,
        )
        _pages.keep(key, told, 2 * len(told))
    return told


@bp.get(f"{PAGE}.<any(csv, xlsx):file_format>")
@require(Permission.SEE_NETWORK)
def download(file_format: str) -> ResponseReturnValue:
    """Hand out one of the tables as a file: the one that `?tabel=` names, or the first."""
    found = _found()
    if found is None:
        raise InvalidError(N_("Nobody was present within this choice: there is nothing to keep."))
    every = _sheets(found)
    name = request.args.get("tabel", every[0].key)
    sheet = next((one for one in every if one.key == name), None)
    if sheet is None:
        raise NotFoundError(N_("There is no such table."))
    with transaction(is_noted=True):
        about = About(community=_community_id())
        what = N_("Figures on participation were downloaded.")
        audit.note(about, what, after={"rows": len(sheet.rows)})
    stem = gettext("participation")
    return downloads.table(file_format, f"{stem}-{name}", sheet.columns, sheet.lines())


def _found() -> Figures | None:
    filters = asked.filters()
    return figures.find(filters, insight.within(filters, asked.allowed()))


def _sheets(found: Figures) -> list[Sheet]:
    return sheets.sheets(found, {one.id: one.name for one in asked.visible()})


def _community_id() -> int | None:
    """Return the one community that is asked for."""
    slug = asked.filters().community
    return next((one.id for one in asked.visible() if one.slug == slug), None)
