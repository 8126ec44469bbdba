"""Taking in attendance that was kept elsewhere: a file is checked, and then taken in whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.attendance.events import AttendanceChanged
from rok_events.attendance.intake import agenda_actions as agenda
from rok_events.attendance.intake import people_actions as people
from rok_events.attendance.intake import presence_actions as presences
from rok_events.attendance.intake import rows
from rok_events.attendance.intake.bulk_actions import Store
from rok_events.attendance.intake.columns import NAMES, Column
from rok_events.attendance.intake.presence_actions import Fact
from rok_events.attendance.intake.report import Report
from rok_events.attendance.rules import OPERATOR
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.communities import queries as communities
from rok_events.communities.models import Community
from rok_events.core import clock, events, sheets
from rok_events.core.errors import ConflictError
from rok_events.core.mistakes import FaultyFileError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rok_events.attendance.intake.rows import Row, Rows
    from rok_events.attendance.rules import Importer


def check(
    data: bytes,
    filename: str,
    community_id: int | None = None,
    by: Importer = OPERATOR,
    progress: Callable[[float], None] = lambda _part: None,
) -> Rows:
    """Return what stands in a file of attendance, if nothing in it is wrong.

    `community_id` is for rows that name no community. `progress` hears how far it is, from 0 to
    a half; the rest is for `take_in`.

    Raises:
        InvalidError: the file as a whole cannot be read.
        FaultyFileError: something in it is wrong.
    """
    allowed = {c.slug.casefold(): c.id for c in communities.everyone() if by.may_add_to(c.id)}
    chosen = community_id if community_id in allowed.values() else None
    setting = rows.Setting(clock.now(), allowed, chosen)
    lines = sheets.read(data, filename, NAMES)
    found = rows.read(lines, setting, lambda done: progress(done / len(lines) / 2))
    return _faultless(found)


def take_in(
    found: Rows,
    *,
    is_trial: bool = False,
    by: Importer = OPERATOR,
    progress: Callable[[float], None] = lambda _part: None,
) -> Report:
    """Take in what was checked, wholly or not at all; twice is once. A trial run changes nothing.

    What is known is found by community, kind, title and start (a session), by address or else by
    name and organisation (a person), by name or alias (an organisation), and stays as it is.

    Raises:
        FaultyFileError: by now something of it is a draft, or was cancelled.
    """
    if not is_trial:
        _wait_for_other_imports()
    held = agenda.read({row.community for row in found.rows})
    for row in found.rows:
        if row.session in held.closed:
            message = N_("The agenda says that this session was cancelled or is still a draft.")
            error = ConflictError(message)
            found.mistakes.add(row.number, found.columns[Column.ACTIVITY][1], error)
    return _bring_in(_faultless(found).rows, held, Store(is_trial=is_trial), by, progress)


def _faultless(found: Rows) -> Rows:
    if found.mistakes.total:
        raise FaultyFileError(found.mistakes)
    return found


def _bring_in(
    found: Sequence[Row],
    held: agenda.Agenda,
    store: Store,
    by: Importer,
    progress: Callable[[float], None],
) -> Report:
    places = agenda.complete(store, held, found, clock.now())
    progress(0.55)
    employers = people.organisations(store, found)
    persons = people.people(store, found, employers)
    if not store.is_trial:
        people.affiliate(found, persons, employers)
    progress(0.7)
    facts = [
        Fact(row, places[row.session], persons[row.person], employers.get(row.employer))
        for row in found
    ]
    presences.register(store, facts)
    progress(0.85)
    attendances = presences.attend(store, facts, by.account_id)
    presences.sit(store, facts, attendances)
    db.session.expire_all()
    if store.added["attendance"] and not store.is_trial:
        touched = sorted({session_id for session_id, _person_id in attendances})
        events.announce(AttendanceChanged(session_ids=tuple(touched)))
    if not store.is_trial:
        _note(found)
    progress(1)
    days = [row.starts_at.astimezone(clock.AMSTERDAM).date() for row in found]
    return Report(
        rows=len(found),
        added=store.added,
        known=len(attendances) - store.added["attendance"],
        first_on=min(days),
        last_on=max(days),
        is_trial=store.is_trial,
    )


def _note(found: Sequence[Row]) -> None:
    """Tell in the trail of each network how many rows of a file were taken in."""
    for community_id, number in Counter(row.community for row in found).items():
        taken_in = N_("A file with attendance was taken in.")
        audit.note(About(community=community_id), taken_in, after={"rows": number})


def _wait_for_other_imports() -> None:
    """Take in one file at a time, without holding up anybody else.

    People without an address have no key that a constraint could guard.
    """
    everyone = select(Community.id).order_by(Community.id)
    db.session.execute(everyone.with_for_update(key_share=True))
