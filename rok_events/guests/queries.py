"""Reading guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import String, and_, cast, exists, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from rok_events.accounts.models import Account
from rok_events.activities import concern_queries
from rok_events.activities.models import Activity
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.guests import rules
from rok_events.guests.models import Guest
from rok_events.guests.rules import Known, Owed, Standing
from rok_events.mail import queries as mail
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.people import merging_queries as merging
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.people.queries import PRESENT_ID
from rok_events.registrations.models import Registration

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rok_events.activities.concern_queries import Concern
    from rok_events.registrations.rules import Answer, Status

UNKNOWN = N_("There is no invitation at this address. Use the link in your latest mail.")
TROUBLE = (MailState.FAILED, MailState.BOUNCED)
OWN = and_(Registration.activity_id == Guest.activity_id, Registration.person_id == Guest.person_id)
WHOLE = (
    joinedload(Guest.person),
    joinedload(Guest.invited_by),
    joinedload(Guest.activity).joinedload(Activity.community),
    joinedload(Guest.activity).selectinload(Activity.sessions),
)


class Row(NamedTuple):
    """A guest as an organiser sees them."""

    id: int
    name: str
    email: str
    organisation: str | None
    invited_at: datetime
    invited_by: str | None
    reminded_at: datetime | None
    opened_at: datetime | None
    answered_at: datetime | None
    taken_back_at: datetime | None
    owed: Owed | None
    answer: Answer | None
    status: Status | None

    @property
    def standing(self) -> Standing:
        """How the invitation stands."""
        return rules.standing(
            self.answer,
            self.status,
            is_opened=self.opened_at is not None,
            is_taken_back=self.taken_back_at is not None,
        )

    def may_be_reminded(self, now: datetime) -> bool:
        """Whether it is time to ask once more."""
        return (
            self.owed is None
            and self.standing in rules.UNANSWERED
            and rules.may_remind(self.invited_at, self.reminded_at, now)
        )


ROWS = (
    select(
        Guest.id,
        Person.name,
        Person.email,
        Organisation.name,
        Guest.invited_at,
        Account.name,
        Guest.reminded_at,
        Guest.opened_at,
        Guest.answered_at,
        Guest.taken_back_at,
        Guest.owed,
        Guest.answer,
        Registration.status,
    )
    .join(Guest.person)
    .outerjoin(Guest.invited_by)
    .outerjoin(Registration, OWN)
    .outerjoin(Affiliation, and_(Affiliation.person_id == Person.id, Affiliation.ends_on.is_(None)))
    .outerjoin(Affiliation.organisation)
    .order_by(Person.name, Guest.id)
)


def get(guest_id: int) -> Guest:
    """Return a guest, with person, activity, community and sessions.

    Raises:
        NotFoundError: there is none.
    """
    return _given(db.session.get(Guest, guest_id, options=WHOLE))


def get_by_token(token: str) -> Guest:
    """Return the guest whose page has this token, with the same around it.

    Raises:
        NotFoundError: there is none.
    """
    return _given(_by_token(token) or _by_token(merging.leads_to("guest", token)))


def find(activity_id: int, person_id: int) -> Guest | None:
    """Return somebody's invitation to an activity."""
    return db.session.scalar(
        select(Guest)
        .where(Guest.activity_id == activity_id, Guest.person_id == person_id)
        .options(*WHOLE)
    )


def rows(activity_id: int) -> list[Row]:
    """Return everybody who was invited, by name."""
    found = db.session.execute(ROWS.where(Guest.activity_id == activity_id))
    return [Row._make(row) for row in found]


def unanswered(activity_id: int) -> list[Guest]:
    """Return those whose answer is still awaited and who have had their mail, with their person."""
    ids = [
        row.id
        for row in rows(activity_id)
        if row.standing in rules.UNANSWERED and row.owed is not Owed.INVITATION
    ]
    return _with_people(ids)


def awaited(communities: Collection[int] | None, now: datetime) -> Sequence[Concern]:
    """Return which activities ahead wait for answers of guests, and of how many."""
    return concern_queries.concerning(
        communities,
        now,
        Guest,
        Guest.taken_back_at.is_(None),
        Guest.answer.is_(None),
        ~exists().where(OWN),
    )


