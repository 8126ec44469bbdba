"""Playing the tables of a conference: a plan beforehand, and that most people sit as planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.communities import queries as communities
from rok_events.people import queries as people
from rok_events.seating import actions, queries, wish_actions
from rok_events.seating.rules import pair

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from rok_events.activities.models import Session
    from rok_events.demo.story import Meeting

SITS_ELSEWHERE = 0.25
WISHES = (
    ("Bibliotheek Deventer", "GGD IJsselland"),
    ("Kraamzorg De Ooievaar", "Dimence"),
    ("Basisschool De Rivier", "Kraamzorg De Ooievaar"),
)


def plan(session: Session, meeting: Meeting) -> None:
    """Deal everybody with a place like cards, colleagues one after another, other cards a round."""
    guests = sorted(queries.expected(session), key=lambda one: (one.organisation or "", one.id))
    number, labels = len(meeting.tables), meeting.tables
    chart = {
        guest.id: {
            round_: labels[(place + (round_ - 1) * (place // number)) % number]
            for round_ in range(1, meeting.rounds + 1)
        }
        for place, guest in enumerate(guests)
    }
    actions.plan(session.id, chart)


def sit(session: Session, meeting: Meeting, there: Sequence[int], random: Random) -> None:
    """Let those who are there sit as planned, and some elsewhere."""
    planned, labels = queries.planned_for(session.id), meeting.tables
    sat: dict[int, dict[int, str]] = {person_id: {} for person_id in there}
    for round_ in range(1, meeting.rounds + 1):
        drawn = random.sample(there, len(there))
        for place, person_id in enumerate(drawn):
            label = planned.get(person_id, {}).get(round_)
            is_elsewhere = label is None or place < SITS_ELSEWHERE * len(drawn)
            sat[person_id][round_] = labels[place % len(labels)] if is_elsewhere else str(label)
    guests = queries.present(session)
    actions.record(session.id, {guest.id: sat.get(guest.person_id, {}) for guest in guests})


def wish(slug: str) -> None:
    """Let the lead of a network wish that some organisations sit at one table."""
    found = [[people.find_organisation(name) for name in two] for two in WISHES]
    ids = [pair(one.id, other.id) for one, other in found if one and other]
    wish_actions.wish(communities.get(slug).id, ids)
