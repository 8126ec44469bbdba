"""Playing a network: every step goes through the actions of the house, at the time it happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rok_events.activities import actions as activities
from rok_events.activities import table_actions as seats
from rok_events.activities.rules import (
    ActivityPlan,
    ProgrammePoint,
    QuestionKind,
    QuestionPlan,
    SessionPlan,
)
from rok_events.attendance import actions as attendance
from rok_events.attendance import closing_actions as closing
from rok_events.attendance.rules import Newcomer
from rok_events.certificates import actions as certificates
from rok_events.communities import actions as communities
from rok_events.core import clock
from rok_events.core.clock import AMSTERDAM
from rok_events.demo import door, names, tables
from rok_events.demo.story import Meeting, at
from rok_events.people import actions as people
from rok_events.people import queries as people_queries
from rok_events.people import registers
from rok_events.registrations import actions as registrations
from rok_events.registrations import queries as registration_queries
from rok_events.registrations.rules import Applicant, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from random import Random

    from rok_events.activities.models import Activity, Session
    from rok_events.demo.story import Member, Network
    from rok_events.registrations.models import Registration

ANNOUNCED_BEFORE = timedelta(weeks=8)
CANCELS = 0.07
DIET = QuestionPlan(
    label="Wat eet je?", kind=QuestionKind.CHOICE, options=("Alles", "Vegetarisch", "Veganistisch")
)


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist; `zeal` is how eagerly they come, above 0."""

    name: str
    email: str
    member: Member | None
    zeal: float


