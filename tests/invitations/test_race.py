"""However many processes speak to one calendar: its sequence rises one by one."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from rok_events.activities import actions as activities
from rok_events.activities.models import Session
from rok_events.activities.rules import SessionPlan
from rok_events.db import Base, db, transaction
from rok_events.invitations import actions
from rok_events.invitations.models import CalendarEntry
from rok_events.mail.models import OutgoingMail
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Applicant
from tests import make
from tests.invitations.mails import event

if TYPE_CHECKING:
    from tests.registrations.racing import Course

# The processes have the real time: this lies after it on any machine.
FAR = datetime(2099, 4, 1, 11, 30, tzinfo=UTC)
PROCESSES, TIMES = 4, 6

pytestmark = pytest.mark.usefixtures("running_clock")


def work(course: Course, number: int) -> None:
    """Renew the entry, and move its session and tell of it, in turns with all the others."""
    with course.opened():
        for turn in range(TIMES):
            with transaction():
                if (number + turn) % 2:
                    actions.renew(db.session.scalars(db.select(CalendarEntry)).one())
                    continue
                session = db.session.scalars(db.select(Session)).one()
                starts_at = FAR.replace(day=2 + number, minute=turn)
                ends_at = starts_at.replace(hour=13)
                activities.move_session(
                    session.id, SessionPlan(starts_at=starts_at, ends_at=ends_at)
                )
                activities.tell_now(session.activity_id)


def test_no_two_messages_have_the_same_sequence(course: Course) -> None:
    with course.opened():
        Base.metadata.create_all(db.engine)
        activity = make.activity(starts_at=FAR)
        with transaction():
            registrations.register(activity.id, Applicant(name="Noor", email="noor@example.org"))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with context.Pool(PROCESSES) as pool:
        pool.starmap(work, [(course, number) for number in range(PROCESSES)], chunksize=1)

    with course.opened():
        entry = db.session.scalars(db.select(CalendarEntry)).one()
        mails = db.session.scalars(db.select(OutgoingMail)).all()

        sequences = sorted(int(event(mail).decoded("SEQUENCE")) for mail in mails)
        assert sequences == list(range(len(mails)))
        assert len(mails) == 1 + PROCESSES * TIMES
        assert entry.sequence == sequences[-1]
