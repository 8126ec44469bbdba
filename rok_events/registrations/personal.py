"""What this room keeps of people: that they registered, and what they told about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast, func, literal, or_, select, update
from sqlalchemy.orm import joinedload

from rok_events.activities.models import Activity
from rok_events.activities.rules import State
from rok_events.core import clock
from rok_events.core.personal import Personal, Subject
from rok_events.db import db
from rok_events.registrations import actions, queries, rules
from rok_events.registrations.models import Note, Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

NO_NEEDS = {"remarks": "", "answers": {}}
DEAD_LINK = {"token": literal(queries.DEAD) + cast(Registration.id, String), "form_key": ""}


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return somebody's registrations, with what they told."""
    found = db.session.scalars(
        select(Registration)
        .where(Registration.person_id == subject.person_id)
        .order_by(Registration.id)
        .options(joinedload(Registration.activity), joinedload(Registration.organisation))
    )
    notes = db.session.execute(
        select(Note.noted_at, Note.deed, Note.text)
        .join(Note.registration)
        .where(Registration.person_id == subject.person_id)
        .order_by(Note.id)
    )
    return {
        "registration": [_told(registration) for registration in found],
        "registration_note": [dict(row) for row in notes.mappings()],
    }


def erase(subject: Subject) -> None:
    """Blank what somebody told, and end their links; places that lie ahead go to others."""
    own = Registration.person_id == subject.person_id
    ahead = (
        select(Registration.id)
        .join(Registration.activity)
        .where(own, Registration.status != Status.CANCELLED)
        .where(Activity.state == State.PUBLISHED, Activity.starts_at > clock.now())
    )
    for id_ in db.session.scalars(ahead).all():
        actions.cancel(id_)
    db.session.flush()
    db.session.execute(update(Registration).where(own).values(NO_NEEDS | DEAD_LINK))
    notes = Note.registration_id.in_(select(Registration.id).where(own))
    db.session.execute(update(Note).where(notes).values(text=""))


def purge(now: datetime) -> int:
    """Blank remarks and answers, and later end the links, of activities that are long over."""
    needs = (
        update(Registration)
        .where(Registration.activity_id.in_(_ended(now - rules.NEEDS_TERM)))
        .where(or_(Registration.remarks != "", cast(Registration.answers, String) != "{}"))
        .values(NO_NEEDS)
    )
    links = (
        update(Registration)
        .where(Registration.activity_id.in_(_ended(now - rules.LINK_TERM)))
        .where(~Registration.token.startswith(queries.DEAD))
        .values(DEAD_LINK)
    )
    long_over = select(Registration.id).where(
        Registration.activity_id.in_(_ended(now - rules.NEEDS_TERM))
    )
    notes = update(Note).where(Note.registration_id.in_(long_over), func.length(Note.text) > 0)
    noted = db.session.scalars(notes.values(text="").returning(Note.registration_id)).all()
    changed = {
        id_
        for change in (needs, links)
        for id_ in db.session.scalars(change.returning(Registration.id))
    }
    return len(changed | {*noted})


def _ended(before: datetime) -> Select[int]:
    return select(Activity.id).where(Activity.ends_at < before)


def _told(registration: Registration) -> dict[str, object]:
    labels = {str(question.id): question.label for question in registration.activity.questions}
    organisation = registration.organisation
    return {
        "activity": registration.activity.title,
        "starts_at": registration.activity.starts_at,
        "status": registration.status.value,
        "organisation": organisation.name if organisation else None,
        "role": registration.role.value if registration.role else None,
        "remarks": registration.remarks,
        "answers": {labels.get(id_, id_): said for id_, said in registration.answers.items()},
        "language": registration.locale,
        "consent": registration.consent,
        "registered_by": queries.introducer(registration) or None,
        "calendar_answer": registration.answer.value if registration.answer else None,
        "registered_at": registration.registered_at,
        "cancelled_at": registration.cancelled_at,
    }


PERSONAL = Personal(
    room="registrations",
    tables=frozenset({"registration", "registration_note"}),
    export=export,
    erase=erase,
    purge=purge,
)
