"""The letters to guests. None of them tells who else is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from rok_events.activities import mails as activities
from rok_events.guests import rules
from rok_events.invitations import mails as invitations
from rok_events.invitations import meetings
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.activities.models import Session
    from rok_events.guests.models import Guest
    from rok_events.invitations.models import CalendarEntry
    from rok_events.mail.letters import Letter


def page(guest: Guest) -> str:
    """Return the path of the page where a guest answers."""
    return current_app.url_map.bind("").build("answers.show", {"token": guest.token})


def invitation(guest: Guest, sessions: Sequence[Session], entry: CalendarEntry) -> Letter:
    """Return the invitation, with the calendar object of the first session to come."""
    letter = _letter(guest, "guest_invited", sessions, can_unsubscribe=True)
    return invitations.with_entry(letter, entry)


def reminder(guest: Guest, sessions: Sequence[Session]) -> Letter:
    """Return the letter that asks once more; the calendar shows the invitation already."""
    return _letter(guest, "guest_reminded", sessions, can_unsubscribe=True)


def taken_back(guest: Guest, entry: CalendarEntry | None) -> Letter:
    """Return the letter that an invitation holds no more; it empties the calendar too."""
    return _ending(guest, "guest_taken_back", entry)


def too_late(guest: Guest, entry: CalendarEntry | None) -> Letter:
    """Return the answer to whoever says yes when registration has closed."""
    return _ending(guest, "guest_too_late", entry)


def declined(guest: Guest, entry: CalendarEntry) -> Letter:
    """Return the thanks to whoever said no; it empties the calendar too."""
    return _ending(guest, "guest_declined", entry)


def waits(guest: Guest, entry: CalendarEntry, url: str) -> Letter:
    """Return the letter that takes an invitation out of the calendar of whoever waits."""
    return _ending(guest, "guest_waits", entry, url=url)


def more_to_tell(guest: Guest, url: str) -> Letter:
    """Return the letter that asks for what a calendar cannot tell: organisation, questions."""
    return _letter(guest, "guest_more", (), url=url)


def _ending(guest: Guest, template: str, entry: CalendarEntry | None, **known: object) -> Letter:
    letter = _letter(guest, template, [entry.session] if entry else [], **known)
    return invitations.with_entry(letter, entry) if entry else letter


def _letter(guest: Guest, template: str, sessions: Sequence[Session], **known: object) -> Letter:
    return activities.compose(
        template,
        guest.activity,
        locale=guest.locale,
        recipient=guest.person.email or "",
        recipient_name=guest.person.name,
        about=f"guest:{guest.id}",
        place=meetings.place,
        sessions=sessions,
        # Named though there is none: without it templates would find Flask's session.
        session=sessions[0] if sessions else None,
        note=guest.note,
        source=guest.source,
        inviter=guest.invited_by.name if guest.invited_by else "",
        days=rules.TERM.days,
        useless_at=guest.activity.ends_at,
        **{"url": public_url("answers.show", token=guest.token)} | known,
    )
