"""From sessions to what calendars are told of them: one for each participant, one for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext

from rok_events.activities.kinds import TRAITS
from rok_events.activities.rules import Setting, State
from rok_events.core import tokens
from rok_events.invitations.calendar import Meeting, Party
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from rok_events.activities.models import Activity, Session
    from rok_events.invitations.models import CalendarEntry
    from rok_events.registrations.models import Registration


def new_uid() -> str:
    """Return a name for one entry in one calendar that nobody can guess."""
    return f"{tokens.new()}@{_host()}"


def own(entry: CalendarEntry, registration: Registration, session: Session) -> Meeting:
    """Return a session as the calendar of somebody who takes part shows it."""
    activity = session.activity
    page = public_url("registrations.show", token=registration.token)
    return Meeting(
        uid=entry.uid,
        sequence=entry.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=entry.sent_at,
        title=numbered(activity.title, session),
        organiser=organiser(activity),
        location=place(session, for_participants=True),
        description=_own_words(session, page),
        url=page,
        categories=(kind_name(activity), activity.community.name),
        is_private=not TRAITS[activity.kind].shows_title,
        is_cancelled=entry.is_withdrawn,
    )


def public(session: Session, *, with_title: bool) -> Meeting:
    """Return a session as everybody may see it.

    Without its title where the kind keeps it among those concerned: a feed ends up in calendars
    that whole teams look at.
    """
    activity = session.activity
    changed_at = max(activity.updated_at, session.cancelled_at or activity.updated_at)
    shows_title = with_title or TRAITS[activity.kind].shows_title
    title = activity.title if shows_title else kind_name(activity)
    return Meeting(
        uid=f"session-{session.id}@{_host()}",
        # Rises with every change, without being counted anywhere.
        sequence=int((changed_at - activity.created_at).total_seconds()) // 60,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=changed_at,
        title=numbered(title, session),
        organiser=organiser(activity),
        location=place(session, for_participants=False),
        description=f"{activity.community.name}\n{activity.summary if shows_title else ''}",
        url=public_url("activities.show", slug=activity.slug),
        categories=(kind_name(activity), activity.community.name),
        is_private=not TRAITS[activity.kind].shows_title,
        is_cancelled=bool(session.cancelled_at) or activity.state is State.CANCELLED,
    )


def organiser(activity: Activity) -> Party:
    """Return whom the invitation comes from: the community, at the address that sends the mail."""
    return Party(activity.community.name, current_app.config["MAIL_DEFAULT_SENDER"])


def kind_name(activity: Activity) -> str:
    """Return what the activity's kind is called in the present language."""
    return str(gettext(TRAITS[activity.kind].name))


def numbered(title: str, session: Session) -> str:
    """Return the title, with which session of how many it is where there are several."""
    total = len(session.activity.sessions)
    return f"{title} ({session.number}/{total})" if total > 1 else title


def place(session: Session, *, for_participants: bool) -> str:
    """Return where a session is, on one line; the link to an online one is for participants."""
    activity = session.activity
    if activity.setting is Setting.ONLINE:
        return (for_participants and activity.online_url) or str(gettext("Online"))
    if session.place_name:
        return session.place_name
    return ", ".join(filter(None, (activity.place_name, activity.place_address)))


def _own_words(session: Session, page: str) -> str:
    activity = session.activity
    parts = [f"{kind_name(activity)} – {activity.community.name}", session.title]  # noqa: RUF001
    if activity.online_url and activity.setting is not Setting.ON_SITE:
        parts.append(gettext("Take part online: %(url)s", url=activity.online_url))
    parts += [
        activity.place_notes,
        gettext("See, change or cancel your registration: %(url)s", url=page),
    ]
    return "\n".join(str(part) for part in parts if part)


def _host() -> str:
    return urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
