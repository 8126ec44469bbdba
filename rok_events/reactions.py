"""What happens when: the whole story on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rok_events.activities.events import (
    ActivityCancelled,
    ActivityCopied,
    AdmissionChanged,
    CapacityChanged,
    ScheduleChanged,
)
from rok_events.attendance.events import AttendanceChanged, ListClosed, PresenceCorrected
from rok_events.certificates import actions as certificates
from rok_events.guests import answer_actions as guests
from rok_events.invitations import actions as invitations
from rok_events.invitations import reply_actions as replies
from rok_events.invitations.events import CalendarAnswered
from rok_events.mail import inbox_actions as inbox
from rok_events.mail.events import CalendarReceived, MailBounced
from rok_events.messages import reminder_actions as messages
from rok_events.network import actions as network
from rok_events.people.events import (
    OrganisationsJudged,
    OrganisationsMerged,
    OrganisationsParted,
    PeopleMerged,
    PeopleParted,
    PeopleToMerge,
    PersonRenamed,
    PersonRetold,
)
from rok_events.registrations import actions as registrations
from rok_events.registrations import merging_actions as merging
from rok_events.registrations.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationPutBack,
    RegistrationRepeated,
    RegistrationWaiting,
)
from rok_events.seating import actions as seating
from rok_events.seating.events import TablesPlanned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rok_events.core.events import Event

REACTIONS: Mapping[type[Event], Sequence[Callable[[Any], None]]] = {
    AttendanceChanged: [network.renew],
    ActivityCancelled: [invitations.withdraw_all],
    ActivityCopied: [messages.copy_choice],
    AdmissionChanged: [network.renew],
    CalendarReceived: [replies.take_reply],
    CalendarAnswered: [guests.take_answer],
    CapacityChanged: [registrations.fill_places],
    ListClosed: [certificates.issue_soon],
    MailBounced: [inbox.mark_returned],
    OrganisationsJudged: [network.renew],
    OrganisationsMerged: [network.renew],
    OrganisationsParted: [network.renew],
    PeopleMerged: [merging.count_anew, certificates.follow_merge, network.renew],
    PeopleParted: [merging.count_anew, certificates.follow_merge, network.renew],
    PeopleToMerge: [merging.refuse_two_places],
    PersonRenamed: [certificates.follow_name],
    PersonRetold: [network.renew],
    PresenceCorrected: [certificates.follow_presence],
    RegistrationCancelled: [seating.give_up, invitations.withdraw, network.renew],
    RegistrationConfirmed: [invitations.invite, network.renew],
    RegistrationPutBack: [seating.lose, invitations.put_back, network.renew],
    RegistrationWaiting: [registrations.send_place_on_list, guests.empty_calendar],
    RegistrationRepeated: [registrations.send_link],
    ScheduleChanged: [invitations.bring_up_to_date],
    TablesPlanned: [network.renew],
}
