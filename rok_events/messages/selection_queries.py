"""Reading to whom a message goes: everybody in a group, and who of them gets no mail."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from flask import current_app
from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import joinedload

from rok_events.activities.models import Session
from rok_events.attendance.models import Attendance
from rok_events.db import db
from rok_events.guests import mails as guest_mails
from rok_events.guests import queries as guests
from rok_events.invitations import meetings
from rok_events.mail import queries as mail
from rok_events.messages import rules
from rok_events.messages.rules import Group, Reason
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.people.queries import ignored
from rok_events.registrations import queries as registrations
from rok_events.registrations.models import Registration
from rok_events.registrations.queries import DEAD
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select

    from rok_events.activities.models import Activity
    from rok_events.guests.models import Guest


class Reader(NamedTuple):
    """Somebody in a group: `page` is the path of what they may see of the activity.

    `is_participant`: may know where to take part online; `is_registered`: did not cancel.
    """

    person_id: int
    name: str
    email: str
    organisation_id: int | None
    organisation: str | None
    locale: str
    page: str
    is_participant: bool = False
    is_registered: bool = True


class Choice(NamedTuple):
    """A group around an activity; perhaps only the people of one organisation.

    `chosen` are the registrations of the group that was ticked by hand.
    """

    group: Group
    organisation_id: int | None = None
    chosen: Collection[int] = ()


@dataclass(frozen=True)
class Selection:
    """A group as it is now: who gets a mail, and who does not, with the reason."""

    readers: list[Reader] = field(default_factory=list)
    skipped: list[tuple[Reader, Reason]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What two selections of the same people share."""
        ids = ",".join(str(reader.person_id) for reader in self.readers)
        return hashlib.sha256(ids.encode()).hexdigest()[:16]

    def find(self, person_id: int | None) -> Reader | None:
        """Return somebody who gets a mail; the first if it is not said who."""
        if person_id is None:
            return next(iter(self.readers), None)
        return next((one for one in self.readers if one.person_id == person_id), None)


def selection(activity: Activity, choice: Choice, now: datetime) -> Selection:
    """Return a group around an activity, by name."""
    found = sorted(_readers(activity, choice), key=lambda reader: (reader.name, reader.person_id))
    wanted = [one for one in found if choice.organisation_id in {None, one.organisation_id}]
    known = mail.addresses([reader.email for reader in wanted if reader.email])
    made = Selection()
    for reader in wanted:
        address = known.get(reader.email)
        is_own = rules.belongs_to_registration(
            is_registered=reader.is_registered, ends_at=activity.ends_at, now=now
        )
        if not reader.email:
            made.skipped.append((reader, Reason.NO_ADDRESS))
        elif address is not None and address.bounced_at is not None:
            made.skipped.append((reader, Reason.BOUNCED))
        elif address is not None and address.declined_at is not None and not is_own:
            made.skipped.append((reader, Reason.DECLINED))
        else:
            made.readers.append(reader)
    return made


def sizes(activity_id: int, chosen: Collection[int]) -> Mapping[Group, int]:
    """Return how many people are in each group; nobody is chosen by hand unless some are."""
    ticked = select(func.count()).select_from(_registered(_ticked(activity_id, chosen)).subquery())
    by_hand = {Group.CHOSEN: db.session.scalar(ticked) or 0} if chosen else {}
    taken, waiting = registrations.places_of([activity_id]).get(activity_id, (0, 0))
    present = select(func.count(Attendance.person_id.distinct())).join(Attendance.session)
    return {
        Group.CONFIRMED: taken,
        Group.WAITING: waiting,
        Group.PRESENT: db.session.scalar(present.where(Session.activity_id == activity_id)) or 0,
        Group.ABSENT: db.session.scalar(
            select(func.count()).select_from(_registered(_absent(activity_id)).subquery())
        )
        or 0,
        Group.UNANSWERED: len(guests.unanswered(activity_id)),
        **by_hand,
    }


def organisations(activity_id: int) -> Sequence[tuple[int, str]]:
    """Return the organisations of everybody who registered or was there, by name."""
    registered = select(Registration.organisation_id).where(
        Registration.activity_id == activity_id, Registration.status != Status.CANCELLED
    )
    present = (
        select(Attendance.organisation_id)
        .join(Attendance.session)
        .where(Session.activity_id == activity_id)
    )
    found = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(registered.union(present)), Organisation.id.not_in(ignored()))
        .order_by(Organisation.name)
    )
    return [(id_, name) for id_, name in found]


