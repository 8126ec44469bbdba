"""Pages of the presence lists that an organiser hands in with registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask_babel import gettext

from rok_events.activities import workspace_queries as activities
from rok_events.activities.rules import Accreditation
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock, text
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.people.registers import SHAPES, Register, among
from rok_events.registers import queries, rules
from rok_events.web import access, downloads
from rok_events.web.access import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity
    from rok_events.registers.rules import PresenceList

bp = Blueprint("registers", __name__)

PAGE = "/beheer/activiteiten/<int:activity_id>/registers"
ONE = f"{PAGE}/<any({', '.join(one.name.lower() for one in Register)}):register>"


@dataclass(frozen=True)
class Part:
    """What stands of one register: the list, or why there is none yet."""

    register: Register
    accreditation: Accreditation
    hindrances: Sequence[str]
    found: PresenceList


@bp.get(PAGE)
@require(Permission.MANAGE_PEOPLE)
def index(activity_id: int) -> ResponseReturnValue:
    """Show for each register whether there is a list, and who would be left out."""
    activity = _opened(activity_id)
    parts = _parts(activity)
    return render_template("registers/index.html", activity=activity, parts=parts)


@bp.get(ONE)
@require(Permission.MANAGE_PEOPLE)
def show(activity_id: int, register: str) -> ResponseReturnValue:
    """Show the numbers of a list, ready to be copied."""
    activity = _opened(activity_id)
    part = _ready(activity, register)
    _note(activity, part, N_("A presence list for a register was opened."))
    is_bare = "kaal" in request.args
    return render_template(
        "registers/show.html",
        activity=activity,
        part=part,
        slug=register,
        before=SHAPES[part.register].before,
        is_bare=is_bare,
        numbers=[number for _name, number in _lines(part, is_bare=is_bare)],
    )


@bp.get(f"{ONE}.<any(csv, xlsx):file_format>")
@require(Permission.MANAGE_PEOPLE)
def file(activity_id: int, register: str, file_format: str) -> ResponseReturnValue:
    """Hand out a list as a file."""
    activity = _opened(activity_id)
    part = _ready(activity, register)
    lines = [(number, name) for name, number in _lines(part, is_bare="kaal" in request.args)]
    _note(activity, part, N_("A presence list for a register was downloaded."))
    day = activity.starts_at.astimezone(clock.AMSTERDAM).date()
    called = f"{register}-{text.slug(activity.title)[:60]}-{day}"
    return downloads.table(file_format, called, [gettext("Number"), gettext("Name")], lines)


def _opened(activity_id: int) -> Activity:
    activity = activities.get(activity_id)
    access.check(Permission.MANAGE_PEOPLE, activity.community_id)
    return activity


def _parts(activity: Activity) -> list[Part]:
    given = [Accreditation(*one) for one in activity.accreditations]
    course, everybody = queries.course(activity), queries.attendees(activity.id)
    today = clock.today()
    return [
        Part(
            register,
            own := rules.of_register(given, register),
            rules.hindrances(course, own, today),
            queries.presence_list(register, everybody, course.asked),
        )
        for register in among(one.register for one in given)
    ]


def _ready(activity: Activity, slug: str) -> Part:
    register = Register[slug.upper()]
    part = next((one for one in _parts(activity) if one.register is register), None)
    if part is None:
        raise NotFoundError(
            N_("This activity is not accredited by %(register)s."), register=register.value
        )
    if part.hindrances:
        raise ConflictError(part.hindrances[0])
    return part


def _lines(part: Part, *, is_bare: bool) -> list[tuple[str, str]]:
    """Return name and number of everybody on a list."""
    register = part.register
    return [
        (one.name, rules.written(register, number, is_bare=is_bare))
        for one, number in part.found.lines
    ]


def _note(activity: Activity, part: Part, words: str) -> None:
    about = About(community=activity.community_id, activity=activity.id)
    told = {"register": part.register.value, "rows": len(part.found.lines)}
    with transaction(is_noted=True):
        audit.note(about, words, after=told)
