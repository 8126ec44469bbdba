"""The papers of an activity: what stands on each, in the language of whoever asks."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from flask_babel import gettext

from rok_events.activities import choosing
from rok_events.attendance import queries as attendance
from rok_events.core import clock, colour, text
from rok_events.documents import queries, rules, typesetting
from rok_events.documents.rules import NAMES, SHEETS, Paper
from rok_events.people import names
from rok_events.registrations.rules import ROLES
from rok_events.seating import queries as seating
from rok_events.seating.words import seated
from rok_events.web import dates, language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rok_events.activities.models import Activity, Session
    from rok_events.attendance.queries import Entry
    from rok_events.documents.queries import Participant
    from rok_events.documents.rules import Choice

Data = dict[str, object]

TEMPLATES = {
    Paper.BADGES: "badges.typ",
    Paper.TENTS: "tents.typ",
    Paper.SHEET: "sheet.typ",
    Paper.DOOR: "door.typ",
}


def data(activity: Activity, choice: Choice, made_at: datetime) -> Data:
    """Return what stands on a paper of an activity, which has sessions and a community."""
    wanted = {
        Paper.BADGES: _badges,
        Paper.TENTS: _tents,
        Paper.SHEET: _sheet,
        Paper.DOOR: _door,
    }
    shades = colour.light_scale(activity.community.accent)
    name = gettext(NAMES[choice.paper])
    foot = [activity.title, dates.moment(made_at, language.current())]
    return {
        "title": f"{name}: {activity.title}",
        "name": name,
        "network": activity.community.name,
        "language": language.current(),
        "accent": shades[500],
        "wash": shades[100],
        "activity": activity.title,
        "foot": gettext("%(title)s, as it was on %(moment)s", title=foot[0], moment=foot[1]),
        "page": gettext("Page {page} of {pages}"),
        **wanted[choice.paper](activity, choice),
    }


def pdf(activity: Activity, choice: Choice) -> bytes:
    """Return a paper as a PDF, as things stand now."""
    now = clock.now()
    return typesetting.pdf(TEMPLATES[choice.paper], data(activity, choice, now), now)


def preview(data: Data, choice: Choice) -> tuple[bytes, int]:
    """Return a picture of the first page, as SVG, and the number of pages.

    Of cards only those on that page are set.
    """
    template = TEMPLATES[choice.paper]
    if not choice.cards:
        pages = typesetting.pages(template, data)
        return pages[0], len(pages)
    people = cast("list[Data]", data["people"])
    here = people[: choice.cards - choice.first + 1]
    number = -(-(choice.first - 1 + len(people)) // choice.cards)
    return typesetting.pages(template, data | {"people": here})[0], number


def file_name(activity: Activity, choice: Choice) -> str:
    """Return what a paper is called on a disk."""
    day = activity.starts_at.astimezone(clock.AMSTERDAM).date()
    return f"{choice.paper}-{text.slug(activity.title)[:60]}-{day}"


def _badges(activity: Activity, choice: Choice) -> Data:
    sheet = SHEETS[choice.size]
    day = dates.brief(_session(activity, choice).starts_at, language.current())
    empty = {"name": "", "organisation": "", "role": "", "seats": ""}
    seats = seating.seats(_session(activity, choice).id)
    people, total = _part(activity, choice)
    return {
        "sheet": asdict(sheet) | {"name": "", "left": sheet.left, "top": sheet.top},
        "first": choice.first,
        "about": f"{activity.title}\n{day}",
        "people": [
            {
                "name": one.name,
                "organisation": one.organisation or "",
                "role": gettext(ROLES[one.role]) if one.role else "",
                "seats": seated(seats.get(one.person_id, ())),
            }
            for one in people
        ]
        + [empty] * choice.blanks,
        "total": total,
    }


def _tents(activity: Activity, choice: Choice) -> Data:
    people, total = _part(activity, choice)
    seats = seating.seats(_session(activity, choice).id)
    return {
        "size": choice.size,
        "people": [{**_line(one), "seats": seated(seats.get(one.person_id, ()))} for one in people],
        "total": total,
    }


def _part(activity: Activity, choice: Choice) -> tuple[list[Participant], int]:
    """Return whose cards go in this file, and how many there are in all files."""
    people = queries.participants(activity.id, choice.ids)
    end = min(choice.part, rules.parts(len(people))) * rules.MOST_CARDS
    return people[end - rules.MOST_CARDS : end], len(people)


def _sheet(activity: Activity, choice: Choice) -> Data:
    chosen = [one for one in choosing.held(activity) if choice.session_id in {None, one.id}]
    people = [_line(one) for one in queries.participants(activity.id)]
    empty = {"name": "", "parts": names.Parts("", ""), "organisation": ""}
    return {
        "sessions": [_about(activity, session) for session in chosen],
        "columns": [gettext("No."), gettext("Name"), gettext("Organisation"), gettext("Signature")],
        "people": people + [empty] * choice.blanks,
    }


def _door(activity: Activity, choice: Choice) -> Data:
    session = _session(activity, choice)
    entries = [entry for entry in attendance.door_list(session).entries if entry.name]
    places = queries.waiting(activity.id)
    # Who waits goes in by number; all others are looked up by surname.
    waiting = sorted(
        (entry for entry in entries if entry.waits), key=lambda entry: places[entry.person_id]
    )
    expected = [entry for entry in entries if not entry.waits]
    parts = [
        (gettext("Expected (%(number)s)", number=len(expected)), expected),
        (gettext("On the waiting list (%(number)s)", number=len(waiting)), waiting),
    ]
    seats = seating.seats(session.id)
    columns = [gettext("In"), gettext("Name"), gettext("Organisation"), gettext("Status")]
    return {
        "about": _about(activity, session),
        "columns": [*columns[:-1], *([gettext("Table")] if seats else []), columns[-1]],
        "has_tables": bool(seats),
        "help": {"name": gettext("No network?"), "steps": _steps(has_waiting=bool(waiting))},
        "parts": [
            {
                "name": name,
                "people": [
                    {**_expected(one, places), "seats": seated(seats.get(one.person_id, ()))}
                    for one in people
                ],
            }
            for name, people in parts
            if people
        ],
        "blanks": {"name": gettext("Came as well"), "lines": choice.blanks},
    }


def _expected(entry: Entry, places: Mapping[int, int]) -> Data:
    status = gettext("is in") if entry.is_present else ""
    if entry.waits:
        status = gettext("number %(number)s", number=places[entry.person_id])
    return {**_line(entry), "status": status}


def _steps(*, has_waiting: bool) -> list[str]:
    steps = [
        gettext("Tick everybody who comes in, on this paper."),
        gettext("Write down at the end who comes in and is not on the list."),
    ]
    if has_waiting:
        steps.append(gettext("Is there room? Let in who waits by number, lowest first."))
    steps.append(gettext("Take it over afterwards in the presence list on the site."))
    return steps


def _line(one: Participant | Entry) -> Data:
    return {
        "name": one.name,
        "parts": names.parts(one.name),
        "organisation": one.organisation or "",
    }


def _about(activity: Activity, session: Session) -> str:
    place = session.place_name or activity.place_name
    return " · ".join(part for part in (choosing.called(activity, session), place) if part)


def _session(activity: Activity, choice: Choice) -> Session:
    held = choosing.held(activity)
    return next((one for one in held if one.id == choice.session_id), held[0])
