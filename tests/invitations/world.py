"""An activity and its people, played through the real actions, with every calendar replayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import select

from rok_events.activities import actions as activities
from rok_events.activities.planning import plan_of, session_plan
from rok_events.activities.rules import ActivityPlan, SessionPlan, State
from rok_events.db import db, transaction
from rok_events.invitations import meetings
from rok_events.mail.models import OutgoingMail
from rok_events.registrations import actions as registrations
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Applicant, Status
from tests import make
from tests.conftest import NOW
from tests.invitations.model_calendar import Mailboxes, Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.activities.models import Session

WEEK = timedelta(weeks=1)


class World:
    """One activity of two sessions with two places; `do` plays a step and delivers its mail."""

    def __init__(self) -> None:
        """Plan it, with nobody in it."""
        self.activity = make.activity(sessions=[make.SPRING, make.SPRING + WEEK], capacity=2)
        self.mailboxes = Mailboxes()
        self.steps = 0

    def do(self, step: Callable[[], object]) -> list[OutgoingMail]:
        """Do something, a minute after the step before, and deliver what it sends."""
        self.steps += 1
        moment = NOW + timedelta(minutes=self.steps)
        with time_machine.travel(moment, tick=False), transaction():
            step()
        return self.mailboxes.deliver(self.mails())

    def mails(self) -> list[OutgoingMail]:
        """Return everything that was sent so far."""
        ours = select(OutgoingMail).where(OutgoingMail.community_id == self.activity.community_id)
        return list(db.session.scalars(ours.order_by(OutgoingMail.id)))

    def objects(self) -> list[str]:
        """Return every calendar object that was sent so far."""
        return [mail.calendar for mail in self.mails() if mail.calendar]

    def register(self, name: str) -> None:
        """Let somebody register: a place if there is one."""
        registrations.register(
            self.activity.id, Applicant(name=name.title(), email=f"{name}@example.org")
        )

    def cancel(self, name: str) -> None:
        """Let somebody give up the place, or the wish for one."""
        registrations.cancel(self.of(name).id)

    def hand_over(self, name: str, to: str) -> None:
        """Let a colleague take somebody's place."""
        registrations.transfer(
            self.of(name).id, Applicant(name=to.title(), email=f"{to}@example.org")
        )

    def move(self, place: int, by: timedelta) -> None:
        """Let a session be later, or earlier."""
        plan = session_plan(self.session(place))
        moved = replace(plan, starts_at=plan.starts_at + by, ends_at=plan.ends_at + by)
        activities.move_session(self.session(place).id, moved)

    def house(self, place: int, where: str) -> None:
        """Let a session be elsewhere."""
        plan = session_plan(self.session(place))
        activities.move_session(self.session(place).id, replace(plan, place_name=where))

    def revise(self, **changes: object) -> None:
        """Change the activity itself."""
        wish: ActivityPlan = replace(plan_of(self.activity), **changes)  # type: ignore[arg-type]
        activities.revise(self.activity.id, wish)

    def add_session(self, after: timedelta) -> None:
        """Hold one session more."""
        starts_at = make.SPRING + after
        wish = SessionPlan(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
        activities.add_session(self.activity.id, wish)

    def cancel_session(self, place: int, reason: str) -> None:
        """Call one session off."""
        activities.cancel_session(self.session(place).id, reason)

    def call_off(self, reason: str) -> None:
        """Call the whole activity off."""
        activities.cancel(self.activity.id, reason)

    def tell(self) -> None:
        """Tell participants what changed, without waiting for it to settle."""
        activities.tell_now(self.activity.id)

    def session(self, place: int) -> Session:
        """Return a session by its place in the row."""
        return self.activity.sessions[place % len(self.activity.sessions)]

    def of(self, name: str) -> Registration:
        """Return somebody's registration."""
        return next(one for one in self.people() if one.person.email == f"{name}@example.org")

    def people(self) -> list[Registration]:
        """Return everybody who ever registered."""
        chosen = select(Registration).where(Registration.activity_id == self.activity.id)
        return list(db.session.scalars(chosen.order_by(Registration.id)))

    def statuses(self) -> dict[str, str]:
        """Return how everybody stands, by the first name of their address."""
        return {
            (one.person.email or "").partition("@")[0]: one.status.value for one in self.people()
        }

    def should_show(self, registration: Registration) -> list[Shown]:
        """Return what somebody's calendar should show, from what the tables say now."""
        if registration.status is not Status.CONFIRMED or self.activity.state is State.CANCELLED:
            return []
        shown = [
            Shown(
                meetings.own_title(session),
                session.starts_at,
                session.ends_at,
                meetings.place(session, for_participants=True),
            )
            for session in self.activity.sessions
            if session.cancelled_at is None
        ]
        return sorted(shown, key=lambda entry: (entry.starts_at, entry.title))

    def wrong(self) -> dict[str, list[Shown]]:
        """Return the calendars that show something else than they should."""
        return {
            address: shown
            for registration in self.people()
            if (address := registration.person.email or "")
            and (shown := self.mailboxes.of(address).shown()) != self.should_show(registration)
        }
