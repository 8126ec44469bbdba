"""What happens in a transaction, seen in the mails that it puts in the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from rok_events.db import db, transaction
from rok_events.invitations import actions
from rok_events.mail.models import OutgoingMail
from rok_events.registrations.events import RegistrationCancelled, RegistrationConfirmed

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.registrations.models import Registration


def confirm(registration: Registration, *, moved_up: bool = False) -> list[OutgoingMail]:
    """Announce a place, and return the mails of it."""
    return news(
        lambda: actions.invite(
            RegistrationConfirmed(registration_id=registration.id, moved_up=moved_up)
        )
    )


def cancel(registration: Registration) -> list[OutgoingMail]:
    """Announce a cancellation, and return the mails of it."""
    return news(lambda: actions.withdraw(RegistrationCancelled(registration_id=registration.id)))


def news(tell: Callable[[], object]) -> list[OutgoingMail]:
    """Do something in a transaction, and return the mails that it queued."""
    before = set(db.session.scalars(db.select(OutgoingMail.id)))
    with transaction():
        tell()
    mails = db.session.scalars(db.select(OutgoingMail).order_by(OutgoingMail.id))
    return [mail for mail in mails if mail.id not in before]


def event(mail: OutgoingMail) -> Event:
    """Return the session that a mail brings or takes away."""
    (found,) = Calendar.from_ical(mail.calendar).walk("VEVENT")
    assert isinstance(found, Event)
    return found