def remindable(activity_id: int, now: datetime) -> list[Guest]:
    """Return those who may be asked once more, with their person."""
    return _with_people([row.id for row in rows(activity_id) if row.may_be_reminded(now)])


def troubled(activity_id: int) -> Mapping[int, MailState]:
    """Return by guest how the mail fared that did not arrive."""
    about = literal("guest:") + cast(Guest.id, String)
    found = db.session.execute(
        select(Guest.id, OutgoingMail.state)
        .join(OutgoingMail, OutgoingMail.about == about)
        .where(Guest.activity_id == activity_id, OutgoingMail.state.in_(TROUBLE))
    )
    return {id_: state for id_, state in found}  # noqa: C416 -- typed pairs


def known(activity_id: int, emails: Collection[str]) -> dict[str, Known]:
    """Return what is known of each address, as far as inviting to this activity goes."""
    people = {
        str(email): (status, guest_id is not None)
        for email, status, guest_id in db.session.execute(
            select(Person.email, Registration.status, Guest.id)
            .outerjoin(
                Registration,
                and_(Registration.person_id == PRESENT_ID, Registration.activity_id == activity_id),
            )
            .outerjoin(Guest, and_(Guest.person_id == PRESENT_ID, Guest.activity_id == activity_id))
            .where(Person.email.in_(emails))
        )
    }
    addresses = mail.addresses(emails)
    found = {}
    for email in emails:
        status, is_invited = people.get(email, (None, False))
        address = addresses.get(email)
        found[email] = Known(
            status=status,
            is_invited=is_invited,
            is_unwanted=address is not None and address.declined_at is not None,
            is_bounced=address is not None and address.bounced_at is not None,
        )
    return found


def first_owed() -> int | None:
    """Return the id of an activity to whose guests a mail is owed."""
    return db.session.scalar(
        select(Guest.activity_id).where(Guest.owed.is_not(None)).order_by(Guest.id).limit(1)
    )


def owed(activity_id: int, most: int) -> Sequence[Guest]:
    """Return guests to whom a mail is owed, those who wait longest first."""
    return db.session.scalars(
        select(Guest)
        .where(Guest.activity_id == activity_id, Guest.owed.is_not(None))
        .order_by(Guest.id)
        .limit(most)
        .options(*WHOLE)
    ).all()


def statuses(activity_id: int, person_ids: Collection[int]) -> Mapping[int, Status]:
    """Return how the registrations of some people stand."""
    found = db.session.execute(
        select(Registration.person_id, Registration.status).where(
            Registration.activity_id == activity_id, Registration.person_id.in_(person_ids)
        )
    )
    return {person_id: status for person_id, status in found}  # noqa: C416 -- typed pairs


def standing(guest: Guest) -> Standing:
    """Return how one invitation stands."""
    status = statuses(guest.activity_id, [guest.person_id]).get(guest.person_id)
    return rules.standing(
        guest.answer,
        status,
        is_opened=guest.opened_at is not None,
        is_taken_back=guest.taken_back_at is not None,
    )


def of_person(person_id: int | None) -> Sequence[Guest]:
    """Return somebody's invitations, with their activities."""
    return db.session.scalars(
        select(Guest)
        .where(Guest.person_id == person_id)
        .order_by(Guest.id)
        .options(joinedload(Guest.activity), joinedload(Guest.invited_by))
    ).all()


def _with_people(ids: Collection[int]) -> list[Guest]:
    return list(
        db.session.scalars(
            select(Guest)
            .join(Guest.person)
            .where(Guest.id.in_(ids))
            .order_by(Person.name, Guest.id)
            .options(contains_eager(Guest.person))
        )
    )


def _by_token(token: str | None) -> Guest | None:
    return db.session.scalar(select(Guest).where(Guest.token == token).options(*WHOLE))


def _given(found: Guest | None) -> Guest:
    if found is None:
        raise NotFoundError(UNKNOWN)
    return found
