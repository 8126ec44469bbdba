"""The page of an activity's papers: what can be printed, how the first page looks, the file."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, cast

from flask import Blueprint, render_template, request
from flask_babel import gettext

from rok_events.activities import choosing
from rok_events.activities import workspace_queries as activities
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock, text
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.documents import papers, rules, typesetting
from rok_events.documents.rules import NAMES, SHEETS, TENTS, Choice, Paper
from rok_events.web import access, downloads
from rok_events.web.access import require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from rok_events.activities.models import Activity

    Field = tuple[str, str, list[tuple[str, str]], str]
    """A name in the address, its words, the values with theirs, and what is chosen."""

bp = Blueprint("papers", __name__)

PAGE = "/beheer/activiteiten/<int:activity_id>/papier"
MOST_IDS = 500


@bp.get(PAGE)
@require(Permission.SEE_PARTICIPANTS)
def index(activity_id: int) -> ResponseReturnValue:
    """Show what can be printed for an activity, and the first page of what is chosen."""
    activity = _opened(activity_id)
    choice = _choice(activity, request.args)
    data = papers.data(activity, choice, clock.now())
    is_empty = not (data.get("people") or data.get("parts"))
    picture, pages = (b"", 0) if is_empty else papers.preview(data, choice)
    return render_template(
        "documents/index.html",
        activity=activity,
        choice=choice,
        papers=[(paper.value, gettext(name)) for paper, name in NAMES.items()],
        fields=_fields(activity, choice, cast("int", data.get("total", 0))),
        picture=base64.b64encode(picture).decode(),
        pages=pages,
        unknown=typesetting.unknown_letters(str(data)),
    )


@bp.post(f"{PAGE}/<any({', '.join(Paper)}):paper>.pdf")
@require(Permission.SEE_PARTICIPANTS)
def file(activity_id: int, paper: str) -> ResponseReturnValue:
    """Hand out a paper; names leave the house, so it is asked for by a press."""
    activity = _opened(activity_id)
    choice = _choice(activity, request.form, Paper(paper))
    made = papers.pdf(activity, choice)
    with transaction():
        audit.note(
            About(activity=activity.id, community=activity.community_id),
            N_("A paper with names was made."),
            after={"paper": choice.paper},
        )
    return downloads.pdf(made, papers.file_name(activity, choice))


def _opened(activity_id: int) -> Activity:
    activity = activities.get(activity_id)
    access.check(Permission.SEE_PARTICIPANTS, activity.community_id)
    return activity


def _choice(activity: Activity, given: MultiDict[str, str], paper: Paper | None = None) -> Choice:
    """Return what is asked for; what makes no sense is left out."""
    if paper is None:
        said = given.get("soort", "")
        paper = Paper(said) if said in set(Paper) else Paper.BADGES
    size = rules.size(paper, given.get("formaat", ""))
    held = choosing.held(activity)
    ids = [one.id for one in held]
    session_id = text.number(given.get("bijeenkomst", ""))
    if session_id not in ids and not (paper is Paper.SHEET and given.get("bijeenkomst") == "alle"):
        session_id = ids[choosing.nearest(held, clock.now())]
    first = text.number(given.get("vanaf", "")) or 1
    most = SHEETS[size].cards if size in SHEETS else 1
    return Choice(
        paper=paper,
        size=size,
        blanks=rules.blanks(paper, text.number(given.get("leeg", ""))),
        first=min(max(first, 1), most),
        ids=frozenset(filter(None, map(text.number, given.getlist("id")[:MOST_IDS]))),
        part=max(text.number(given.get("deel", "")) or 1, 1),
        session_id=session_id,
    )


def _fields(activity: Activity, choice: Choice, total: int) -> list[Field]:
    """Return what can be chosen of a paper; of cards there are a `total`."""
    sizes = {Paper.BADGES: {key: sheet.name for key, sheet in SHEETS.items()}, Paper.TENTS: TENTS}
    found: list[Field] = []
    if choice.size:
        named = [(key, gettext(name)) for key, name in sizes[choice.paper].items()]
        found.append(("formaat", gettext("Size"), named, choice.size))
    held = [(str(one.id), choosing.called(activity, one)) for one in choosing.held(activity)]
    if len(held) > 1:
        every = [("alle", gettext("All sessions"))] if choice.paper is Paper.SHEET else []
        session = str(choice.session_id or "alle")
        found.append(("bijeenkomst", gettext("Session"), every + held, session))
    if choice.paper is not Paper.TENTS:
        words = (
            gettext("Empty ones to write on")
            if choice.paper is Paper.BADGES
            else gettext("Empty lines for who walks in")
        )
        numbers = sorted({*rules.BLANKS, choice.blanks})
        found.append(("leeg", words, _as_options(numbers), str(choice.blanks)))
    if choice.paper is Paper.BADGES:
        words = gettext("Begin at this place on the first sheet")
        places = _as_options(range(1, choice.cards + 1))
        found.append(("vanaf", words, places, str(choice.first)))
    if (parts := rules.parts(total)) > 1:
        words = gettext("Part (%(most)s in a file)", most=rules.MOST_CARDS)
        found.append(("deel", words, _as_options(range(1, parts + 1)), str(choice.part)))
    return found


def _as_options(numbers: Iterable[int]) -> list[tuple[str, str]]:
    return [(str(number), str(number)) for number in numbers]
