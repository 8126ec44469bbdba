"""Changing registrations: everything that gives out or frees a place holds the activity's row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.activities import actions as activities
from rok_events.activities import queries as activity_queries
from rok_events.core import clock, events, text, tokens
from rok_events.db import db
from rok_events.mail import actions as mail
from rok_events.people import actions as people
from rok_events.people import register_actions
from rok_events.people.queries import find_organisation, find_person
from rok_events.people.rules import Standing
from rok_events.registrations import mails, queries, rules
from rok_events.registrations.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationRepeated,
    RegistrationWaiting,
)
from rok_events.registrations.models import Note, Registration
from rok_events.registrations.rules import Deed, Status

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.activities.events import CapacityChanged
    from rok_events.activities.models import Activity
    from rok_events.mail.letters import Letter
    from rok_events.registrations.rules import Answer, Applicant, Details, Places


def register(activity_id: int, applicant: Applicant, *, is_invited: bool = False) -> Registration:
    """Register somebody: a place if there is one, else the waiting list.

    An address that is registered already keeps its registration as it is, and its holder is told;
    one that was cancelled queues anew. `is_invited` if they answer an invitation of their own.

    Raises:
        ConflictError: the activity takes no registrations, or none of who is not invited.
        InvalidError: the name or the address makes no sense.
    """
    activity = activity_queries.get_for_update(activity_id)
    # The clock is read under the lock: who came first is also first by the clock.
    rules.refuse_registering(activity, clock.now(), is_invited=is_invited)
    registration, is_new = admit(activity, applicant)
    if not is_new and (not applicant.form_key or registration.form_key != applicant.form_key):
        events.announce(RegistrationRepeated(registration_id=registration.id))
    return registration


def admit(activity: Activity, applicant: Applicant) -> tuple[Registration, bool]:
    """Give somebody the next place, or the last one on the list; the caller holds the activity.

    Who is registered already keeps that registration as it is: then it is not new.
    """
    registration = _row_of(activity, applicant)
    if registration.status is not Status.CANCELLED:
        return registration, False
    # Counted first, so that all that follows is written in one go.
    places = queries.places(activity)
    _accept(registration, applicant)
    _queue(registration, activity, places)
    return registration, True


def register_again(registration_id: int) -> None:
    """Let somebody who cancelled queue anew, with what they told before.

    Raises:
        ConflictError: the activity takes no registrations.
    """
    registration, activity = hold(registration_id)
    # Who was let in once needs no other invitation.
    rules.refuse_registering(activity, clock.now(), is_invited=True)
    if registration.status is Status.CANCELLED:
        registration.referrer_id = registration.organiser_id = None
        _queue(registration, activity, queries.places(activity))


def cancel(registration_id: int) -> None:
    """Give up a place, or the wish for one, and let the waiting list move up.

    Cancelling twice changes nothing.

    Raises:
        ConflictError: the activity is over or cancelled.
    """
    registration, activity = hold(registration_id)
    now = clock.now()
    rules.refuse_changing(activity, now)
    if registration.status is Status.CANCELLED:
        return
    registration.status = Status.CANCELLED
    registration.cancelled_at = now
    db.session.flush()
    events.announce(RegistrationCancelled(registration_id=registration.id))
    settle(activity)


def transfer(registration_id: int, applicant: Applicant) -> Registration:
    """Let a colleague take somebody's place, also one on the list; nobody moves up.

    Raises:
        ConflictError: the activity is over or cancelled, there is no place to give, or the
            colleague is registered already.
        InvalidError: the name or the address makes no sense.
    """
    giver, activity = hold(registration_id)
    now = clock.now()
    rules.refuse_changing(activity, now)
    taker = _row_of(activity, applicant)
    rules.refuse_transfer(giver.status, taker.status, is_own=taker is giver)
    _accept(taker, applicant)
    taker.referrer_id = giver.person_id
    enter(taker, giver.status, giver.registered_at if giver.status is Status.WAITING else now)
    giver.status = Status.CANCELLED
    giver.cancelled_at = now
    db.session.flush()
    note(giver, Deed.GIVEN_AWAY, account_id=applicant.organiser_id)
    note(taker, Deed.TAKEN_OVER, account_id=applicant.organiser_id)
    events.announce(RegistrationCancelled(registration_id=giver.id, successor_id=taker.id))
    if taker.status is Status.CONFIRMED:
        events.announce(RegistrationConfirmed(registration_id=taker.id))
    else:
        events.announce(RegistrationWaiting(registration_id=taker.id))
    _count(activity, queries.places(activity))
    return taker


def hold(registration_id: int) -> tuple[Registration, Activity]:
    """Return a registration as it is now, with its activity, which nobody else may change.

    Raises:
        NotFoundError: there is none.
    """
    registration = queries.get(registration_id)
    activity = activity_queries.get_for_update(registration.activity_id)
    db.session.refresh(registration)
    return registration, activity


def settle(activity: Activity) -> None:
    """Let the list move up where it may, and count the places. The caller holds the activity."""
    if rules.moves_up(activity, clock.now()):
        move_up(activity)
    _count(activity, queries.places(activity))


def fill_places(event: CapacityChanged) -> None:
    """Let the list move up into the places that an activity got."""
    settle(activity_queries.get_for_update(event.activity_id))


def note_answer(registration_id: int, answer: Answer) -> None:
    """Note what somebody who is registered said in a calendar; the place stays as it is."""
    registration = queries.get(registration_id)
    registration.answer = answer
    registration.answered_at = clock.now()


def note(
    registration: Registration, deed: Deed, words: str = "", account_id: int | None = None
) -> None:
    """Write in the history of a registration what was done with it, and by whose account."""
    db.session.add(
        Note(
            registration_id=registration.id,
            deed=deed,
            text=text.lines(words)[: rules.LONGEST_REMARK],
            account_id=account_id,
            noted_at=clock.now(),
        )
    )


def move_up(activity: Activity) -> None:
    """Give the free places to those who wait longest. The caller holds the activity's row."""
    places = queries.places(activity)
    for id_ in rules.promoted(places, queries.first_waiting(activity.id, places.free)):
        queries.get(id_).status = Status.CONFIRMED
        db.session.flush()
        events.announce(RegistrationConfirmed(registration_id=id_, moved_up=True))


