"""What registrations announce."""

from __future__ import annotations

from dataclasses import dataclass

from rok_events.core.events import Event


@dataclass(frozen=True, kw_only=True)
class RegistrationConfirmed(Event):
    """Somebody got a place, at once or, if `moved_up`, from the waiting list."""

    registration_id: int
    moved_up: bool = False


@dataclass(frozen=True, kw_only=True)
class RegistrationWaiting(Event):
    """Somebody came on the waiting list."""

    registration_id: int


@dataclass(frozen=True, kw_only=True)
class RegistrationRepeated(Event):
    """Somebody filled in the form with an address that is registered already."""

    registration_id: int


@dataclass(frozen=True, kw_only=True)
class RegistrationPutBack(Event):
    """Somebody who had a place waits again, because the organisers decided so."""

    registration_id: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RegistrationCancelled(Event):
    """Somebody gave up a place, or the wish for one.

    `reason` is what the organisers say of it, if it was they; `successor_id` the registration of
    the colleague who takes over the place.
    """

    registration_id: int
    reason: str = ""
    successor_id: int | None = None
