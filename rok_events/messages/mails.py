"""The letters of this room: reminders, and what an organiser writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale

from rok_events.activities import mails as activities
from rok_events.activities.kinds import TRAITS
from rok_events.invitations import meetings
from rok_events.messages import markup, offsets, rules
from rok_events.messages.markup import Gap
from rok_events.messages.selection_queries import Reader
from rok_events.web import dates, language
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rok_events.activities.models import Activity, Session
    from rok_events.mail.letters import Letter
    from rok_events.messages.markup import Block
    from rok_events.messages.models import Message
    from rok_events.messages.offsets import Offset
    from rok_events.registrations.models import Registration

DASH = "…"


def reminder(registration: Registration, session: Session, offset: Offset) -> Letter:
    """Return the letter that reminds somebody of a session."""
    return activities.compose(
        "reminder",
        session.activity,
        locale=registration.locale,
        recipient=registration.person.email or "",
        recipient_name=registration.person.name,
        about=f"registration:{registration.id}",
        session=session,
        place=meetings.place,
        numbered=meetings.numbered,
        url=public_url("registrations.show", token=registration.token),
        useless_at=offsets.last_call(offset, session.starts_at),
    )


def message(message: Message, reader: Reader, now: datetime) -> Letter:
    """Return the letter that brings a message to one of its readers."""
    activity = message.activity
    session = _next(activity, now)
    values = _values(session, reader)
    with force_locale(reader.locale):
        kind = meetings.kind_name(activity)
    # A subject lies open on the screen of a locked phone.
    shown = values if TRAITS[activity.kind].shows_title else {**values, Gap.ACTIVITY: kind}
    is_own = rules.belongs_to_registration(
        is_registered=reader.is_registered, ends_at=activity.ends_at, now=now
    )
    # Its writer may have been forgotten since.
    known = {"reply_to": message.reply_to} if message.reply_to else {}
    return activities.compose(
        "message",
        activity,
        locale=reader.locale,
        recipient=reader.email,
        recipient_name=reader.name,
        about=f"message:{message.id}",
        session=session,
        group=message.group.value,
        headline=markup.filled(message.subject, shown),
        greets=not markup.greets(message.body),
        blocks=markup.blocks(message.body, values),
        can_unsubscribe=not is_own,
        **known,
    )


def headline(message: Message, now: datetime) -> str:
    """Return the subject of a message as a list shows it: with a dash for what differs."""
    anybody = Reader(0, DASH, "", None, None, language.current(), "")
    values = {**_values(_next(message.activity, now), anybody), Gap.LINK: DASH}
    return markup.filled(message.subject, values)


def words(message: Message, reader: Reader, now: datetime) -> list[Block]:
    """Return what a message says to one of its readers, to be shown on a page."""
    return markup.blocks(message.body, _values(_next(message.activity, now), reader))


def _values(session: Session, reader: Reader) -> Mapping[Gap, str]:
    """Return what stands in the gaps for one reader."""
    with force_locale(reader.locale):
        return {
            Gap.NAME: reader.name,
            Gap.ACTIVITY: session.activity.title,
            Gap.DATE: dates.when(session, reader.locale),
            Gap.PLACE: meetings.place(session, for_participants=reader.is_participant),
            Gap.LINK: meetings.address(reader.page),
        }


def _next(activity: Activity, now: datetime) -> Session:
    """Return the session that a message now is about: the next, or the last of all."""
    in_order = sorted(activity.sessions, key=lambda session: session.starts_at)
    held = [one for one in in_order if one.cancelled_at is None] or in_order
    return next((one for one in held if one.ends_at > now), held[-1])
