"""Whatever moves, cancels or stops: nobody is reminded twice, too late, or for nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from rok_events.activities import actions as activities
from rok_events.activities.models import Activity, Session
from rok_events.activities.rules import SessionPlan, State
from rok_events.core import clock
from rok_events.core.errors import DomainError
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.messages import offsets, reminder_actions, tasks
from rok_events.messages.models import Reminder
from rok_events.messages.offsets import Offset, Schedule
from rok_events.registrations import actions as registrations
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Applicant, Status
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("database")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURS = st.integers(0, 14 * 24).map(lambda hours: hours * HOUR)


@dataclass(frozen=True)
class Step:
    """Something that happens, so long after what happened before."""

    after: timedelta
    does: str
    by: timedelta = timedelta()
    which: int = 0


STEPS = st.lists(
    st.builds(
        Step,
        after=st.sampled_from([timedelta(minutes=1), HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY]),
        does=st.sampled_from(["move", "cancel", "register", "choose", "cancel_session", "nothing"]),
        by=st.one_of(st.just(HOUR / 2), HOURS, HOURS.map(lambda by: -by)),
        which=st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)


@dataclass(frozen=True)
class Sent:
    """A reminder as it went out."""

    at: datetime
    registration_id: int
    session_id: int
    offset: Offset
    starts_at: datetime
    status: Status


def live(steps: list[Step]) -> Iterator[Sent]:
    """Let the steps happen to an activity of two sessions, the worker looking in between."""
    activity = make.activity(sessions=[NOW + 12 * DAY, NOW + 20 * DAY], closes_at=NOW + 30 * DAY)
    for _ in range(3):
        make.registration(activity=activity)
    now = NOW
    for step in steps:
        # A worker that looks twice a day, and is off after four days.
        for _ in range(min(int(step.after / (12 * HOUR)), 8)):
            now += 12 * HOUR
            yield from look(now)
        now += timedelta(minutes=7)
        with clock.played_at(now):
            happen(step, activity.id, now)
        yield from look(now)


def happen(step: Step, activity_id: int, now: datetime) -> None:
    """Let one thing happen, unless the rules forbid it."""
    session = db.session.scalars(
        select(Session).where(Session.activity_id == activity_id).order_by(Session.number)
    ).all()[step.which % 2]
    registration = db.session.scalars(
        select(Registration).where(Registration.activity_id == activity_id)
    ).all()[step.which % 3]
    moved = SessionPlan(starts_at=session.starts_at + step.by, ends_at=session.ends_at + step.by)
    try:
        with transaction():
            match step.does:
                case "move":
                    activities.move_session(session.id, moved)
                case "cancel":
                    registrations.cancel(registration.id)
                case "register":
                    email = f"nieuw{now.timestamp()}@example.org"
                    registrations.register(activity_id, Applicant(name="Noor", email=email))
                case "choose":
                    reminder_actions.choose(activity_id, [*Schedule][step.which % 3])
                case "cancel_session":
                    activities.cancel_session(session.id, "ziek")
        if step.which:
            with transaction():
                activities.tell_now(activity_id)
    except DomainError:
        pass


def look(now: datetime) -> Iterator[Sent]:
    """Let the worker look, and return what it sent."""
    before = len(letters())
    with clock.played_at(now):
        tasks.remind()
    news = db.session.scalars(select(Reminder).where(Reminder.sent_at == now)).all()
    assert len(letters()) - before == len(news)
    for row in news:
        status = db.session.get_one(Registration, row.registration_id).status
        yield Sent(now, row.registration_id, row.session_id, row.offset, row.starts_at, status)


def letters() -> list[int]:
    return [*db.session.scalars(select(OutgoingMail.id).where(OutgoingMail.purpose == "reminder"))]


def faults(steps: list[Step]) -> list[str]:
    """Return what went wrong in a life."""
    found: list[str] = []
    starts: dict[tuple[int, int, Offset], list[datetime]] = defaultdict(list)
    for sent in live(steps):
        session = db.session.get_one(Session, sent.session_id)
        activity = db.session.get_one(Activity, session.activity_id)
        starts[sent.registration_id, sent.session_id, sent.offset].append(sent.starts_at)
        checks = {
            "to somebody without a place": sent.status is Status.CONFIRMED,
            "of a cancelled session": session.cancelled_at is None,
            "of another time than it is": sent.starts_at == session.starts_at,
            "before people were told": activity.tell_at is None,
            "too early": sent.at >= offsets.moment(sent.offset, session.starts_at),
            "too late": sent.at < offsets.last_call(sent.offset, session.starts_at),
        }
        found += [f"{sent}: {fault}" for fault, is_right in checks.items() if not is_right]
    for key, moments in starts.items():
        for earlier, later in pairwise(moments):
            if not offsets.is_again(key[2], earlier, later):
                found.append(f"{key}: reminded of {earlier} and of {later}")
    _forget()
    return found


def _forget() -> None:
    """End a life, so that the next begins in an empty world."""
    db.session.rollback()
    for table in (OutgoingMail, Reminder):
        db.session.execute(delete(table))
    db.session.execute(update(Activity).values(state=State.DRAFT))
    db.session.commit()


LIFE = settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@LIFE
@given(STEPS)
def test_no_life_of_an_activity_reminds_wrongly(steps: list[Step]) -> None:
    assert faults(steps) == []


def test_a_worker_that_forgets_whom_it_reminded_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    forgetful = {
        offset: type(reach)(reach.before, reach.until, -10 * DAY, reach.is_first_only)
        for offset, reach in offsets.REACHES.items()
    }
    monkeypatch.setattr("rok_events.messages.reminder_queries.REACHES", forgetful)

    assert faults([Step(7 * DAY, "nothing"), Step(7 * DAY, "nothing")]) != []
