"""An activity in the words of schema.org, so that search engines can show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rok_events.activities.rules import Setting, State
from rok_events.core.clock import AMSTERDAM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rok_events.activities.page_queries import Details, Meeting

MODES = {
    Setting.ON_SITE: "OfflineEventAttendanceMode",
    Setting.ONLINE: "OnlineEventAttendanceMode",
    Setting.HYBRID: "MixedEventAttendanceMode",
}


def event(
    activity: Details, meetings: Sequence[Meeting], url: str, network_url: str
) -> Mapping[str, Any]:
    """Return a schema.org Event for the page at `url`.

    Where people meet online is for participants only: the place in the data is the page itself.
    """
    is_cancelled = activity.state is State.CANCELLED
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": activity.title,
        "description": activity.summary or activity.description,
        **_time(activity.starts_at, activity.ends_at),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{MODES[activity.setting]}",
        "location": _location(activity, url),
        "maximumAttendeeCapacity": activity.capacity,
        "organizer": {
            "@type": "Organization",
            "name": activity.network.name,
            "url": network_url,
        },
    }
    if len(meetings) > 1:
        facts["subEvent"] = [_part(activity, meeting) for meeting in meetings]
    return {name: value for name, value in facts.items() if value}


def _part(activity: Details, meeting: Meeting) -> Mapping[str, Any]:
    return {
        "@type": "Event",
        "name": meeting.title or activity.title,
        **_time(meeting.starts_at, meeting.ends_at),
    }


def _time(starts_at: datetime, ends_at: datetime) -> Mapping[str, str]:
    return {
        "startDate": starts_at.astimezone(AMSTERDAM).isoformat(),
        "endDate": ends_at.astimezone(AMSTERDAM).isoformat(),
    }


def _location(activity: Details, url: str) -> list[Mapping[str, Any]]:
    places: list[Mapping[str, Any]] = []
    if activity.setting is not Setting.ONLINE and activity.place_name:
        places.append(
            {
                "@type": "Place",
                "name": activity.place_name,
                "address": activity.place_address or activity.place_name,
            }
        )
    if activity.setting is not Setting.ON_SITE:
        places.append({"@type": "VirtualLocation", "url": url})
    return places
