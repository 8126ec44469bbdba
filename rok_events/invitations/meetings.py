"""From sessions to what calendars are told of them: one for each participant, one for everybody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale, gettext

from rok_events.activities.kinds import TRAITS
from rok_events.activities.rules import Setting, State
from rok_events.core import tokens
from rok_events.invitations.calendar import Meeting, Party
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.activities.models import Activity, Session
    from rok_events.invitations.models import CalendarEntry

GUESTS = "/uitnodiging/"
"""How the page of somebody begins who is invited and has no registration yet."""

# Time to travel, or to find the link.
ALARM_BEFORE = {
    Setting.ON_SITE: timedelta(hours=1),
    Setting.HYBRID: timedelta(hours=1),
    Setting.ONLINE: timedelta(minutes=10),
}


@dataclass(frozen=True, kw_only=True)
class Before:
    """What a calendar was told of a session the last time."""

    title: str
    starts_at: datetime
    ends_at: datetime
    location: str


def new_uid() -> str:
    """Return a name for one entry in one calendar that nobody can guess."""
    return f"{tokens.new()}@{_host()}"


def own(entry: CalendarEntry) -> Meeting:
    """Return a session as the calendar of its holder shows it, in the holder's language."""
    session, activity = entry.session, entry.session.activity
    page = address(entry.page)
    # Whoever is only invited sees what everybody may see: the link comes with a place.
    takes_part = not entry.page.startswith(GUESTS)
    with force_locale(entry.locale):
        return Meeting(
            uid=entry.uid,
            sequence=entry.sequence,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            changed_at=entry.sent_at,
            title=own_title(session),
            organiser=organiser(activity),
            location=place(session, for_participants=takes_part),
            description=_own_words(session, page) if takes_part else _asking(session, page),
            url=page,
            categories=(kind_name(activity), activity.community.name),
            answer=entry.answer or "",
            alarm_before=ALARM_BEFORE[activity.setting] if takes_part else None,
            comment=_why(session) if entry.is_withdrawn else "",
            is_private=not TRAITS[activity.kind].shows_title,
            is_cancelled=entry.is_withdrawn,
        )


def subscribed(entry: CalendarEntry) -> Meeting:
    """Return a session as its holder sees it in a file or a feed of their own.

    As it is now, though the change may still be settling and the entry not yet be told of it.
    """
    session = entry.session
    return replace(
        own(entry),
        changed_at=max(entry.sent_at, session.activity.updated_at),
        alarm_before=None,
        is_cancelled=entry.is_withdrawn or not stands(session),
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
        sequence=int((changed_at - activity.created_at).total_seconds()),
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
        is_cancelled=not stands(session),
    )


def told(entry: CalendarEntry) -> dict[str, str]:
    """Return what a calendar shows of an entry, to be compared with what it should show later.

    In words where a mail may have to say what it was before; the rest as one digest.
    """
    meeting = own(entry)
    rest = (
        meeting.description,
        meeting.url,
        meeting.categories,
        meeting.organiser,
        meeting.is_private,
        meeting.alarm_before,
    )
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "location": meeting.location,
        "rest": hashlib.sha256(repr(rest).encode()).hexdigest()[:16],
    }


def before(told: Mapping[str, str]) -> Before:
    """Return what was told, to be read; what is not known of an old entry is empty."""
    return Before(
        title=told["title"],
        starts_at=datetime.fromisoformat(told["starts_at"]),
        ends_at=datetime.fromisoformat(told["ends_at"]),
        location=told.get("location", ""),
    )


def stands(session: Session) -> bool:
    """Tell whether a session takes place, as far as is known."""
    return session.cancelled_at is None and session.activity.state is not State.CANCELLED


def personal_page(token: str) -> str:
    """Return the path of the personal page of a registration."""
    return current_app.url_map.bind("").build("registrations.show", {"token": token})


def address(page: str) -> str:
    """Return the full address of a personal page, from its path."""
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}{page}"


def organiser(activity: Activity) -> Party:
    """Return whom the invitation comes from: the community, at the address that sends the mail."""
    return Party(activity.community.name, current_app.config["MAIL_DEFAULT_SENDER"])


def kind_name(activity: Activity) -> str:
    """Return what the activity's kind is called in the present language."""
    return str(gettext(TRAITS[activity.kind].name))


def numbered(title: str, session: Session) -> str:
    """Return the title with the number of the session, from the second.

    Not how many there are, or a first one among several: then one session more would change the
    entries of all others.
    """
    return f"{title} ({session.number})" if session.number > 1 else title


def own_title(session: Session) -> str:
    """Return what participants see in their calendar: activity, number, and what it is about."""
    return ": ".join(filter(None, (numbered(session.activity.title, session), session.title)))


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
    parts = [f"{kind_name(activity)} – {activity.community.name}"]  # noqa: RUF001
    if activity.online_url and activity.setting is not Setting.ON_SITE:
        parts.append(gettext("Take part online: %(url)s", url=activity.online_url))
    parts += [
        activity.place_notes,
        gettext("Your own page, where you can change or cancel: %(url)s", url=page),
    ]
    return "\n".join(str(part) for part in parts if part)


def _asking(session: Session, page: str) -> str:
    activity = session.activity
    return "\n".join(
        (
            f"{kind_name(activity)} – {activity.community.name}",  # noqa: RUF001
            gettext("Let us know whether you come: %(url)s", url=page),
        )
    )


def _why(session: Session) -> str:
    return "" if stands(session) else session.cancel_reason or session.activity.cancel_reason


def _host() -> str:
    return urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
