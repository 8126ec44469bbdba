"""A training that is over: `scenes.training(asked=80)`, of two sessions, and who was there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from rok_events.activities.kinds import Kind
from rok_events.certificates import actions
from rok_events.certificates.models import Certificate
from rok_events.certificates.rules import Outcome
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.activities.models import Activity
    from rok_events.people.models import Person

FIRST = NOW - timedelta(days=9)
SKJ = ["SKJ", "SKJ-2027-118", "4", "2027-01-01", "2027-12-31"]


def training(asked: int | None = 80, **given: Any) -> Activity:
    """Make a training of two sessions of two hours, over and with its lists closed."""
    title = "Video-interactie bij jonge ouders"
    known = {"kind": Kind.TRAINING, "title": title, "accreditations": [SKJ]}
    sessions = [FIRST, FIRST + timedelta(days=7)]
    made = make.activity(sessions=sessions, minimum_presence=asked, **known | given)
    for session in made.sessions:
        session.list_closed_at = NOW - timedelta(days=1)
    return make.saved(made)


def come(activity: Activity, name: str = "Zoë Łukasz", *, times: int = 2, **given: Any) -> Person:
    """Register somebody, and let them be at the first sessions."""
    person = make.person(name=name, **given)
    make.registration(activity=activity, person=person)
    for session in activity.sessions[:times]:
        make.attendance(session=session, person=person)
    return person


def issue(activity: Activity) -> int:
    """Issue what was earned, and withdraw what was not; return how many were issued."""
    with transaction():
        return actions.settle(activity.id, 50)[Outcome.OWED]


def given_to(person: Person) -> Sequence[Certificate]:
    """Return all certificates of somebody, in the order in which they were issued."""
    found = select(Certificate).where(Certificate.person_id == person.id).order_by(Certificate.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def letters(person: Person) -> list[str]:
    """Return what somebody was mailed about, in order."""
    mails = select(OutgoingMail.purpose).where(OutgoingMail.recipient == person.email)
    return [*db.session.scalars(mails.order_by(OutgoingMail.id))]


def reopen(activity: Activity) -> None:
    """Let the last presence list be open once more."""
    with transaction():
        activity.sessions[-1].list_closed_at = None
