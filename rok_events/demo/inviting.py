"""Playing invitations: an organiser asks people who took part before, and some have answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rok_events.activities import queries as activities
from rok_events.activities.queries import Search
from rok_events.activities.rules import RegistrationState, registration_state
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.guests import actions, answer_actions, known_queries, queries
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.registrations.rules import Applicant

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from rok_events.activities.models import Activity
    from rok_events.guests.queries import Row

GUESTS = 18
ASKED_BEFORE, ANSWERED_BEFORE = timedelta(days=5), timedelta(days=2)
NOTE = "We zagen je eerder bij ons netwerk, en zouden het fijn vinden als je er weer bij bent."


def play(slug: str, as_of: datetime) -> None:
    """Invite people whom a community knows to what comes next there, and let some answer."""
    activity = next_open(slug, as_of)
    if activity is None:
        return
    known = known_queries.people(known_queries.Search(), frozenset({activity.community_id}))
    entries = {one.email: Entry(one.email, one.name) for one in known}
    wanted = actions.judge(activity.id, entries).wanted[:GUESTS]
    with clock.played_at(as_of - ASKED_BEFORE):
        actions.invite(activity.id, {entry.email: entry for entry in wanted}, Wish(note=NOTE))
        while actions.write():
            pass
    with clock.played_at(as_of - ANSWERED_BEFORE):
        for number, row in enumerate(queries.rows(activity.id)):
            if answer := ANSWERS.get(number % 6):
                answer(row)


def next_open(slug: str, as_of: datetime) -> Activity | None:
    """Return the first activity that took registrations when people were asked, and does now."""
    community = communities.get(slug)
    coming = activities.agenda(Search(community=community), [community], as_of).cards
    for card in coming:
        moments = (as_of - ASKED_BEFORE, as_of)
        if all(registration_state(card, now) is RegistrationState.OPEN for now in moments):
            return activities.get_by_slug(card.slug)
    return None


def accept(row: Row) -> None:
    """Let a guest say yes."""
    applicant = Applicant(name=row.name, email=row.email, organisation=row.organisation or "")
    answer_actions.accept(row.id, applicant)


ANSWERS: dict[int, Callable[[Row], None]] = {
    0: accept,
    1: lambda row: answer_actions.note_opened(row.id),
    2: lambda row: answer_actions.consider(row.id),
    3: lambda row: answer_actions.decline(row.id),
}
