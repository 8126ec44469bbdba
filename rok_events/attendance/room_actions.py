"""Checking oneself in, from the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.attendance import actions, door_queries, rules
from rok_events.attendance.rules import Source
from rok_events.core import clock
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.people import queries as people
from rok_events.registrations import queries as registrations
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from rok_events.activities.models import Session

NOT_FOUND = N_("We do not find a place for you here. Go to the host at the door, who lets you in.")


def arrive(session_id: int, person_id: int) -> None:
    """Note that somebody who has a place is in the room; twice is once.

    Raises:
        ConflictError: the session is not on, or its list was closed.
        NotFoundError: they have no place.
    """
    _arrive(_open(session_id), person_id)


def arrive_by_address(session_id: int, email: str) -> None:
    """Note that whoever registered with an address is in the room, as `arrive` does.

    Raises:
        ConflictError: the session is not on, or its list was closed.
        NotFoundError: nobody with this address has a place.
    """
    session = _open(session_id)
    person = people.hold_person(email)
    if person is None:
        raise NotFoundError(NOT_FOUND)
    _arrive(session, person.id)


def _open(session_id: int) -> Session:
    session = door_queries.hold(session_id)
    actions.refuse_ticking(session)
    rules.refuse_arriving(session.starts_at, session.ends_at, clock.now())
    return session


def _arrive(session: Session, person_id: int) -> None:
    registration = registrations.find(session.activity_id, person_id)
    # Whether somebody waits, cancelled or never registered is for the host to tell.
    if registration is None or registration.status is not Status.CONFIRMED:
        raise NotFoundError(NOT_FOUND)
    organisation_id = registration.organisation_id
    actions.record(session, person_id, organisation_id, Source.SELF, None, clock.now())
