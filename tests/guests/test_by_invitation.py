"""What is by invitation: who gets in, who is sent away kindly, and who was asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.attendance import actions as attendance
from rok_events.attendance.rules import Newcomer
from rok_events.core.errors import ConflictError
from rok_events.db import db, transaction
from rok_events.guests import actions, answer_actions, rules
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.guests.models import Guest, InvitedOrganisation
from rok_events.guests.personal import PERSONAL
from rok_events.invitations.events import CalendarAnswered
from rok_events.people import actions as people
from rok_events.people import merging_actions
from rok_events.people.rules import Standing
from rok_events.registrations import actions as registrations
from rok_events.registrations import organiser_actions
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Answer, Applicant, Status
from tests import make
from tests.conftest import NOW
from tests.registrations.reading import form_of, look, register

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.people.models import Organisation

pytestmark = pytest.mark.usefixtures("database")

DETAILS = {"name": "Noor de Wit", "organisation": "GGD IJsselland", "not_listed": "y"}


@pytest.fixture
def closed() -> Activity:
    """An activity by invitation, with one place."""
    return make.activity(by_invitation=True, capacity=1, contact_email="robin@example.org")


def statuses() -> list[Status]:
    return [*db.session.scalars(select(Registration.status).order_by(Registration.id))]


def employed(organisation: Organisation) -> str:
    """Return the address of somebody who works there."""
    person = make.person()
    with transaction():
        people.affiliate(person.id, organisation.id, NOW.date())
    return person.email or ""


def invite(activity: Activity, *emails: str) -> None:
    with transaction():
        actions.invite(activity.id, {email: Entry(email, "") for email in emails}, Wish())


def asked(activity: Activity) -> set[int]:
    chosen = select(InvitedOrganisation.organisation_id)
    return {*db.session.scalars(chosen.where(InvitedOrganisation.activity_id == activity.id))}


def test_everybody_sees_it_and_finds_no_way_to_register(
    client: FlaskClient, closed: Activity
) -> None:
    agenda, page = look(client, "/"), look(client, f"/activiteiten/{closed.slug}")

    assert "by invitation" in agenda.text
    for words in ("By invitation", "Use the link in your invitation.", "robin@example.org"):
        assert words in page.text
    assert form_of(closed) not in page.text


def test_the_form_says_what_to_do_instead(client: FlaskClient, closed: Activity) -> None:
    shown, sent = look(client, form_of(closed)), register(client, closed)

    assert (shown.status_code, sent.status_code) == (200, 409)
    for answer in (shown, sent):
        assert "This activity is by invitation" in answer.text
        assert "Use the link in your invitation." in answer.text
        assert "robin@example.org" in answer.text
        assert 'name="email"' not in answer.text
    assert statuses() == []


def test_whoever_registers_by_another_door_is_refused_under_the_lock(closed: Activity) -> None:
    with pytest.raises(ConflictError, match="Use the link in your invitation"), transaction():
        registrations.register(closed.id, Applicant(name="Noor", email="noor@example.org"))

    assert statuses() == []


def test_guests_register_on_their_page_and_wait_when_it_is_full(
    client: FlaskClient, closed: Activity
) -> None:
    first, second = (make.guest(activity=closed) for _ in range(2))

    page = look(client, f"/uitnodiging/{first.token}")
    for guest in (first, second):
        client.post(f"/uitnodiging/{guest.token}/ja", data=DETAILS)

    assert "Yes, I come" in page.text
    assert statuses() == [Status.CONFIRMED, Status.WAITING]


def test_guests_register_by_their_calendar(closed: Activity) -> None:
    guest = make.guest(activity=closed, person=make.person())
    said = CalendarAnswered(
        person_id=guest.person_id,
        activity_id=closed.id,
        session_id=closed.sessions[0].id,
        answer=Answer.ACCEPTED,
    )

    with transaction():
        answer_actions.take_answer(said)

    assert statuses() == [Status.CONFIRMED]


def test_organisers_invite_and_register_whom_they_want(
    client: FlaskClient, closed: Activity
) -> None:
    closed.capacity = 9
    db.session.commit()
    invite(closed, "kim@example.org")
    applicants = [Applicant(name="Noor", email=f"noor{n}@example.org") for n in range(3)]

    with transaction():
        organiser_actions.enrol(closed.id, applicants[0])
        organiser_actions.enrol_all(closed.id, applicants[1:])
    with time_machine.travel(closed.starts_at, tick=False), transaction():
        attendance.walk_in(closed.sessions[0].id, Newcomer("Sam", "", "sam@example.org"))

    assert statuses() == [Status.CONFIRMED] * 3


def test_who_has_a_place_hands_it_over_and_who_cancelled_comes_back(
    client: FlaskClient, closed: Activity
) -> None:
    giver = make.registration(activity=closed)
    with transaction():
        taker = registrations.transfer(giver.id, Applicant(name="Noor", email="noor@example.org"))
    with transaction():
        registrations.cancel(taker.id)

    page = look(client, f"/aanmelding/{taker.token}")
    client.post(f"/aanmelding/{taker.token}/opnieuw")

    assert "Register again" in page.text
    assert statuses() == [Status.CANCELLED, Status.CONFIRMED]


@pytest.mark.parametrize("by_invitation", [True, False])
def test_which_organisations_were_asked_is_kept_once_each(*, by_invitation: bool) -> None:
    activity = make.activity(by_invitation=by_invitation)
    ggd, before, none = make.organisation(), make.organisation(), make.organisation()
    none.standing = Standing.IGNORED
    db.session.commit()
    moved = employed(before)
    with transaction():
        person = people.welcome("Kim", moved)
        people.affiliate(person.id, ggd.id, NOW.date() + timedelta(days=1))

    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        invite(activity, employed(ggd), moved, employed(none), "vreemd@example.org")
        invite(activity, employed(ggd))

    assert asked(activity) == {ggd.id}


def test_it_stays_known_when_the_guests_are_forgotten() -> None:
    activity, ggd = make.activity(), make.organisation()
    invite(activity, employed(ggd))
    later = activity.ends_at + rules.TERM + timedelta(days=1)

    with time_machine.travel(later, tick=False), transaction():
        PERSONAL.purge(later)

    assert db.session.scalars(select(Guest)).all() == []
    assert asked(activity) == {ggd.id}


def test_two_organisations_that_are_one_were_asked_once() -> None:
    both, one = make.activity(), make.activity()
    kept, gone = make.organisation(), make.organisation()
    for organisation in (kept, gone):
        make.invited_organisation(activity=both, organisation=organisation)
    make.invited_organisation(activity=one, organisation=gone)

    merge = merging_actions.merge_organisations(kept.id, gone.id)
    assert (asked(both), asked(one)) == ({kept.id}, {kept.id})
    merging_actions.undo(merge.id)

    assert (asked(both), asked(one)) == ({kept.id, gone.id}, {gone.id})