@dataclass
class Player:
    """Plays one network up to `as_of`; `random` makes every demo of a day the same."""

    network: Network
    as_of: datetime
    random: Random
    names: Iterator[str]
    staff: list[Invented] = field(default_factory=list)
    community_id: int = 0
    planned: dict[str, Activity] = field(default_factory=dict)

    def begin(self) -> None:
        """Found the community, and put its organisations on the governed list."""
        with clock.played_at(self._first_day()):
            community = communities.found(
                slug=self.network.slug,
                name=self.network.name,
                description=self.network.description,
                accent=self.network.accent,
                is_discreet=self.network.is_discreet,
            )
            self.community_id = community.id
            for member in self.network.members:
                if people_queries.find_organisation(member.name) is None:
                    domains = (f"{member.domain}.example.org",) if member.domain else ()
                    people.add_organisation(
                        member.name, sector=member.sector, aliases=member.aliases, domains=domains
                    )
                self.staff += [self._invent(member) for _ in range(member.people)]
        self.staff += [self._invent(None) for _ in range(8)]

    def meetings(self) -> Sequence[Meeting]:
        """Return the meetings in the order in which they were held."""
        every = [*self.network.meetings(self.as_of.date()), *self.network.today(self.as_of)]
        return sorted(every, key=lambda meeting: meeting.starts)

    def play(self, meeting: Meeting) -> None:
        """Plan a meeting, let people register and cancel, and record who came."""
        announced = min(meeting.starts[0] - ANNOUNCED_BEFORE, self.as_of - timedelta(days=20))
        with clock.played_at(announced):
            activity = self._planned(meeting)
            if meeting.is_draft:
                return
            activities.publish(activity.id)
            for session in activity.sessions if meeting.keeps_times else ():
                closing.keep_times(session.id, asks_out=True)
        self._register(activity, meeting, announced)
        self._plan_tables(activity, meeting)
        if meeting.cancel_reason:
            with clock.played_at(self.as_of - timedelta(hours=5)):
                activities.cancel(activity.id, meeting.cancel_reason)
            return
        for session in activity.sessions:
            if session.ends_at < self.as_of:
                self._hold(session, meeting)
            elif session.starts_at < self.as_of:
                self._begin(session, meeting.arrived)
        if meeting.minimum_presence and self._is_long_past(activity.ends_at):
            self._certify(activity)

    def _first_day(self) -> datetime:
        return min(start for meeting in self.meetings() for start in meeting.starts) - timedelta(
            days=90
        )

    def _invent(self, member: Member | None) -> Invented:
        name = next(self.names)
        address = names.address(name, member.domain if member else "")
        return Invented(name, address, member, self.random.uniform(0.25, 1.0) ** 2)

    def _planned(self, meeting: Meeting) -> Activity:
        if meeting.beside:
            original, start = self.planned[meeting.beside], meeting.starts[0].astimezone(AMSTERDAM)
            made = activities.copy(
                original.id,
                meeting.title,
                start.date(),
                begins=start.time(),
                is_parallel=True,
            )
        else:
            made = activities.plan(self._plan(meeting))
        self.planned[meeting.title] = made
        return made

    def _plan(self, meeting: Meeting) -> ActivityPlan:
        day = meeting.starts[0].date()
        titles = meeting.session_titles or ("",) * len(meeting.starts)
        return ActivityPlan(
            community_id=self.community_id,
            kind=meeting.kind,
            title=meeting.title,
            sessions=tuple(
                SessionPlan(starts_at=start, ends_at=start + meeting.length, title=title)
                for start, title in zip(meeting.starts, titles, strict=True)
            ),
            capacity=meeting.capacity,
            closes_at=min(
                meeting.starts[0], max(meeting.starts[0] - timedelta(days=1), self.as_of)
            ),
            summary=meeting.summary,
            description=meeting.description,
            audience=meeting.audience,
            hosted_by=meeting.hosted_by,
            contact_email=f"{self.network.slug}@example.org",
            setting=meeting.setting,
            place_name=meeting.place,
            place_address=meeting.address,
            online_url=meeting.online_url,
            programme=tuple(
                ProgrammePoint(starts_at=_on(day, point.at), title=point.title, note=point.note)
                for point in meeting.programme
            ),
            questions=(DIET,) if meeting.asks_diet else (),
            minimum_presence=meeting.minimum_presence,
            accreditations=meeting.accreditations,
        )

    def _register(self, activity: Activity, meeting: Meeting, announced: datetime) -> None:
        closes = min(activity.closes_at, self.as_of)
        steps: list[tuple[datetime, Invented, bool]] = []
        for wisher in self._wishers(meeting, activity.starts_at.date()):
            moment = announced + (closes - announced) * self.random.random()
            steps.append((moment, wisher, True))
            if self.random.random() < CANCELS:
                steps.append((moment + (closes - moment) / 2, wisher, False))
        known: dict[str, Registration] = {}
        for moment, wisher, comes in sorted(steps, key=lambda step: step[0]):
            with clock.played_at(moment):
                if comes:
                    applicant = self._applicant(wisher, activity)
                    known[wisher.email] = registrations.register(activity.id, applicant)
                else:
                    registrations.cancel(known[wisher.email].id)

    def _wishers(self, meeting: Meeting, day: date) -> list[Invented]:
        """Return who registers: the more zeal, the sooner drawn."""
        eager = sorted(self.staff, key=lambda person: -(self.random.random() ** (1 / person.zeal)))
        loose = [person for person in eager if person.member is None][: meeting.loose]
        sent = [
            person
            for person in eager
            if person.member is not None
            and person.member.is_in(day)
            and (not meeting.circle or person.member.name in meeting.circle)
        ]
        chosen = [*loose, *sent[: meeting.wishes - len(loose)]]
        self.random.shuffle(chosen)
        return chosen

    def _applicant(self, person: Invented, activity: Activity) -> Applicant:
        asked = registers.among(one[0] for one in activity.accreditations)
        answers = {str(q.id): self.random.choice(q.options) for q in activity.questions}
        return Applicant(
            name=person.name,
            email=person.email,
            organisation=person.member.name if person.member else "",
            role=Role.PROFESSIONAL if person.member else Role.PARENT,
            answers=answers,
            numbers=names.register_numbers(person.email, asked) if person.member else {},
        )

    def _hold(self, session: Session, meeting: Meeting) -> None:
        there = [
            registration.person_id
            for registration in registration_queries.confirmed(session.activity_id)
            if self.random.random() < meeting.faithful
        ]
        if meeting.keeps_times:
            door.come_and_go(session, there, self.random)
        if meeting.beside and self._is_long_past(session.ends_at):
            door.catch_up(session, self.planned[meeting.beside])
        with clock.played_at(session.starts_at + timedelta(minutes=5)):
            for person_id in there:
                attendance.check_in(session.id, person_id)
            for person in self._wishers(meeting, session.starts_at.date())[: meeting.walk_ins]:
                organisation = person.member.name if person.member else ""
                attendance.walk_in(session.id, Newcomer(person.name, organisation, person.email))
        self._seat(session, meeting, there)
        if self._is_long_past(session.ends_at):
            with clock.played_at(session.ends_at + timedelta(hours=1)):
                closing.close(session.id, None)

    def _plan_tables(self, activity: Activity, meeting: Meeting) -> None:
        if meeting.keeps_plan:
            with clock.played_at(min(activity.starts_at - timedelta(days=1), self.as_of)):
                tables.plan(activity.sessions[0], meeting)

    def _seat(self, session: Session, meeting: Meeting, there: Sequence[int]) -> None:
        if meeting.keeps_plan:
            with clock.played_at(session.starts_at + timedelta(hours=1)):
                tables.sit(session, meeting, there, self.random)
            return
        for number in range(1, meeting.rounds + 1):
            labels = [seats.add(session.id, number, label) for label in meeting.tables]
            for place, person_id in enumerate(self.random.sample(there, len(there))):
                attendance.sit_down(session.id, person_id, labels[place % len(labels)].id)

    def _begin(self, session: Session, arrived: int) -> None:
        """Let some in at a session that goes on, of which the door is still open."""
        expected = registration_queries.confirmed(session.activity_id)
        with clock.played_at(min(session.starts_at + timedelta(minutes=5), self.as_of)):
            for registration in self.random.sample(expected, min(arrived, len(expected))):
                attendance.check_in(session.id, registration.person_id)
        if arrived:
            door.copy_a_number(session.activity)

    def _is_long_past(self, ends_at: datetime) -> bool:
        """Tell what is done with: of yesterday somebody still has to close the list."""
        return ends_at < self.as_of - timedelta(days=2)

    def _certify(self, activity: Activity) -> None:
        """Close the presence lists, and issue what was earned, the same evening."""
        with clock.played_at(min(activity.ends_at + timedelta(hours=2), self.as_of)):
            for session in activity.sessions:
                closing.close(session.id, None)
            certificates.settle(activity.id, activity.capacity)


def _on(day: date, clock_time: str) -> datetime:
    hours, minutes = clock_time.split(".")
    return at(day, int(hours), int(minutes))
