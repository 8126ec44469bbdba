"""What organisers do with registrations: each is an explicit act, and stands in the history.

Whatever changes places holds the activity's row, as in `actions`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rok_events.activities import actions as activities
from rok_events.activities import queries as activity_queries
from rok_events.activities.planning import plan_of
from rok_events.core import clock, events
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.registrations import actions, desk_queries, queries, rules
from rok_events.registrations.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationPutBack,
)
from rok_events.registrations.rules import Deed, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from rok_events.activities.models import Activity
    from rok_events.registrations.models import Registration
    from rok_events.registrations.rules import Applicant, Decision


DECIDE = "registrations.decide"
SET_CAPACITY = "registrations.set_capacity"


@dataclass
class Enrolment:
    """What came of a list of people: how many got a place, wait, or were registered already."""

    confirmed: int = 0
    waiting: int = 0
    known: int = 0


def enrol(activity_id: int, applicant: Applicant) -> Registration:
    """Register somebody on their behalf: a place if there is one, else the end of the list.

    Raises:
        ConflictError: the activity takes nobody, or they are registered already.
        InvalidError: the name or the address makes no sense.
    """
    activity = activity_queries.get_for_update(activity_id)
    rules.refuse_enrolling(activity, clock.now())
    registration, is_new = _admit(activity, applicant)
    if not is_new:
        raise ConflictError(N_("This address is registered for this activity already."))
    return registration


def enrol_all(activity_id: int, applicants: Iterable[Applicant]) -> Enrolment:
    """Register everybody on a list, in its order; who is registered already stays as they are.

    Raises:
        ConflictError: the activity takes nobody.
        InvalidError: a name or an address makes no sense.
    """
    activity = activity_queries.get_for_update(activity_id)
    rules.refuse_enrolling(activity, clock.now())
    came = Enrolment()
    for applicant in applicants:
        registration, is_new = _admit(activity, applicant)
        came.known += not is_new
        came.confirmed += is_new and registration.status is Status.CONFIRMED
        came.waiting += is_new and registration.status is Status.WAITING
    return came


def decide(
    activity_id: int, registration_ids: Collection[int], status: Status, decision: Decision
) -> int:
    """Give registrations another status, who queues longest first; return how many changed.

    A reason is kept in the history; who loses a place reads it in the mail about that.

    Raises:
        ConflictError: the activity is over or cancelled, or the change makes no sense.
        InvalidError: somebody goes before their turn without a reason.
    """
    activity = activity_queries.get_for_update(activity_id)
    rules.refuse_changing(activity, clock.now())
    chosen = desk_queries.chosen(activity_id, registration_ids)
    changing = [registration for registration in chosen if registration.status is not status]
    for registration in changing:
        _CHANGES[status](activity, registration, decision)
    actions.settle(activity)
    return len(changing)


def swap(activity_id: int, giver_id: int, taker_id: int, decision: Decision) -> None:
    """Let somebody who has a place and somebody who waits change places, on the list too.

    Raises:
        ConflictError: the activity is over or cancelled, or they do not stand like that.
    """
    activity = activity_queries.get_for_update(activity_id)
    rules.refuse_changing(activity, clock.now())
    found = {one.id: one for one in desk_queries.chosen(activity_id, (giver_id, taker_id))}
    giver, taker = found.get(giver_id), found.get(taker_id)
    if giver is None or taker is None:
        raise ConflictError(
            N_("Only somebody with a place and somebody on the waiting list can swap.")
        )
    rules.refuse_swapping(giver.status, taker.status)
    giver.status, taker.status = taker.status, giver.status
    giver.registered_at, taker.registered_at = taker.registered_at, giver.registered_at
    db.session.flush()
    for registration in (giver, taker):
        actions.note(registration, Deed.SWAPPED, decision.reason, decision.account_id)
    events.announce(RegistrationPutBack(registration_id=giver.id, reason=decision.reason))
    events.announce(RegistrationConfirmed(registration_id=taker.id, moved_up=True))
    actions.settle(activity)


def remark(registration_id: int, words: str, account_id: int | None) -> None:
    """Keep what an organiser notes about a registration."""
    actions.note(queries.get(registration_id), Deed.NOTED, words, account_id)


def set_capacity(activity_id: int, capacity: int) -> None:
    """Give an activity more or fewer places; the list moves up into what comes free.

    Raises:
        InvalidError: there would be fewer than are given out.
        ConflictError: the activity was cancelled.
    """
    activity = activity_queries.get_for_update(activity_id)
    activities.revise(activity_id, replace(plan_of(activity), capacity=capacity))


def _admit(activity: Activity, applicant: Applicant) -> tuple[Registration, bool]:
    registration, is_new = actions.admit(activity, applicant)
    if is_new:
        actions.note(registration, Deed.REGISTERED, account_id=applicant.organiser_id)
    return registration, is_new


def _confirm(activity: Activity, registration: Registration, decision: Decision) -> None:
    before = registration.status
    place = queries.place_on_list(registration)
    rules.refuse_confirming(queries.places(activity), place, decision.reason)
    if before is Status.WAITING:
        registration.status = Status.CONFIRMED
    else:
        actions.enter(registration, Status.CONFIRMED, clock.now())
    db.session.flush()
    actions.note(registration, Deed.CONFIRMED, decision.reason, decision.account_id)
    moved_up = before is Status.WAITING
    events.announce(RegistrationConfirmed(registration_id=registration.id, moved_up=moved_up))


def _put_back(activity: Activity, registration: Registration, decision: Decision) -> None:
    now = clock.now()
    moves = rules.moves_up(activity, now)
    rules.refuse_putting_back(registration.status, queries.places(activity), moves=moves)
    registration.status = Status.WAITING
    registration.registered_at = now
    db.session.flush()
    actions.note(registration, Deed.PUT_BACK, decision.reason, decision.account_id)
    events.announce(RegistrationPutBack(registration_id=registration.id, reason=decision.reason))


def _cancel(_activity: Activity, registration: Registration, decision: Decision) -> None:
    registration.status = Status.CANCELLED
    registration.cancelled_at = clock.now()
    db.session.flush()
    actions.note(registration, Deed.CANCELLED, decision.reason, decision.account_id)
    events.announce(RegistrationCancelled(registration_id=registration.id, reason=decision.reason))


_CHANGES: Mapping[Status, Callable[[Activity, Registration, Decision], None]] = {
    Status.CONFIRMED: _confirm,
    Status.WAITING: _put_back,
    Status.CANCELLED: _cancel,
}
