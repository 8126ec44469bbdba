"""The letters of this room: reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale

from rok_events.activities.kinds import TRAITS
from rok_events.invitations import meetings
from rok_events.mail import letters
from rok_events.messages import offsets
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from rok_events.activities.models import Session
    from rok_events.mail.letters import Letter
    from rok_events.messages.offsets import Offset
    from rok_events.registrations.models import Registration


def reminder(registration: Registration, session: Session, offset: Offset) -> Letter:
    """Return the letter that reminds somebody of a session."""
    activity = session.activity
    with force_locale(registration.locale):
        kind = meetings.kind_name(activity)
    return letters.compose(
        "reminder",
        locale=registration.locale,
        recipient=registration.person.email or "",
        recipient_name=registration.person.name,
        about=f"registration:{registration.id}",
        community_id=activity.community_id,
        sender_name=activity.community.name,
        reply_to=activity.contact_email or current_app.config["CONTACT_EMAIL"],
        accent=activity.community.accent,
        activity=activity,
        session=session,
        kind=kind,
        # A subject lies open on the screen of a locked phone.
        name=activity.title if TRAITS[activity.kind].shows_title else kind,
        place=meetings.place,
        numbered=meetings.numbered,
        url=public_url("registrations.show", token=registration.token),
        useless_at=offsets.last_call(offset, session.starts_at),
    )
