"""Playing tables by invitation: one that was held, and one to come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rok_events.activities import actions as activities
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import ActivityPlan, SessionPlan
from rok_events.attendance import actions as attendance
from rok_events.attendance import closing_actions as closing
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.core.clock import AMSTERDAM
from rok_events.demo.inviting import accept
from rok_events.demo.story import at, weekday
from rok_events.guests import actions as guests
from rok_events.guests import answer_actions, known_queries, queries
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.registrations import queries as registrations

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.activities.models import Activity, Session

TABLES = (
    (timedelta(days=-24), "Besloten casustafel: veel hulp aan één gezin"),
    (timedelta(days=15), "Besloten casustafel: een kind dat tijdelijk ergens anders woont"),
)
LENGTH, THURSDAY, ASKED = timedelta(hours=2), 3, 8
ASKED_BEFORE, ANSWERED_AFTER = timedelta(days=30), timedelta(days=4)
NOTE = (
    "We vragen van acht organisaties één persoon, omdat jullie allemaal iets met deze vraag doen."
)


def play(slug: str, as_of: datetime) -> None:
    """Ask one person of each of some organisations, of whom a few cannot come."""
    community_id = communities.get(slug).id
    today = as_of.astimezone(AMSTERDAM).date()
    for after, title in TABLES:
        starts_at = at(weekday(today + after, THURSDAY), 15)
        asked_at = starts_at - ASKED_BEFORE
        with clock.played_at(asked_at):
            activity = _planned(community_id, title, starts_at)
            guests.invite(activity.id, _circle(community_id), Wish(note=NOTE))
            while guests.write():
                pass
        with clock.played_at(min(asked_at + ANSWERED_AFTER, as_of)):
            for number, row in enumerate(queries.rows(activity.id)):
                if number % 4 == 1:
                    answer_actions.decline(row.id)
                else:
                    accept(row)
        if activity.ends_at < as_of:
            _hold(activity.sessions[0])


def _planned(community_id: int, title: str, starts_at: datetime) -> Activity:
    made = activities.plan(
        ActivityPlan(
            community_id=community_id,
            kind=Kind.CASUSTAFEL,
            title=title,
            sessions=(SessionPlan(starts_at=starts_at, ends_at=starts_at + LENGTH),),
            summary="Een gesprek achter gesloten deuren, met wie bij deze vraag betrokken is.",
            hosted_by="GGD IJsselland",
            contact_email="rok-deventer@example.org",
            place_name="Wijkcentrum De Bron",
            by_invitation=True,
        )
    )
    activities.publish(made.id)
    return made


def _circle(community_id: int) -> dict[str, Entry]:
    known = known_queries.people(known_queries.Search(), frozenset({community_id}))
    one_of_each = {one.organisation_id: one for one in known if one.organisation_id is not None}
    return {one.email: Entry(one.email, one.name) for one in [*one_of_each.values()][:ASKED]}


def _hold(session: Session) -> None:
    with clock.played_at(session.starts_at):
        for registration in registrations.confirmed(session.activity_id):
            attendance.check_in(session.id, registration.person_id)
    with clock.played_at(session.ends_at + timedelta(hours=1)):
        closing.close(session.id, None)