def change(registration_id: int, details: Details) -> None:
    """Note what somebody tells anew about taking part; place and queue stay as they are.

    Raises:
        ConflictError: the activity is over or cancelled.
    """
    registration = queries.get(registration_id)
    rules.refuse_changing(registration.activity, clock.now())
    _tell(registration, details)


def send_place_on_list(event: RegistrationWaiting) -> None:
    """Write to whoever came on the waiting list: what their place is, and the link."""
    registration = queries.get(event.registration_id)
    mail.queue(mails.waiting(registration, queries.place_on_list(registration) or 1))


def send_link(event: RegistrationRepeated) -> None:
    """Write the link of a registration to its holder, whose address was filled in once more."""
    _queue_once(mails.repeated(queries.get(event.registration_id)))


def send_overview(email: str, locale: str) -> None:
    """Write the link to everything of an address to it, if there is anything."""
    person = find_person(email)
    if person is not None and queries.of_person(person.id):
        _queue_once(mails.overview(person, locale))


def _queue_once(letter: Letter) -> None:
    """Queue what anybody can have sent to anybody, unless it has been sent just now."""
    since = clock.now() - rules.MAIL_PAUSE
    if not queries.was_told(letter.recipient, letter.purpose, letter.about, since):
        mail.queue(letter)


def _row_of(activity: Activity, applicant: Applicant) -> Registration:
    """Return the registration of whoever applies; a new one counts as cancelled, until accepted."""
    person = people.welcome(applicant.name, applicant.email)
    return queries.find(activity.id, person.id) or Registration(
        activity=activity,
        person=person,
        status=Status.CANCELLED,
        token=tokens.new(),
        form_key=applicant.form_key,
    )


def _accept(registration: Registration, applicant: Applicant) -> None:
    """Write down what an applicant says, in a row that stood empty or cancelled."""
    registration.locale = applicant.locale
    registration.consent = applicant.consent
    registration.referrer_id = applicant.referrer_id
    registration.organiser_id = applicant.organiser_id
    if any(applicant.numbers.values()):
        register_actions.offer(registration.person.id, applicant.numbers)
    _tell(registration, applicant)


def _tell(registration: Registration, details: Details) -> None:
    registration.role = details.role
    registration.remarks = text.lines(details.remarks)[: rules.LONGEST_REMARK]
    registration.answers = dict(details.answers)
    if not text.one_line(details.organisation):
        registration.organisation = None
        return
    registration.organisation = find_organisation(details.organisation) or (
        people.add_organisation(details.organisation, standing=Standing.PROPOSED)
    )
    db.session.flush()
    people.affiliate(registration.person.id, registration.organisation.id, clock.today())


def _queue(registration: Registration, activity: Activity, places: Places) -> None:
    status = rules.first_status(places)
    enter(registration, status, clock.now())
    _count(activity, rules.with_one_more(places, status))
    db.session.flush()
    if status is Status.CONFIRMED:
        events.announce(RegistrationConfirmed(registration_id=registration.id))
    else:
        events.announce(RegistrationWaiting(registration_id=registration.id))


def enter(registration: Registration, status: Status, at: datetime) -> None:
    """Let a registration stand anew: whatever became of it before is over."""
    registration.status = status
    registration.registered_at = at
    registration.cancelled_at = None
    registration.answer = registration.answered_at = None
    db.session.add(registration)


def _count(activity: Activity, places: Places) -> None:
    activities.count_places(activity, taken=places.taken, waiting=places.waiting)
