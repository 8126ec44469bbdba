"""What happens when: the whole story on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rok_events.activities.events import ActivityCancelled, ActivityCopied, CapacityChanged
from rok_events.attendance.events import AttendanceChanged
from rok_events.invitations import actions as invitations
from rok_events.messages import reminder_actions as messages
from rok_events.network import actions as network
from rok_events.registrations import actions as registrations
from rok_events.registrations.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationRepeated,
    RegistrationWaiting,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rok_events.core.events import Event

REACTIONS: Mapping[type[Event], Sequence[Callable[[Any], None]]] = {
    AttendanceChanged: [network.place_soon],
    ActivityCancelled: [invitations.withdraw_all],
    ActivityCopied: [messages.copy_choice],
    CapacityChanged: [registrations.fill_places],
    RegistrationCancelled: [invitations.withdraw],
    RegistrationConfirmed: [invitations.invite],
    RegistrationWaiting: [registrations.send_place_on_list],
    RegistrationRepeated: [registrations.send_link],
}
