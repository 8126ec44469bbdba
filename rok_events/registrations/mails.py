"""The letters of this room: a place on the waiting list, and links to what there is already.

The confirmation of a place is an invitation in the calendar: `invitations.mails` writes it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rok_events.activities import mails as activities
from rok_events.core import clock
from rok_events.mail import letters
from rok_events.registrations import queries, rules
from rok_events.web import signing
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from rok_events.mail.letters import Letter
    from rok_events.people.models import Person
    from rok_events.registrations.models import Registration


def waiting(registration: Registration, place: int) -> Letter:
    """Return the letter that tells somebody their place on the waiting list."""
    introducer = queries.introducer(registration)
    return _about(registration, "waiting", place=place, introducer=introducer)


def repeated(registration: Registration) -> Letter:
    """Return the letter with the link to a registration that was there already."""
    return _about(registration, "repeated")


def overview(person: Person, locale: str) -> Letter:
    """Return the letter with the link to everything of somebody's address."""
    token = signing.sign("overview", str(person.id))
    return letters.compose(
        "overview",
        locale=locale,
        recipient=person.email or "",
        recipient_name=person.name,
        about=f"person:{person.id}",
        url=public_url("registrations.overview", token=token),
        hours=rules.OVERVIEW_TERM // timedelta(hours=1),
        useless_at=clock.now() + rules.OVERVIEW_TERM,
    )


def _about(registration: Registration, template: str, **known: object) -> Letter:
    return activities.compose(
        template,
        registration.activity,
        locale=registration.locale,
        recipient=registration.person.email or "",
        recipient_name=registration.person.name,
        about=f"registration:{registration.id}",
        url=public_url("registrations.show", token=registration.token),
        useless_at=registration.activity.ends_at,
        **known,
    )
