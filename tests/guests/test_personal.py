"""What is kept of guests is shown, erased, and forgotten in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.guests import actions, rules, tasks
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.guests.models import Guest
from rok_events.guests.personal import PERSONAL
from rok_events.invitations.models import CalendarEntry
from rok_events.people.models import Person
from tests import make

pytestmark = pytest.mark.usefixtures("database")

EMAIL = "noor@example.org"
LONG_AFTER = make.SPRING + timedelta(hours=3) + rules.TERM


def invite() -> int:
    """Invite a stranger, with a note, and let the mail be written."""
    activity = make.activity(title="Casustafel slapen")
    wish = Wish(note="Tot dan, Noor!", account_id=make.account(name="Robin").id)
    with transaction():
        actions.invite(activity.id, {EMAIL: Entry(EMAIL, "Noor de Wit")}, wish)
    tasks.write()
    return db.session.scalars(select(Person.id).where(Person.email == EMAIL)).one()


def purge() -> int:
    with time_machine.travel(LONG_AFTER, tick=False), transaction():
        return PERSONAL.purge(LONG_AFTER)


def test_everything_about_an_invitation_is_shown() -> None:
    person_id = invite()

    shown = PERSONAL.export(Subject(person_id, EMAIL))["guest"]

    assert len(shown) == 1
    assert shown[0]["activity"] == "Casustafel slapen"
    assert (shown[0]["invited_by"], shown[0]["note"]) == ("Robin", "Tot dan, Noor!")
    assert PERSONAL.export(Subject(None, EMAIL)) == {"guest": []}


def test_who_is_erased_is_no_guest_any_more() -> None:
    person_id = invite()
    other = make.guest()

    with transaction():
        PERSONAL.erase(Subject(person_id, EMAIL))

    assert db.session.scalars(select(Guest.id)).all() == [other.id]


def test_a_stranger_who_never_answered_is_forgotten_after_the_term() -> None:
    person_id = invite()

    with transaction():
        early = PERSONAL.purge(LONG_AFTER - timedelta(hours=2))
    late = purge()

    assert (early, late) == (0, 1)
    db.session.expire_all()
    person = db.session.get_one(Person, person_id)
    assert (person.name, person.email) == ("", None)
    assert db.session.scalars(select(CalendarEntry)).all() == []
    assert db.session.scalars(select(Guest)).all() == []


@pytest.mark.parametrize("known_by", ["registration", "attendance", "guest"])
def test_who_is_known_from_something_else_stays(known_by: str) -> None:
    person = db.session.get_one(Person, invite())
    later = make.activity(starts_at=LONG_AFTER + timedelta(days=9))
    if known_by == "attendance":
        make.attendance(session=later.sessions[0], person=person)
    else:
        getattr(make, known_by)(activity=later, person=person)

    purge()

    db.session.expire_all()
    assert person.email == EMAIL
