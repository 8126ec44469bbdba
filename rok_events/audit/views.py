"""The trail: all that one may see, that of one activity, and a file of it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask_babel import gettext

from rok_events.audit import actions, queries, reading_queries, rules, telling
from rok_events.audit.reading_queries import Reader, Search
from rok_events.audit.rules import SUBJECTS, About, Actor
from rok_events.core import clock
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.web import access, downloads
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("audit", __name__)

MOST_IN_A_FILE = 5000
NOTED = "gebeurd"
# What the address says, and who that is.
ACTORS = {
    "deelnemers": Actor.VISITOR,
    "vanzelf": Actor.JOB,
    "opdracht": Actor.COMMAND,
}
PEOPLE = {
    "": N_("Everybody"),
    "ik": N_("Me"),
    "deelnemers": N_("People without an account"),
    "vanzelf": N_("What goes by itself"),
    "opdracht": N_("Commands of the server"),
}
_SUBJECT = re.compile(rf"({'|'.join(SUBJECTS)}):(\d{{1,9}})")
_NUMBER = re.compile(r"\d{1,9}")


@bp.get("/beheer/logboek")
@require(Permission.SEE_AUDIT)
def index() -> ResponseReturnValue:
    """Show who changed what, the newest first."""
    return _shown("audit/index.html", _search())


@bp.get("/beheer/activiteiten/<int:activity_id>/logboek")
@require(Permission.SEE_AUDIT)
def activity(activity_id: int) -> ResponseReturnValue:
    """Show who changed what of one activity."""
    found = reading_queries.activity(activity_id)
    access.check(Permission.SEE_AUDIT, found.community_id)
    search = Search(subject="activity", subject_id=activity_id)
    return _shown("audit/activity.html", search, activity=found)


@bp.get("/beheer/logboek.<any(csv, xlsx):file_format>")
@require(Permission.SEE_AUDIT)
def export(file_format: str) -> ResponseReturnValue:
    """Hand out what is searched for as a file, and tell in the trail that it left the house."""
    page = reading_queries.everything(_reader(), _search(), MOST_IN_A_FILE)
    rows = telling.told(page, access.visitor().may, longest=rules.LONGEST)
    header = [gettext(word) for word in ("Number", "When", "Who", "What", "About", "Details")]
    lines = [
        [
            str(row.number),
            f"{row.at.astimezone(clock.AMSTERDAM):%Y-%m-%d %H:%M:%S}",
            row.who,
            row.what,
            "; ".join(f"{one.words}: {one.name}" for one in row.about),
            "; ".join(row.details),
        ]
        for row in rows
    ]
    with transaction(is_noted=True):
        actions.note(About(), N_("The audit trail was downloaded."), after={"rows": len(lines)})
    return downloads.table(file_format, gettext("audit-trail"), header, lines)


def _shown(template: str, search: Search, **more: object) -> ResponseReturnValue:
    before, after = (request.args.get(name, type=int) for name in ("voor", "na"))
    page = reading_queries.page(_reader(), search, before=before, after=after)
    rows = telling.told(page, access.visitor().may)
    key = f"{search.subject}:{search.subject_id}"
    things = [(model.__tablename__, trail.thing) for model, trail in queries.trails().items()]
    return render_template(
        template,
        rows=rows,
        page=page,
        search=search,
        people=_people(search),
        things=[
            *sorted(((table, gettext(thing)) for table, thing in things), key=itemgetter(1)),
            (NOTED, gettext("What else happened")),
        ],
        about=next((one.name for row in rows for one in row.about if one.key == key), ""),
        query={name: given for name, given in request.args.items() if name not in {"voor", "na"}},
        most=MOST_IN_A_FILE,
        **more,
    )


def _people(search: Search) -> list[tuple[str, str]]:
    """Return whom one can choose; an account that was chosen in a row stays chosen."""
    known = [(value, gettext(label)) for value, label in PEOPLE.items()]
    if search.actor_id in {None, access.visitor().account_id}:
        return known
    return [*known, (str(search.actor_id), gettext("One account"))]


def _reader() -> Reader:
    visitor = access.visitor()
    return Reader(
        visitor.account_id,
        visitor.communities(Permission.SEE_AUDIT),
        visitor.communities(Permission.MANAGE_ACCOUNTS),
    )


def _search() -> Search:
    """Return what the address asks for; what makes no sense asks for nothing."""
    asked = request.args
    about = _SUBJECT.fullmatch(asked.get("over", ""))
    who = asked.get("wie", "")
    thing = asked.get("wat", "")
    until = _day(asked.get("tot", ""))
    return Search(
        subject=about[1] if about else "",
        subject_id=int(about[2]) if about else None,
        actor=ACTORS.get(who),
        actor_id=_account(who),
        thing="" if thing == NOTED else thing if thing in queries.by_table() else None,
        since=_day(asked.get("van", "")),
        until=until + timedelta(days=1) if until else None,
    )


def _account(who: str) -> int | None:
    if who == "ik":
        return access.visitor().account_id
    return int(who) if _NUMBER.fullmatch(who) else None


def _day(given: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(given), time(), clock.AMSTERDAM)
    except ValueError:
        return None
