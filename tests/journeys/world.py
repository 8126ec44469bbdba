"""What happened before a journey begins: one small network, played through its own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rok_events.accounts import actions as accounts
from rok_events.accounts.rules import Role
from rok_events.activities import actions as activities
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import ActivityPlan, ProgrammePoint, QuestionPlan, SessionPlan
from rok_events.communities import actions as communities
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.people import actions as people
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Applicant

if TYPE_CHECKING:
    from datetime import datetime

TWO_HOURS = timedelta(hours=2)
GGD, WELFARE, MIDWIVES = "GGD Noord", "Welzijn De Brug", "Verloskundigen De Wieg"


@dataclass(frozen=True)
class World:
    """The addresses of what was played; a full activity has one place and one who waits."""

    community: str
    open: str
    full: str
    today: str
    holder_token: str
    waiting_token: str


def play() -> World:
    """Play three weeks of a network, up to a session that is going on now."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    with clock.played_at(now - timedelta(days=21)), transaction():
        community = communities.found(
            "jonge-kind-noord",
            "Jonge kind Noord",
            "Wie in Noord met jonge ouders werkt, leert hier samen.",
            "#0b6a63",
        )
        for name, sector in (
            (GGD, "jeugdgezondheidszorg"),
            (WELFARE, "welzijn"),
            (MIDWIVES, "geboortezorg"),
        ):
            people.add_organisation(name, sector, domains=[f"{_domain(name)}.example.org"])
        for role in Role:
            accounts.create(f"{role.value}@example.org", role, None, role.value.title())
        conference = activities.plan(
            ActivityPlan(
                community_id=community.id,
                kind=Kind.WERKCONFERENTIE,
                title="Samen vroeg erbij",
                summary="Een middag over hechting, met zeven tafels.",
                description="Wat kun je zelf doen, en wat doe je samen met anderen?",
                audience="Voor iedereen die met jonge ouders werkt.",
                sessions=(_session(now + timedelta(days=24)),),
                capacity=60,
                place_name="Het Wijkhuis",
                place_address="Kerkstraat 1, Noord",
                programme=(
                    ProgrammePoint(starts_at=now + timedelta(days=24), title="Ontvangst"),
                    ProgrammePoint(
                        starts_at=now + timedelta(days=24, minutes=30), title="Aan tafel"
                    ),
                ),
                questions=(QuestionPlan(label="Wat breng je in?"),),
            )
        )
        full = activities.plan(
            ActivityPlan(
                community_id=community.id,
                kind=Kind.CASUSTAFEL,
                title="Casustafel slapen",
                sessions=(_session(now + timedelta(days=10)),),
                capacity=1,
                place_name="Het Wijkhuis",
            )
        )
        today = activities.plan(
            ActivityPlan(
                community_id=community.id,
                kind=Kind.CASUSTAFEL,
                title="Casustafel hechting",
                sessions=(_session(now - timedelta(minutes=30)),),
                place_name="Het Wijkhuis",
            )
        )
        for activity in (conference, full, today):
            activities.publish(activity.id)
        holder = registrations.register(full.id, _applicant("Noor Smit", GGD))
        waiting = registrations.register(full.id, _applicant("Sam Visser", WELFARE))
        for name, organisation in (("Fatma Kaya", GGD), ("Jan de Boer", MIDWIVES)):
            registrations.register(today.id, _applicant(name, organisation))
        return World(
            community.slug, conference.slug, full.slug, today.slug, holder.token, waiting.token
        )


def _session(starts_at: datetime) -> SessionPlan:
    return SessionPlan(starts_at=starts_at, ends_at=starts_at + TWO_HOURS)


def _applicant(name: str, organisation: str) -> Applicant:
    first = name.split(maxsplit=1)[0].lower()
    email = f"{first}@{_domain(organisation)}.example.org"
    return Applicant(name=name, email=email, organisation=organisation, form_key=first)


def _domain(organisation: str) -> str:
    return organisation.rsplit(maxsplit=1)[-1].lower()
