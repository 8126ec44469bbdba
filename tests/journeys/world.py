"""What happened before a journey begins: one small network, played through its own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from rok_events.accounts import actions as accounts
from rok_events.accounts.rules import Role
from rok_events.activities import actions as activities
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import ActivityPlan, ProgrammePoint, QuestionPlan, SessionPlan
from rok_events.attendance import actions as attendance
from rok_events.communities import actions as communities
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.guests import actions as guests
from rok_events.guests import queries as guest_queries
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.people import actions as people
from rok_events.people import queries as people_queries
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Applicant

if TYPE_CHECKING:
    from rok_events.activities.models import Activity
    from rok_events.guests.models import Guest
    from rok_events.registrations.models import Registration

TWO_HOURS = timedelta(hours=2)
GGD, WELFARE, MIDWIVES = "GGD Noord", "Welzijn De Brug", "Verloskundigen De Wieg"
TEAMS = {
    GGD: ("Fatma Kaya", "Piet Jansen", "Aisha Omar"),
    WELFARE: ("Els Bakker", "Rob Mulder", "Tineke Vos"),
    MIDWIVES: ("Jan de Boer", "Sanne Dekker", "Merel Kok"),
}
SECTORS = {GGD: "jeugdgezondheidszorg", WELFARE: "welzijn", MIDWIVES: "geboortezorg"}


@dataclass(frozen=True)
class World:
    """The addresses of what was played; the full activity has one place, and one who waits."""

    community: str
    open: str
    full: str
    today: str
    holder_token: str
    waiting_token: str
    guest_token: str


def play() -> World:
    """Play three weeks of a network, up to a session that is going on now."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    # Just after midnight too it began today.
    midnight = datetime.combine(clock.today(), time(), clock.AMSTERDAM)
    begun = max(now - timedelta(minutes=30), midnight)
    with clock.played_at(now - timedelta(days=21)), transaction():
        community_id = _begin()
        conference = _announce(_conference(community_id, now + timedelta(days=24)))
        full = _announce(_case_table(community_id, "slapen", now + timedelta(days=10), capacity=1))
        together = _announce(_case_table(community_id, "taal", now - timedelta(days=7)))
        apart = _announce(_case_table(community_id, "bevallen", now - timedelta(days=6)))
        today = _announce(_case_table(community_id, "hechting", begun))
        holder = register(full, "Noor Smit", GGD)
        waiting = register(full, "Sam Visser", WELFARE)
        guest = _invite(conference, "Vera Post")
        for organisation in (GGD, MIDWIVES):
            register(today, TEAMS[organisation][0], organisation)
        came = [
            (activity.sessions[0].id, register(activity, name, organisation).person_id)
            for activity, organisation in ((together, GGD), (together, WELFARE), (apart, MIDWIVES))
            for name in TEAMS[organisation]
        ]
    with clock.played_at(now - timedelta(days=5)), transaction():
        for session_id, person_id in came:
            attendance.check_in(session_id, person_id)
    return World(
        "jonge-kind-noord",
        conference.slug,
        full.slug,
        today.slug,
        holder.token,
        waiting.token,
        guest.token,
    )


def gather() -> Activity:
    """Begin a session in a network of its own, so that what happens there changes no picture."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    midnight = datetime.combine(clock.today(), time(), clock.AMSTERDAM)
    with clock.played_at(now - timedelta(days=21)), transaction():
        words = "Hier komt iedereen binnen."
        community = communities.found("aan-de-deur", "Aan de deur", words, "#0b6a63")
        plan = _case_table(community.id, "deur", max(now - timedelta(minutes=30), midnight))
        return _announce(plan)


def _begin() -> int:
    """Found the community, its organisations and an account for each role."""
    community = communities.found(
        "jonge-kind-noord",
        "Jonge kind Noord",
        "Wie in Noord met jonge ouders werkt, leert hier samen.",
        "#0b6a63",
    )
    for name, sector in SECTORS.items():
        people.add_organisation(name, sector, domains=[f"{_domain(name)}.example.org"])
    for role in Role:
        accounts.create(f"{role.value}@example.org", role, None, role.value.title())
    return community.id


def _announce(plan: ActivityPlan) -> Activity:
    activity = activities.plan(plan)
    activities.publish(activity.id)
    return activity


def _conference(community_id: int, starts_at: datetime) -> ActivityPlan:
    return ActivityPlan(
        community_id=community_id,
        kind=Kind.WERKCONFERENTIE,
        title="Samen vroeg erbij",
        summary="Een middag over hechting, met zeven tafels.",
        description="Wat kun je zelf doen, en wat doe je samen met anderen?",
        audience="Voor iedereen die met jonge ouders werkt.",
        sessions=(SessionPlan(starts_at=starts_at, ends_at=starts_at + 2 * TWO_HOURS),),
        capacity=60,
        place_name="Het Wijkhuis",
        place_address="Kerkstraat 1, Noord",
        programme=(
            ProgrammePoint(starts_at=starts_at, title="Ontvangst met koffie"),
            ProgrammePoint(starts_at=starts_at + timedelta(minutes=30), title="Aan tafel"),
        ),
        questions=(QuestionPlan(label="Wat breng je in?"),),
    )


def _case_table(
    community_id: int, about: str, starts_at: datetime, capacity: int = 10
) -> ActivityPlan:
    return ActivityPlan(
        community_id=community_id,
        kind=Kind.CASUSTAFEL,
        title=f"Casustafel {about}",
        sessions=(SessionPlan(starts_at=starts_at, ends_at=starts_at + TWO_HOURS),),
        capacity=capacity,
        place_name="Het Wijkhuis",
    )


def register(activity: Activity, name: str, organisation: str) -> Registration:
    """Let somebody of an organisation register."""
    first = name.split(maxsplit=1)[0].lower()
    email = f"{first}@{_domain(organisation)}.example.org"
    applicant = Applicant(name=name, email=email, organisation=organisation, form_key=first)
    return registrations.register(activity.id, applicant)


def _invite(activity: Activity, name: str) -> Guest:
    email = f"{name.split(maxsplit=1)[0].lower()}@uitgenodigd.example.org"
    guests.invite(activity.id, {email: Entry(email, name)}, Wish())
    person_id = people_queries.ids_by_email([email])[email]
    guest = guest_queries.find(activity.id, person_id)
    assert guest is not None
    return guest


def _domain(organisation: str) -> str:
    return organisation.rsplit(maxsplit=1)[-1].lower()
