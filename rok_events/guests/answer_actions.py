"""What follows from the answer of a guest, given on their page or in their calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.activities import queries as activities
from rok_events.activities.rules import RegistrationState
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.guests import mails, queries, rules
from rok_events.guests.rules import Standing
from rok_events.invitations import actions as invitations
from rok_events.mail import actions as mail
from rok_events.people import actions as people
from rok_events.people import queries as people_queries
from rok_events.registrations import actions as registrations
from rok_events.registrations import queries as registration_queries
from rok_events.registrations.rules import Answer, Applicant, Status
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from rok_events.guests.models import Guest
    from rok_events.invitations.events import CalendarAnswered
    from rok_events.registrations.events import RegistrationWaiting

REGISTERED = {Standing.CONFIRMED, Standing.WAITING}


def note_opened(guest_id: int) -> None:
    """Note that somebody looked at their invitation."""
    guest = queries.get(guest_id)
    guest.opened_at = guest.opened_at or clock.now()


def accept(guest_id: int, applicant: Applicant) -> None:
    """Register a guest, who may have told their own name.

    Whoever is registered already stays so, and is told nothing.

    Raises:
        ConflictError: it is too late for an answer, or the activity takes no registrations.
    """
    guest = _locked(guest_id)
    if queries.standing(guest) in REGISTERED:
        return
    if guest.person.name != applicant.name:
        people.introduce(guest.person, applicant.name)
    _note(guest, Answer.ACCEPTED)
    registrations.register(guest.activity_id, applicant, is_invited=True)


def consider(guest_id: int) -> None:
    """Note that a guest may come.

    Raises:
        ConflictError: it is too late for an answer, or the guest is registered.
    """
    guest = _locked(guest_id)
    _refuse_registered(guest)
    _note(guest, Answer.TENTATIVE)


def decline(guest_id: int) -> None:
    """Note that a guest does not come, and take the invitation out of the calendar.

    Raises:
        ConflictError: it is too late for an answer, or the guest is registered.
    """
    guest = _locked(guest_id)
    _refuse_registered(guest)
    _note(guest, Answer.DECLINED)
    for entry in invitations.take_out(guest.person_id, guest.activity_id):
        mail.queue(mails.declined(guest, entry))


def take_answer(event: CalendarAnswered) -> None:
    """Take what a guest answered in a calendar, as if it were said on the page.

    Only of guests without a registration: what others answer is about that. Nothing is refused
    here, because nobody looks at the answer: whoever comes too late is told by mail.
    """
    activity = activities.get_for_update(event.activity_id)
    guest = queries.find(event.activity_id, event.person_id)
    if guest is None or guest.taken_back_at is not None:
        return
    if registration_queries.find(event.activity_id, event.person_id) is not None:
        return
    state = rules.state(activity, clock.now())
    if state in {RegistrationState.CANCELLED, RegistrationState.PAST}:
        return
    if event.answer is Answer.ACCEPTED:
        _come(guest, state)
        return
    _note(guest, event.answer)
    if event.answer is Answer.DECLINED:
        invitations.drop(guest.person_id, guest.activity_id)


def empty_calendar(event: RegistrationWaiting) -> None:
    """Take an invitation out of the calendar of a guest who came on the waiting list.

    Whoever said yes there sees the session as their own, and would come without a place. With a
    place the entry comes back.
    """
    registration = registration_queries.get(event.registration_id)
    guest = queries.find(registration.activity_id, registration.person_id)
    if guest is not None:
        url = public_url("registrations.show", token=registration.token)
        for entry in invitations.take_out(guest.person_id, guest.activity_id):
            mail.queue(mails.waits(guest, entry, url))


def _come(guest: Guest, state: RegistrationState) -> None:
    """Register whoever said yes in a calendar, with what is known of them."""
    if state is RegistrationState.CLOSED:
        for entry in invitations.take_out(guest.person_id, guest.activity_id):
            mail.queue(mails.too_late(guest, entry))
        return
    _note(guest, Answer.ACCEPTED)
    employer = people_queries.present_employer(guest.person_id)
    applicant = Applicant(
        name=guest.person.name,
        email=guest.person.email or "",
        organisation=employer.name if employer else "",
        locale=guest.locale,
    )
    registration = registrations.register(guest.activity_id, applicant, is_invited=True)
    is_asked = any(question.is_required for question in guest.activity.questions)
    # Whoever waits has two mails already, with the same link.
    if registration.status is Status.CONFIRMED and (is_asked or employer is None):
        url = public_url("registrations.edit", token=registration.token)
        mail.queue(mails.more_to_tell(guest, url))


def _locked(guest_id: int) -> Guest:
    """Return a guest who may answer, holding the activity's row."""
    guest = queries.get(guest_id)
    activity = activities.get_for_update(guest.activity_id)
    db.session.refresh(guest)
    is_taken_back = guest.taken_back_at is not None
    rules.refuse_answering(activity, clock.now(), is_taken_back=is_taken_back)
    return guest


def _refuse_registered(guest: Guest) -> None:
    if queries.standing(guest) in REGISTERED:
        raise ConflictError(
            N_("You are registered. Cancel on your personal page if you cannot come.")
        )


def _note(guest: Guest, answer: Answer) -> None:
    guest.answer = answer
    guest.answered_at = clock.now()
    guest.opened_at = guest.opened_at or guest.answered_at