def _readers(activity: Activity, choice: Choice) -> list[Reader]:
    if choice.group is Group.UNANSWERED:
        return _guests(activity)
    if choice.group is Group.PRESENT:
        return _present(activity)
    of_activity = Registration.activity_id == activity.id
    wanted = {
        Group.CONFIRMED: and_(of_activity, Registration.status == Status.CONFIRMED),
        Group.WAITING: and_(of_activity, Registration.status == Status.WAITING),
        Group.ABSENT: _absent(activity.id),
        Group.CHOSEN: _ticked(activity.id, choice.chosen),
    }
    rows = db.session.execute(_registered(wanted[choice.group]))
    return [_reader(activity, row) for row in rows]


def _reader(activity: Activity, row: Row[int, str, str, int, str, str, str, Status]) -> Reader:
    id_, name, email, organisation_id, organisation, locale, token, status = row
    return Reader(
        *(id_, name, email, organisation_id, organisation, locale),
        page=page(activity, token),
        is_participant=status is Status.CONFIRMED,
        is_registered=status is not Status.CANCELLED,
    )


def _ticked(activity_id: int, chosen: Collection[int]) -> ColumnElement[bool]:
    return and_(Registration.activity_id == activity_id, Registration.id.in_(chosen))


def _registered(wanted: ColumnElement[bool]) -> Select[int, str, str, int, str, str, str, Status]:
    return (
        select(
            Person.id,
            Person.name,
            func.coalesce(Person.email, ""),
            Organisation.id,
            Organisation.name,
            Registration.locale,
            Registration.token,
            Registration.status,
        )
        .join(Registration.person)
        .outerjoin(Registration.organisation)
        .where(wanted)
    )


def _absent(activity_id: int) -> ColumnElement[bool]:
    came = (
        exists()
        .where(Attendance.person_id == Registration.person_id)
        .where(Attendance.session_id == Session.id, Session.activity_id == activity_id)
    )
    return and_(
        Registration.activity_id == activity_id, Registration.status == Status.CONFIRMED, ~came
    )


def _present(activity: Activity) -> list[Reader]:
    """Return who was there, walk-ins too: those have no page of their own."""
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            func.coalesce(Person.email, ""),
            Organisation.id,
            Organisation.name,
            func.coalesce(Registration.locale, "nl"),
            func.coalesce(Registration.token, DEAD),
            func.coalesce(Registration.status, Status.CONFIRMED),
        )
        .select_from(Attendance)
        .join(Attendance.person)
        .join(Attendance.session)
        .outerjoin(Attendance.organisation)
        .outerjoin(
            Registration,
            and_(
                Registration.person_id == Person.id,
                Registration.activity_id == Session.activity_id,
            ),
        )
        .where(Session.activity_id == activity.id)
        .order_by(Session.starts_at)
    )
    # Who was there more than once counts for the organisation of the last time.
    found = {row[0]: _reader(activity, row)._replace(is_participant=True) for row in rows}
    return [*found.values()]


def _guests(activity: Activity) -> list[Reader]:
    found = guests.unanswered(activity.id)
    employers = {
        affiliation.person_id: affiliation.organisation
        for affiliation in db.session.scalars(
            select(Affiliation)
            .where(Affiliation.person_id.in_([guest.person_id for guest in found]))
            .where(Affiliation.ends_on.is_(None))
            .options(joinedload(Affiliation.organisation))
        )
    }
    return [_guest(guest, employers.get(guest.person_id)) for guest in found]


def _guest(guest: Guest, employer: Organisation | None) -> Reader:
    return Reader(
        guest.person_id,
        guest.person.name,
        guest.person.email or "",
        employer.id if employer else None,
        employer.name if employer else None,
        guest.locale,
        guest_mails.page(guest),
        is_registered=False,
    )


def page(activity: Activity, token: str = DEAD) -> str:
    """Return the path of somebody's own page, or of the activity where they have none."""
    if not token.startswith(DEAD):
        return meetings.personal_page(token)
    return current_app.url_map.bind("").build("activities.show", {"slug": activity.slug})
